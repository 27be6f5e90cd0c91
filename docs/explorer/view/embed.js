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

/** How high a figure is in a frame as wide as it is now: there it stands without fields and code. @param {HTMLElement} figure */
function heightInFrame(figure) {
  const place = document.createElement("div"),
    copy = /** @type {HTMLElement} */ (figure.cloneNode(true));
  place.className = "embed embed-measured";
  place.style.width = `${figure.getBoundingClientRect().width}px`;
  place.ariaHidden = "true";
  for (const named of [copy, ...copy.querySelectorAll("[id]")]) named.removeAttribute("id");
  copy.classList.add("embed-kept");
  place.append(copy);
  document.body.append(place);
  const { height } = copy.getBoundingClientRect();
  place.remove();
  return height;
}

/** The frame that shows a figure as it stands, nowhere wider: a photo grows with its width, and would be cut off below. @param {string} link @param {string} title @param {HTMLElement} figure */
export function frame(link, title, figure) {
  const address = new URL(link),
    [width, height] = [figure.getBoundingClientRect().width, heightInFrame(figure)].map(Math.ceil);
  address.search = "embed";
  const text = (/** @type {string} */ value) => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${text(address.href)}" title="${text(title)}" width="100%" height="${height}" style="display: block; max-width: ${width}px; margin: auto; border: 0" loading="lazy"></iframe>`;
}
