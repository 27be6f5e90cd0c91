// Small comforts; every page is whole without them.
"use strict";

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

// A film plays while it is in sight. Readers who asked for less motion start it themselves.
function playVisibleFilms() {
  const watcher = new IntersectionObserver((entries) =>
    entries.forEach(({ target, isIntersecting }) => {
      if (isIntersecting) target.play().catch(() => {});
      else target.pause();
    }),
  );
  document.querySelectorAll("video").forEach((film) => watcher.observe(film));
}
