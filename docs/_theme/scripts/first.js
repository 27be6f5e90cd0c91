// Before anything is painted: the reader's theme, and whether there is a place to resume.
"use strict";

(() => {
  const page = document.documentElement;
  page.classList.add("scripted");
  try {
    const theme = localStorage.getItem("convref-theme");
    if (theme === "light" || theme === "dark") page.dataset.theme = theme;
    if (localStorage.getItem("convref-last")) page.classList.add("has-read");
  } catch {
    // The browser keeps nothing: the page follows the system.
  }
})();
