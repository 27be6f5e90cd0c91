// A stage as one picture: its grids, their captions and the signs between them, with the colours that they have in the page.
const SPACE = "http://www.w3.org/2000/svg",
  MARGIN = 16,
  SCALE = 2;
const KEPT = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
  "paint-order",
];

/** A copy that needs no style sheet. @param {Element} source @returns {Element} */
function inlined(source) {
  const copy = /** @type {Element} */ (source.cloneNode(false)),
    style = getComputedStyle(source);
  if (!(source instanceof SVGSVGElement)) {
    for (const name of KEPT) copy.setAttribute(name, style.getPropertyValue(name));
    const place = /translate\(([-\d.]+)px,\s*([-\d.]+)px\)/.exec(
      /** @type {SVGElement} */ (source).style?.transform ?? "",
    );
    copy.removeAttribute("style");
    if (place) copy.setAttribute("transform", `translate(${place[1]} ${place[2]})`);
  }
  for (const name of ["class", "id", "role", "aria-label", "aria-selected", "aria-activedescendant", "tabindex"])
    copy.removeAttribute(name);
  for (const child of source.childNodes) {
    if (child instanceof SVGElement) copy.append(inlined(child));
    else if (child.nodeType === Node.TEXT_NODE) copy.append(child.cloneNode());
  }
  return copy;
}

/** @param {string} name @param {Record<string, unknown>} attributes @param {Node[]} children */
function made(name, attributes, children = []) {
  const node = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

/** A line of text where the page has it. @param {Element} source @param {(box: DOMRect) => { x: number, y: number }} at */
const written = (source, at) => lineOf((source.textContent ?? "").trim(), source.getBoundingClientRect(), source, at);

/** @param {string} text @param {DOMRect} box @param {Element} source whose letters it has @param {(box: DOMRect) => { x: number, y: number }} at */
function lineOf(text, box, source, at) {
  const { color, fontFamily, fontSize, fontWeight } = getComputedStyle(source),
    { x, y } = at(box);
  return made(
    "text",
    {
      x,
      y: y + box.height / 2,
      fill: color,
      "font-family": fontFamily,
      "font-size": fontSize,
      "font-weight": fontWeight,
      "dominant-baseline": "central",
    },
    [document.createTextNode(text)],
  );
}

/** A sentence as it is broken into lines, each piece in its own colour. @param {Element} source @param {(box: DOMRect) => { x: number, y: number }} at */
function sentence(source, at) {
  const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT),
    pieces = /** @type {{ text: string, box: DOMRect, from: Element }[]} */ ([]);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const word of (node.textContent ?? "").matchAll(/\S+/g)) {
      const range = document.createRange(),
        last = pieces.at(-1);
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const box = range.getBoundingClientRect();
      if (last && last.from === node.parentElement && last.box.top === box.top) last.text += ` ${word[0]}`;
      else pieces.push({ text: word[0], box, from: /** @type {Element} */ (node.parentElement) });
    }
  }
  return pieces.map(({ text, box, from }) => lineOf(text, box, from, at));
}

/** @param {Element} root what holds the stages @returns {SVGSVGElement} */
export function drawn(root) {
  const stages = [...root.querySelectorAll(".ex-stage")],
    sums = [...root.querySelectorAll(".ex-sum")],
    boxes = [...stages, ...sums].map((one) => one.getBoundingClientRect()),
    [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))],
    width = Math.max(...boxes.map((box) => box.right)) - left + 2 * MARGIN,
    height = Math.max(...boxes.map((box) => box.bottom)) - top + 2 * MARGIN;
  const at = (/** @type {DOMRect} */ box) => ({ x: box.left - left + MARGIN, y: box.top - top + MARGIN });
  const parts = stages.flatMap((stage) => [
    ...[...stage.querySelectorAll(".ex-view, .ex-title, .ex-sign, .ex-fold")].map((text) => written(text, at)),
    ...[...stage.querySelectorAll("canvas")].map((canvas) => {
      const box = canvas.getBoundingClientRect();
      return made("image", {
        ...at(box),
        width: box.width,
        height: box.height,
        href: canvas.toDataURL(),
        style: "image-rendering: pixelated",
      });
    }),
    ...[...stage.querySelectorAll("svg.grid")].map((grid) => {
      const box = grid.getBoundingClientRect(),
        copy = inlined(grid);
      for (const [name, value] of Object.entries({ ...at(box), width: box.width, height: box.height }))
        copy.setAttribute(name, String(value));
      return copy;
    }),
  ]);
  parts.push(...sums.flatMap((sum) => sentence(sum, at)));
  const paper = getComputedStyle(document.body).backgroundColor;
  return /** @type {SVGSVGElement} */ (
    made("svg", { xmlns: SPACE, width, height, viewBox: `0 0 ${width} ${height}` }, [
      made("rect", { width, height, fill: paper }),
      ...parts,
    ])
  );
}

/** @param {SVGSVGElement} picture */
const asFile = (picture) => new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" });

/** @param {SVGSVGElement} picture @returns {Promise<Blob>} */
async function asPixels(picture) {
  const image = new Image(),
    canvas = document.createElement("canvas");
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(picture))}`;
  await image.decode();
  [canvas.width, canvas.height] = [image.width * SCALE, image.height * SCALE];
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"),
  );
}

/** Save the picture of a figure. @param {Element} root @param {string} name @param {"svg" | "png"} kind */
export async function save(root, name, kind) {
  const picture = drawn(root),
    address = URL.createObjectURL(kind === "svg" ? asFile(picture) : await asPixels(picture)),
    link = document.createElement("a");
  Object.assign(link, { href: address, download: `${name}.${kind}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
