/* What the pages do beyond links and forms. No dependency; every part works on its own and a page
   without JavaScript still works. Parts of a page that htmx brings in later are enhanced as well.

   data-draft-key="..."   on a form: keep its text fields in this browser until they are saved
   data-date              on a text input: shows the day the server understood ("kemarin", "12/3")
   data-typeahead         on a select: type to find
   data-preview           on a file input: show what was chosen (also without it, for pictures)
   data-print             on a button: print the page
   data-no-guard          on a form: may be sent more than once (downloads)
   data-wait="..."        on anything htmx requests from: what is being done, shown after a second */

const MONTHS = ["januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember"];
const DRAFT_DAYS = 7;
const DRAFT_PREFIX = "takar.draft.";
const SEND_AGAIN_AFTER = 15000; // milliseconds without an answer

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [
  ...(root instanceof Element && root.matches(selector) ? [root] : []),
  ...root.querySelectorAll(selector),
];

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

/** localStorage or sessionStorage, silent where the browser refuses. */
function store(kind) {
  const attempt = (work) => {
    try {
      return work(window[kind]);
    } catch {
      return null;
    }
  };
  return {
    get: (key) => attempt((area) => area.getItem(key)),
    set: (key, value) => attempt((area) => area.setItem(key, value)),
    remove: (key) => attempt((area) => area.removeItem(key)),
    keys: () => attempt((area) => Object.keys(area)) ?? [],
  };
}

const local = store("localStorage");
const session = store("sessionStorage");

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/* Notices --------------------------------------------------------------------------------- */

function notice(text, { level = "warning", actions = [], id = "" } = {}) {
  const region = $("#pesan");
  if (!region) return null;
  if (id) $(`[data-notice="${id}"]`, region)?.remove();
  const box = element("div", { class: `message message-${level}`, "data-notice": id || false }, element("p", {}, text));
  if (actions.length) {
    const row = element("div", { class: "message-actions" });
    for (const [label, work] of actions) {
      const button = element("button", { type: "button", class: "btn btn-sm btn-quiet" }, label);
      button.addEventListener("click", () => {
        box.remove();
        work();
      });
      row.append(button);
    }
    box.append(row);
  } else {
    box.append(element("button", { type: "button", class: "btn-close", "data-dismiss-message": true, "aria-label": "Tutup pesan" }));
  }
  region.append(box);
  region.classList.add("is-held"); // stays in sight however far down the page is
  return box;
}

document.addEventListener("click", (event) => {
  event.target.closest?.("[data-dismiss-message]")?.closest(".message")?.remove();
});

/* Theme, menu, shortcuts ------------------------------------------------------------------ */

function showTheme() {
  const choice = local.get("takar.theme") || "auto";
  for (const button of $$("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
}

const shortcutsOn = () => local.get("takar.shortcuts") !== "off";

function showShortcuts() {
  for (const button of $$("[data-shortcut-switch]")) {
    const word = $(".switch-word", button);
    button.setAttribute("aria-pressed", String(shortcutsOn()));
    if (word) word.textContent = shortcutsOn() ? word.dataset.on : word.dataset.off;
  }
}

document.addEventListener("click", (event) => {
  const choice = event.target.closest?.("[data-theme-choice]");
  if (choice) {
    if (choice.dataset.themeChoice === "auto") local.remove("takar.theme");
    else local.set("takar.theme", choice.dataset.themeChoice);
    window.dispatchEvent(new Event("takar:theme"));
    showTheme();
  }
  if (event.target.closest?.("[data-shortcut-switch]")) {
    local.set("takar.shortcuts", shortcutsOn() ? "off" : "on");
    showShortcuts();
  }
});

/** A group of the menu stays as this person left it, on this machine. */
function keepMenu() {
  const state = parsed(session.get("takar.menu")) ?? {};
  for (const group of $$("details[data-menu-group]")) {
    const name = group.dataset.menuGroup;
    if (name in state && !$("[aria-current]", group)) group.open = state[name];
    group.addEventListener("toggle", () => {
      state[name] = group.open;
      session.set("takar.menu", JSON.stringify(state));
    });
  }
  const side = $(".sidebar");
  const current = side && $("[aria-current]", side);
  if (current) side.scrollTop = Math.max(0, current.offsetTop + current.offsetHeight + 40 - side.clientHeight);
}

function markBottomBar() {
  const links = $$(".bottombar a").filter((link) => {
    const path = new URL(link.href).pathname;
    return path === location.pathname || (path.length > 1 && location.pathname.startsWith(path));
  });
  links.sort((a, b) => b.pathname.length - a.pathname.length)[0]?.setAttribute("aria-current", "page");
}

const inField = (target) => target.closest?.("input, textarea, select, [contenteditable], [role=combobox]");

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest?.("form");
    if (form && form.method === "post") {
      event.preventDefault();
      const submits = $$("button[type=submit], button:not([type]), input[type=submit]", form);
      form.requestSubmit(submits.find((button) => button.classList.contains("btn-primary")) ?? submits[0]);
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (!shortcutsOn() || inField(event.target) || $(".modal.show, .offcanvas.show")) return;
  if (event.key === "/") {
    const field = $$("[data-search-focus], .toolbar-search input").find((input) => input.offsetParent !== null);
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  } else if (event.key === "c") {
    const opener = $$('[data-bs-target="#catat"]').find((button) => button.offsetParent !== null);
    if (opener) {
      event.preventDefault();
      opener.click();
    }
  }
});

$("#catat")?.addEventListener("shown.bs.offcanvas", () => window.setTimeout(() => $("#catat .record-list a")?.focus()));

/* Sending a form once --------------------------------------------------------------------- */

function release(form) {
  delete form.dataset.submitting;
  form.removeAttribute("aria-busy");
  for (const button of $$(".is-busy", form)) {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-disabled");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-no-guard")) return;
  if (form.dataset.submitting) {
    event.preventDefault();
    return;
  }
  if (!navigator.onLine) {
    event.preventDefault();
    saveDraft(form);
    notice("Sambungan terputus. Isian tersimpan di peramban ini; kirim lagi setelah tersambung.", { id: "offline" });
    return;
  }
  markSending(form);
  saveDraft(form);
  if (form.hasAttribute("data-forget-drafts")) {
    for (const key of local.keys()) if (key.startsWith(DRAFT_PREFIX)) local.remove(key);
    session.remove("takar.sent");
  }
  form.dataset.submitting = "1";
  form.setAttribute("aria-busy", "true");
  if (event.submitter) {
    event.submitter.classList.add("is-busy");
    event.submitter.setAttribute("aria-disabled", "true");
  }
  window.setTimeout(() => {
    if (!form.dataset.submitting) return;
    release(form);
    notice("Server belum menjawab. Kirim lagi bila perlu: isian yang sama tidak tercatat dua kali.", { id: "slow" });
  }, SEND_AGAIN_AFTER);
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) $$("form[data-submitting]").forEach(release);
});
window.addEventListener("online", () => $('[data-notice="offline"]')?.remove());

/* Drafts ---------------------------------------------------------------------------------- */

const draftFields = (form) =>
  [...form.elements].filter(
    (field) =>
      field.name &&
      field.name !== "csrfmiddlewaretoken" &&
      !field.closest("[data-no-draft]") &&
      (field.matches("textarea, select:not([multiple])") ||
        field.matches("input:is([type=text], [type=search], [type=number], [type=date], [type=tel], [type=email], [type=url], :not([type]))")),
  );

const draftValues = (form) => Object.fromEntries(draftFields(form).map((field) => [field.name, field.value]));

/* A draft holds what was typed, never the form's key: a form opened later keeps its own. `sentKey` is
   the key under which the text may have been recorded although the answer was lost; sent along as
   `earlier_key` it lets an unchanged draft meet that entry. */
function saveDraft(form) {
  const key = form.dataset?.draftKey;
  if (!key || !form.draftTouched) return;
  local.set(DRAFT_PREFIX + key, JSON.stringify({ at: Date.now(), sentKey: form.sentKey ?? "", values: draftValues(form) }));
}

function dropDraft(key) {
  local.remove(DRAFT_PREFIX + key);
}

/** Give this sending a name of its own. The server says it back when exactly this text was recorded. */
function markSending(form) {
  const key = form.dataset.draftKey;
  if (!key) return;
  form.sentKey = form.elements.namedItem("client_key")?.value;
  const name = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  let field = form.elements.namedItem("sending");
  if (!field) form.append((field = element("input", { type: "hidden", name: "sending" })));
  field.value = name;
  session.set("takar.sent", JSON.stringify({ name, key, values: draftValues(form) }));
}

/** Drop the draft whose text was recorded; one that was changed since, or never arrived, stays. */
function settleDrafts() {
  const sent = parsed(session.get("takar.sent"));
  const recorded = $$(".message-success[data-sent]").map((message) => message.dataset.sent);
  if (sent && recorded.includes(sent.name)) {
    const draft = parsed(local.get(DRAFT_PREFIX + sent.key));
    if (sameValues(draft?.values, sent.values)) dropDraft(sent.key);
    session.remove("takar.sent");
  }
  const oldest = Date.now() - DRAFT_DAYS * 86400000;
  for (const key of local.keys()) {
    if (key.startsWith(DRAFT_PREFIX) && !((parsed(local.get(key))?.at ?? 0) > oldest)) local.remove(key);
  }
}

const sameValues = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function writtenMoment(milliseconds) {
  const moment = new Date(milliseconds);
  const two = (number) => String(number).padStart(2, "0");
  const month = MONTHS[moment.getMonth()];
  return `${moment.getDate()} ${month[0].toUpperCase()}${month.slice(1)} ${moment.getFullYear()} pukul ${two(moment.getHours())}.${two(moment.getMinutes())}`;
}

function keepDraft(form) {
  const key = form.dataset.draftKey;
  if (!key || form.draftKept) return;
  form.draftKept = true;
  let timer = 0;
  form.addEventListener("input", () => {
    form.draftTouched = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => saveDraft(form), 400);
  });
  const draft = parsed(local.get(DRAFT_PREFIX + key));
  if (!draft?.values) return;
  if ($('[aria-invalid="true"], .form-errors', form) || $(".form-errors")) {
    form.draftTouched = true; // the form came back with everything in it
    return;
  }
  const now = draftValues(form);
  const differs = Object.entries(draft.values).some(([name, value]) => name in now && now[name] !== value && value !== "");
  if (!differs) return;
  notice(`Ada isian yang belum tersimpan, ditulis ${writtenMoment(draft.at)}.`, {
    id: "draft",
    actions: [
      [
        "Pulihkan isian",
        () => {
          for (const field of draftFields(form)) {
            if (!(field.name in draft.values)) continue;
            field.value = draft.values[field.name];
            field.dispatchEvent(new Event("change", { bubbles: true }));
          }
          form.draftTouched = true;
          form.sentKey = draft.sentKey;
          const earlier = form.elements.namedItem("earlier_key");
          if (earlier) earlier.value = draft.sentKey ?? "";
          draftFields(form).find((field) => field.type !== "hidden")?.focus();
        },
      ],
      ["Buang", () => dropDraft(key)],
    ],
  });
}

/* Dates ----------------------------------------------------------------------------------- */

/** The server reads what was typed; the field only shows what it understood, or why it did not. */
function enhanceDate(input) {
  if (input.dateReady) return;
  input.dateReady = true;
  input.autocomplete = "off";
  const echo = element("p", { class: "date-echo", "aria-live": "polite" });
  (input.closest(".field-control") ?? input).after(echo);
  const say = ({ words = "", fault = "" }) => {
    echo.textContent = words || fault;
    echo.classList.toggle("date-fault", Boolean(fault));
  };
  let known = input.value;
  say({ words: input.dataset.words });
  const ask = async () => {
    const text = input.value.trim();
    if (text === known) return;
    known = text;
    const address = document.body.dataset.dateUrl;
    if (!text || text.length > 40 || !address) return say({});
    const question = new URLSearchParams({ tanggal: text, rentang: input.dataset.span ?? "" });
    if ("ahead" in input.dataset) question.set("ke-depan", "1");
    try {
      const answer = await fetch(`${address}?${question}`, { headers: { Accept: "application/json" } });
      const told = answer.ok && !answer.redirected ? await answer.json() : {};
      if (input.value.trim() !== text) return;
      if (told.value) known = input.value = told.value;
      say(told);
    } catch {
      say({}); // no network: the server reads the same text when the form is sent
    }
  };
  input.addEventListener("blur", ask);
  input.addEventListener("change", ask);
}

/* Typeahead ------------------------------------------------------------------------------- */

const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const LONGEST_LIST = 60;
let comboNumber = 0;

function enhanceSelect(select) {
  if (select.comboReady || select.multiple) return;
  select.comboReady = true;
  comboNumber += 1;
  const listId = `combo-${comboNumber}`;
  const inputId = select.id || `${listId}-input`;
  const input = element("input", {
    type: "text",
    id: inputId,
    class: "combo-input form-control",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-describedby": select.getAttribute("aria-describedby"),
    "aria-invalid": select.getAttribute("aria-invalid"),
    "aria-required": select.required ? "true" : null,
    "aria-label": select.getAttribute("aria-label"),
    disabled: select.disabled,
    placeholder: select.dataset.placeholder || "Ketik untuk mencari",
  });
  const label = select.id ? $(`label[for="${CSS.escape(select.id)}"]`) : null;
  if (label && !label.id) label.id = `${listId}-label`;
  const list = element("ul", { id: listId, class: "combo-list", role: "listbox", hidden: true, "aria-labelledby": label?.id, "aria-label": label ? null : select.getAttribute("aria-label") || "Pilihan" });
  const box = element("div", { class: "combo" });
  select.before(box);
  if (select.id) select.id = `${inputId}_pilihan`;
  select.required = false;
  select.removeAttribute("aria-invalid");
  box.append(input, list, select);

  let shown = [];
  let at = -1;

  const chosen = () => select.selectedOptions[0];
  const showChosen = () => {
    const option = chosen();
    input.value = option && option.value !== "" ? option.text.trim() : "";
  };

  const matches = (query) => {
    const words = plain(query).split(/\s+/).filter(Boolean);
    const options = [...select.options].filter((option) => option.value !== "" && !option.disabled);
    if (!words.length) return options;
    const rank = (text) => (text.startsWith(words[0]) ? 0 : text.includes(` ${words[0]}`) ? 1 : 2);
    return options
      .map((option, place) => ({ option, place, text: plain(`${option.text} ${option.dataset.words ?? ""}`).trim() }))
      .filter(({ text }) => words.every((word) => text.includes(word)))
      .sort((a, b) => rank(a.text) - rank(b.text) || a.place - b.place)
      .map(({ option }) => option);
  };

  const mark = (index) => {
    at = index;
    [...list.children].forEach((item, place) => {
      if (item.getAttribute("role") === "option") item.setAttribute("aria-selected", String(place === at));
    });
    const item = list.children[at];
    if (item?.id) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  const open = (query) => {
    const found = matches(query);
    shown = found.slice(0, LONGEST_LIST);
    list.replaceChildren(
      ...shown.map((option, place) => {
        const group = option.closest("optgroup")?.label;
        const item = element("li", { id: `${listId}-${place}`, role: "option", "aria-selected": "false" }, element("span", {}, option.text.trim()));
        if (group) item.append(element("span", { class: "combo-group" }, group));
        return item;
      }),
    );
    if (!found.length) list.append(element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "combo-none" }, "Tidak ada yang cocok"));
    else if (found.length > shown.length) {
      list.append(element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "combo-none" }, `Masih ada ${found.length - shown.length} lagi; ketik lebih lengkap`));
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(query ? (shown.length ? 0 : -1) : shown.indexOf(chosen()));
  };

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (option) => {
    const before = select.value;
    select.value = option ? option.value : "";
    showChosen();
    close();
    if (select.value !== before) {
      select.dispatchEvent(new Event("input", { bubbles: true }));
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  input.addEventListener("input", (event) => {
    event.stopPropagation();
    open(input.value);
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("click", () => (list.hidden ? open("") : close()));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open("");
      else if (shown.length) mark((at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
    } else if (event.key === "Enter" && !list.hidden && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (shown[at]) choose(shown[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      showChosen();
      close();
    } else if (event.key === "Tab" && !list.hidden && input.value && shown[at]) {
      choose(shown[at]);
    }
  });
  input.addEventListener("blur", () => {
    if (input.value.trim() === "") choose(null);
    else showChosen();
    close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li[id]");
    if (item) choose(shown[[...list.children].indexOf(item)]);
  });
  select.addEventListener("change", showChosen);
  select.form?.addEventListener("reset", () => window.setTimeout(showChosen));
  showChosen();
}

/* Files ----------------------------------------------------------------------------------- */

function size(bytes) {
  return bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;
}

/** Pictures are drawn small on a canvas, so the policy needs no blob: addresses. */
function enhanceFile(input) {
  if (input.fileReady) return;
  input.fileReady = true;
  const list = element("ul", { class: "file-preview", "aria-live": "polite" });
  input.after(list);
  input.addEventListener("change", () => {
    list.replaceChildren();
    for (const file of input.files) {
      const item = element("li", {}, element("span", {}, `${file.name}, ${size(file.size)}`));
      list.append(item);
      if (!file.type.startsWith("image/") || !window.createImageBitmap) continue;
      createImageBitmap(file).then(
        (picture) => {
          const scale = 240 / Math.max(picture.width, picture.height);
          const canvas = element("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale), "aria-hidden": "true" });
          canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
          picture.close();
          item.prepend(canvas);
        },
        () => {},
      );
    }
  });
}

/* htmx ------------------------------------------------------------------------------------ */

const UNSURE = "Belum tentu tersimpan; periksa daftarnya sebelum mencatat lagi.";
const REFUSALS = {
  400: "Permintaan ini tidak dapat dibaca. Muat ulang halaman, lalu ulangi.",
  401: "Sesi Anda sudah berakhir. Masuk lagi di jendela lain, lalu ulangi; isian di halaman ini tetap ada.",
  403: "Anda tidak berwenang membuka bagian ini.",
  404: "Bagian yang diminta tidak ditemukan. Muat ulang halaman ini.",
  409: "Data ini baru saja diubah orang lain. Muat ulang halaman ini.",
  413: "Berkas terlalu besar.",
  429: "Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi.",
  500: `Terjadi gangguan pada Takar. ${UNSURE}`,
  503: `Basis data tidak terjangkau atau sedang sibuk. ${UNSURE}`,
  507: `Penyimpanan server penuh. ${UNSURE}`,
};

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  const words = REFUSALS[xhr.status] ?? "Permintaan belum dapat diselesaikan. Coba lagi sebentar lagi.";
  const code = xhr.status >= 500 ? xhr.getResponseHeader("X-Request-ID") : "";
  notice(code ? `${words} Kode untuk pengelola: ${code}.` : words, { level: "error", id: "htmx" });
});
const RESTARTING = "Server tidak menjawab, mungkin sedang dimulai lagi. Isian Anda tetap ada; coba lagi sebentar.";
REFUSALS[502] = REFUSALS[504] = RESTARTING; // said by the proxy in front of Takar
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => {
    const offline = "Sambungan terputus. Isian Anda tetap ada; coba lagi setelah tersambung.";
    notice(navigator.onLine ? RESTARTING : offline, { id: "htmx" });
  });
}
document.addEventListener("htmx:swapError", () => {
  notice("Bagian ini belum dapat ditampilkan. Muat ulang halaman.", { level: "error", id: "htmx" });
});

const waiting = new Map();

document.addEventListener("htmx:beforeRequest", (event) => {
  const region = $("#tunggu");
  if (!region) return;
  const words = event.detail.elt.closest("[data-wait]")?.dataset.wait ?? region.dataset.default;
  waiting.set(event.detail.xhr, window.setTimeout(() => (region.textContent = words), 1000));
});
document.addEventListener("htmx:afterRequest", (event) => {
  window.clearTimeout(waiting.get(event.detail.xhr));
  waiting.delete(event.detail.xhr);
  if (!waiting.size && $("#tunggu")) $("#tunggu").textContent = "";
  if (event.detail.successful) $('[data-notice="htmx"]')?.remove();
});

/* Start ----------------------------------------------------------------------------------- */

function enhance(root) {
  $$("[data-draft-clear]", root).forEach((node) => dropDraft(node.dataset.draftClear));
  $$("[data-date]", root).forEach(enhanceDate);
  $$("select[data-typeahead]", root).forEach(enhanceSelect);
  $$("input[type=file]", root).forEach(enhanceFile);
  $$("form[data-draft-key]", root).forEach(keepDraft);
}

function focusFirstWrong(root) {
  const wrong = $('.form-errors ~ * [aria-invalid="true"], .field.has-error input, .field.has-error select, .field.has-error textarea, [aria-invalid="true"]', root);
  if (wrong) wrong.focus({ preventScroll: false });
}

settleDrafts();
enhance(document);
showTheme();
showShortcuts();
keepMenu();
markBottomBar();
focusFirstWrong(document);

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});

document.addEventListener("change", (event) => {
  const all = event.target.closest?.("[data-tick-all]");
  if (all) for (const tick of $$('[name="pilih"]', all.form)) tick.checked = all.checked;
});

document.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return;
  enhance(event.target);
  focusFirstWrong(event.target);
});
