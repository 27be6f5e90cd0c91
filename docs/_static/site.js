// Small comforts; every page is whole without them.
"use strict";

// From disk a page may not read another one, so the search lists its results without excerpts there.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

document.addEventListener("DOMContentLoaded", () => {
  keepPlaceInOtherLanguage();
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) playVisibleFilms();
});

// The other language opens at the same heading, and the choice is remembered for the site's root page.
function keepPlaceInOtherLanguage() {
  document.querySelectorAll(".language-switch a").forEach((link) =>
    link.addEventListener("click", () => {
      link.hash = location.hash;
      try {
        localStorage.setItem("convref-language", link.dataset.language);
      } catch {
        // Without storage the root page asks the browser's languages again.
      }
    }),
  );
}

// A film plays while it is in sight, and shows its buttons when it is pointed at or reached by keyboard.
// Readers who asked for less motion see the buttons at once and start it themselves.
function playVisibleFilms() {
  const watcher = new IntersectionObserver((entries) =>
    entries.forEach(({ target, isIntersecting }) => {
      if (isIntersecting) target.play().catch(() => {});
      else target.pause();
    }),
  );
  document.querySelectorAll("video").forEach((film) => {
    film.controls = false;
    film.tabIndex = 0;
    for (const event of ["pointerenter", "pointerdown", "focus"])
      film.addEventListener(event, () => (film.controls = true));
    film.addEventListener("pointerleave", () => (film.controls = document.activeElement === film));
    watcher.observe(film);
  });
}
