// A figure as one picture: its stages with what is said of them, or all of a tool that has no stage.
import { isDrawn, made, painted } from "./painting.js";

const MARGIN = 16,
  SCALE = 2;

/** What belongs to the picture of a figure. @param {Element} figure */
function parts(figure) {
  if (!figure.querySelector(".ex-stage")) return [...figure.children].filter(isDrawn);
  return [...figure.querySelectorAll(".ex-stage, .ex-sum")];
}

/** The picture reaches as far as what is drawn; nothing sticks to the edge of the window meanwhile. @param {Element} figure @returns {SVGSVGElement} */
export function drawn(figure) {
  const boxes = /** @type {DOMRect[]} */ ([]);
  figure.classList.add("taken");
  const nodes = parts(figure).flatMap((part) =>
    painted(part, (box) => {
      boxes.push(box);
      return { x: box.left, y: box.top };
    }),
  );
  figure.classList.remove("taken");
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)) - MARGIN, Math.min(...boxes.map(({ y }) => y)) - MARGIN],
    width = Math.max(...boxes.map(({ right }) => right)) + MARGIN - left,
    height = Math.max(...boxes.map(({ bottom }) => bottom)) + MARGIN - top,
    fill = getComputedStyle(document.body).backgroundColor;
  return /** @type {SVGSVGElement} */ (
    made("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `${left} ${top} ${width} ${height}` }, [
      made("rect", { x: left, y: top, width, height, fill }),
      ...nodes,
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

/** Save the picture of a figure. @param {HTMLElement} figure @param {"svg" | "png"} kind */
export async function save(figure, kind) {
  const picture = drawn(figure),
    address = URL.createObjectURL(kind === "svg" ? asFile(picture) : await asPixels(picture)),
    link = document.createElement("a");
  Object.assign(link, { href: address, download: `${figure.dataset.tool}.${kind}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
