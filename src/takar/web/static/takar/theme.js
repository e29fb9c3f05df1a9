/* Loaded in the head, not as a module, so that the colours are right before the first paint.
   The choice is one of "light", "dark" or nothing (follow the system). */
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  function pinned() {
    try {
      var value = window.localStorage.getItem("takar.theme");
      return value === "light" || value === "dark" ? value : "";
    } catch (error) {
      return "";
    }
  }

  function apply() {
    root.setAttribute("data-bs-theme", pinned() || (dark.matches ? "dark" : "light"));
  }

  apply();
  if (dark.addEventListener) dark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  window.addEventListener("takar:theme", apply);
})();
