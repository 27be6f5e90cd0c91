// A page opened with "?embed" shows one figure and nothing around it, for slides.

/** @param {string | undefined} id the figure that the address names; otherwise the first */
export function embed(id) {
  if (!new URLSearchParams(location.search).has("embed")) return;
  const figure = (id && document.getElementById(id)) || document.querySelector(".explorer");
  document.documentElement.classList.add("embed");
  for (let node = figure; node && node !== document.body; node = node.parentElement) {
    node.classList.add("embed-kept");
    for (const other of node.parentElement?.children ?? []) if (other !== node) other.classList.add("embed-away");
  }
}

/** The frame that shows a figure as it stands. @param {string} link @param {string} title @param {number} height */
export function frame(link, title, height) {
  const address = new URL(link);
  address.search = "embed";
  const text = (/** @type {string} */ value) => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${text(address.href)}" title="${text(title)}" width="100%" height="${Math.ceil(height)}" style="border: 0" loading="lazy"></iframe>`;
}
