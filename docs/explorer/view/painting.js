// What stands in a page as nodes of one SVG picture that needs no style sheet: drawings, canvases, boxes, and the text line by line.
const SPACE = "http://www.w3.org/2000/svg";

/** @typedef {(box: DOMRect) => { x: number, y: number }} Place where a box of the page lies in the picture */

/** What a picture cannot use: it is pressed, typed into at length, opened, or heard. */
const LEFT_OUT =
  "button:not(.ex-fold), .ex-text, .ph-paste, .ph-kernels, details, [type=range], [type=file], .ph-button, .ph-source, .ex-heard, .ex-nudge, .ex-take";

const KEPT = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "text-decoration-line",
  "dominant-baseline",
  "paint-order",
];

/** A colour as every program reads it. @param {string} text */
const plainColour = (text) =>
  text.replace(/color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ [\d.]+)?\)/g, (_, ...parts) => {
    const [r, g, b] = parts.slice(0, 3).map((part) => Math.round(255 * Number(part)));
    return `rgb(${r}, ${g}, ${b})`;
  });

/** @param {string} name @param {Record<string, unknown>} attributes @param {Node[]} children @returns {Element} */
export function made(name, attributes, children = []) {
  const node = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

/** Where a part of a drawing stands, whether an attribute or the style sheet says so. @param {CSSStyleDeclaration} style */
function moved({ transform, transformOrigin }) {
  if (transform === "none") return null;
  const [x, y] = transformOrigin.split(" ").map(parseFloat);
  return x || y ? `translate(${x} ${y}) ${transform} translate(${-x} ${-y})` : transform;
}

/** A copy of a drawing that needs no style sheet. @param {Element} source @returns {Element} */
function inlined(source) {
  const copy = /** @type {Element} */ (source.cloneNode(false));
  for (const { name } of [...copy.attributes])
    if (/^(class|id|role|style|tabindex|visibility|aria-.*|data-.*)$/.test(name)) copy.removeAttribute(name);
  if (!(source instanceof SVGSVGElement)) {
    const style = getComputedStyle(source),
      place = moved(style);
    for (const name of KEPT) copy.setAttribute(name, plainColour(style.getPropertyValue(name)));
    if (style.visibility === "hidden") copy.setAttribute("visibility", "hidden");
    if (place) copy.setAttribute("transform", place);
  }
  for (const child of source.childNodes) {
    if (child instanceof SVGElement) copy.append(inlined(child));
    else if (child.nodeType === Node.TEXT_NODE) copy.append(child.cloneNode());
  }
  return copy;
}

/** A line of text in the middle of a box. @param {string} text @param {DOMRect} box @param {Element} source whose letters it has @param {Place} at @param {object} more */
function lineOf(text, box, source, at, more = {}) {
  const { color, fontFamily, fontSize, fontWeight } = getComputedStyle(source),
    { x, y } = at(box);
  const letters = { "font-family": fontFamily, "font-size": fontSize, "font-weight": fontWeight };
  return made(
    "text",
    { x, y: y + box.height / 2, fill: plainColour(color), ...letters, "dominant-baseline": "central", ...more },
    [document.createTextNode(text)],
  );
}

// Where a line may break: around a word, and around each sign of Chinese.
const PIECE = /[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+/g;

/** A text as it is broken into lines. @param {Text} node @param {Place} at */
function lines(node, at) {
  const found = /** @type {{ from: number, to: number, box: DOMRect }[]} */ ([]);
  for (const { index, 0: piece } of node.data.matchAll(PIECE)) {
    const range = document.createRange(),
      last = found.at(-1);
    range.setStart(node, index);
    range.setEnd(node, index + piece.length);
    const box = range.getBoundingClientRect();
    if (last && last.box.top === box.top) last.to = index + piece.length;
    else if (box.width) found.push({ from: index, to: index + piece.length, box });
  }
  const source = /** @type {Element} */ (node.parentElement);
  return found.map(({ from, to, box }) => lineOf(node.data.slice(from, to).replace(/\s+/g, " "), box, source, at));
}

/** What is typed or chosen in a field. @param {HTMLInputElement | HTMLSelectElement} field @param {Place} at */
function typed(field, at) {
  const box = field.getBoundingClientRect(),
    { textAlign, paddingLeft, borderLeftWidth } = getComputedStyle(field);
  if (field.type === "checkbox")
    return lineOf(/** @type {HTMLInputElement} */ (field).checked ? "☑" : "☐", box, field, at);
  const text =
      field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.text ?? "") : field.value || field.placeholder,
    { x } = at(box);
  if (textAlign === "center") return lineOf(text, box, field, at, { x: x + box.width / 2, "text-anchor": "middle" });
  return lineOf(text, box, field, at, { x: x + parseFloat(paddingLeft) + parseFloat(borderLeftWidth) });
}

/** The pixels of a canvas or of a photo. @param {HTMLCanvasElement | HTMLImageElement} source @param {Place} at */
function pixels(source, at) {
  const box = source.getBoundingClientRect(),
    copy = document.createElement("canvas");
  [copy.width, copy.height] =
    source instanceof HTMLCanvasElement ? [source.width, source.height] : [source.naturalWidth, source.naturalHeight];
  copy.getContext("2d")?.drawImage(source, 0, 0);
  const style = `image-rendering: ${getComputedStyle(source).imageRendering}`;
  return made("image", {
    ...at(box),
    width: box.width,
    height: box.height,
    preserveAspectRatio: "none",
    href: copy.toDataURL(),
    style,
  });
}

let gradients = 0;

/** A strip of colours from left to right. @param {string} image @param {{ x: number, y: number, width: number, height: number }} box */
function strip(image, box) {
  const colours = plainColour(image).match(/rgba?\([^)]*\)/g) ?? [],
    id = `strip-${gradients++}`;
  const stops = colours.map((colour, number) =>
    made("stop", { offset: number / (colours.length - 1), "stop-color": colour }),
  );
  return [made("linearGradient", { id }, stops), made("rect", { ...box, fill: `url(#${id})` })];
}

const CLEAR = /^(transparent|rgba\(.*, 0\))$/;

const SIDES = /** @type {const} */ (["Top", "Right", "Bottom", "Left"]);

/** The edges of a box, those that are drawn. @param {CSSStyleDeclaration} style @param {{ x: number, y: number, width: number, height: number }} box */
function edges(style, { x, y, width, height }) {
  const [right, bottom] = [x + width, y + height],
    lines = {
      Top: `${x} ${y}H${right}`,
      Right: `${right} ${y}V${bottom}`,
      Bottom: `${x} ${bottom}H${right}`,
      Left: `${x} ${y}V${bottom}`,
    };
  return SIDES.filter((side) => parseFloat(style[`border${side}Width`])).map((side) =>
    made("path", {
      d: `M${lines[side]}`,
      stroke: plainColour(style[`border${side}Color`]),
      "stroke-width": parseFloat(style[`border${side}Width`]),
    }),
  );
}

/** The ground and the edges of an element. @param {Element} source @param {CSSStyleDeclaration} style @param {Place} at */
function decorated(source, style, at) {
  const { backgroundColor, backgroundImage, borderTopLeftRadius } = style,
    clear = CLEAR.test(backgroundColor),
    striped = backgroundImage.startsWith("linear-gradient(to right");
  if (clear && !striped && SIDES.every((side) => !parseFloat(style[`border${side}Width`]))) return [];
  const bounds = source.getBoundingClientRect(),
    box = { ...at(bounds), width: bounds.width, height: bounds.height },
    rx = Math.min(parseFloat(borderTopLeftRadius), box.height / 2);
  return [
    ...(clear ? [] : [made("rect", { ...box, fill: plainColour(backgroundColor), rx })]),
    ...(striped ? strip(backgroundImage, box) : []),
    ...edges(style, box),
  ];
}

/** What the style sheet writes in front of an element, as the names of numbers on a phone. @param {Element} source @param {Place} at */
function written(source, at) {
  const [, text] = /^"(.+)"$/.exec(getComputedStyle(source, "::before").content) ?? [];
  return text ? [lineOf(text, source.getBoundingClientRect(), source, at)] : [];
}

/** @param {Element} source */
export const isDrawn = (source) => !source.matches(LEFT_OUT);

/** An element with all that it holds. @param {Element} source @param {Place} at @returns {Element[]} */
export function painted(source, at) {
  const style = getComputedStyle(source);
  if (!isDrawn(source) || style.display === "none" || style.visibility === "hidden") return [];
  if (source instanceof SVGSVGElement) {
    const box = source.getBoundingClientRect(),
      copy = inlined(source);
    for (const [name, value] of Object.entries({ ...at(box), width: box.width, height: box.height }))
      copy.setAttribute(name, String(value));
    return [copy];
  }
  if (source instanceof HTMLCanvasElement || source instanceof HTMLImageElement) return [pixels(source, at)];
  const nodes = [...decorated(source, style, at), ...written(source, at)];
  if (source instanceof HTMLInputElement || source instanceof HTMLSelectElement) nodes.push(typed(source, at));
  else
    for (const child of source.childNodes)
      nodes.push(...(child instanceof Text ? lines(child, at) : child instanceof Element ? painted(child, at) : []));
  return style.opacity === "1" ? nodes : [made("g", { opacity: style.opacity }, nodes)];
}
