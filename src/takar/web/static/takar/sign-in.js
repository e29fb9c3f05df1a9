/* What signing in does beyond plain forms. Without JavaScript passwords and codes still work.

   data-passkey="create|get|sign-in"  on a form: ask the device for its key, then send the form.
       data-options   what the server asks of the key (create, get); sign-in fetches it when pressed
   data-show-password  on a password input: a button that shows what was typed
   data-countdown="8"  on a paragraph: count the seconds in its <strong> down
   data-print          on a button: print the page */

const $$ = (selector) => [...document.querySelectorAll(selector)];

/* Keys: the server and the browser tell bytes to each other as base64url text. */

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const listed = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

async function createKey(options, alone) {
  const asked = options.publicKey;
  const selection = { ...asked.authenticatorSelection };
  if (alone) Object.assign(selection, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  const key = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: listed(asked.excludeCredentials),
      authenticatorSelection: selection,
    },
  });
  return {
    ...identity(key),
    response: {
      clientDataJSON: text(key.response.clientDataJSON),
      attestationObject: text(key.response.attestationObject),
      transports: key.response.getTransports?.() ?? [],
    },
  };
}

async function useKey(options) {
  const asked = options.publicKey;
  const key = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: listed(asked.allowCredentials) },
  });
  return {
    ...identity(key),
    response: {
      clientDataJSON: text(key.response.clientDataJSON),
      authenticatorData: text(key.response.authenticatorData),
      signature: text(key.response.signature),
      userHandle: text(key.response.userHandle),
    },
  };
}

const identity = (key) => ({
  type: key.type,
  id: key.id,
  rawId: text(key.rawId),
  authenticatorAttachment: key.authenticatorAttachment,
  clientExtensionResults: key.getClientExtensionResults(),
});

async function optionsOf(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options;
}

async function answerOf(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "create") return createKey(options, form.elements.passwordless?.checked);
  return useKey(options);
}

function say(sentence) {
  const region = document.querySelector("#pesan");
  const box = document.createElement("div");
  box.className = "message message-warning";
  box.append(Object.assign(document.createElement("p"), { textContent: sentence }));
  region?.replaceChildren(box);
}

for (const form of $$("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.dataset.noGuard = "";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      form.elements.credential.value = JSON.stringify(await answerOf(form));
    } catch (error) {
      const known = error.name === "InvalidStateError";
      say(known ? "Perangkat ini sudah terdaftar." : "Kunci masuk tidak terbaca atau dibatalkan. Coba lagi.");
      return;
    }
    form.submit();
  });
}

for (const input of $$("input[data-show-password]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link btn-sm show-password" });
  button.setAttribute("aria-controls", input.id);
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? "Sembunyikan" : "Tampilkan";
  };
  show(false);
  button.addEventListener("click", () => show(input.type === "password"));
  // What was shown must not be remembered by the browser as ordinary text.
  input.form?.addEventListener("submit", () => show(false));
  input.after(button);
}

for (const line of $$("[data-countdown]")) {
  const number = line.querySelector("strong");
  const end = Date.now() + Number(line.dataset.countdown) * 1000;
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    number.textContent = left;
    if (left === 0) {
      clearInterval(timer);
      line.textContent = "Silakan coba lagi.";
    }
  }, 250);
}

for (const button of $$("[data-print]")) button.addEventListener("click", () => window.print());
