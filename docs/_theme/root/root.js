// A choice made on a page counts first, the browser's languages next.
"use strict";

(() => {
  let language = null;
  try {
    language = localStorage.getItem("convref-language");
  } catch {
    // The browser keeps nothing: its languages decide.
  }
  const wanted = (navigator.languages || [navigator.language]).find((tag) => /^(zh|en)\b/i.test(tag)) || "en";
  location.replace((language || wanted.slice(0, 2).toLowerCase()) + "/index.html");
})();
