// In the browser: pictures from the site, from a file and from the camera. None of them leaves the page.
import { loaded } from "../view/script.js";

const SIDE = 256;

/** @import { Picture } from "./picture.js" */
/** What a script of the site hands over. @param {string} name @returns {Promise<any>} */
export const load = (name) => loaded(`photo/${name}.js`, () => /** @type {any} */ (window).convrefPhotos?.[name]);

/** @param {Uint8ClampedArray} rgba */
function withoutOpacity(rgba) {
  const rgb = new Uint8ClampedArray((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from];
    rgb[to++] = rgba[from + 1];
    rgb[to++] = rgba[from + 2];
  }
  return rgb;
}

/** @param {number} side */
export function drawingBoard(side) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.imageSmoothingQuality = "high";
  return context;
}

/**
 * The middle of an image, at 256×256 pixels or, where it is smaller, as large as it is; on white where it is transparent.
 *
 * @param {CanvasImageSource} image @param {number} width @param {number} height @param {CanvasRenderingContext2D} [board]
 * @returns {Picture}
 */
export function middleOf(image, width, height, board) {
  const cut = Math.min(width, height),
    side = Math.max(1, Math.min(cut, SIDE)),
    context = board?.canvas.width === side ? board : drawingBoard(side);
  context.fillStyle = "white";
  context.fillRect(0, 0, side, side);
  context.drawImage(image, (width - cut) / 2, (height - cut) / 2, cut, cut, 0, 0, side, side);
  return { rgb: withoutOpacity(context.getImageData(0, 0, side, side).data), height: side, width: side };
}

/** A drawing has no pixels of its own: an image element draws it. @param {Blob} file @returns {Promise<Picture>} */
async function rastered(file) {
  const image = new Image(),
    address = URL.createObjectURL(file);
  try {
    image.src = address;
    await image.decode();
    return middleOf(image, image.naturalWidth, image.naturalHeight);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** @param {Blob} file @returns {Promise<Picture>} */
export async function decoded(file) {
  if (file.type === "image/svg+xml") return rastered(file);
  const image = await createImageBitmap(file);
  const picture = middleOf(image, image.width, image.height);
  image.close();
  return picture;
}

/** The first picture among files that were dropped or pasted. @param {DataTransfer | null} data */
export const imageAmong = (data) => [...(data?.files ?? [])].find((file) => file.type.startsWith("image/"));

/**
 * The camera's frames, one after another, until the function that is returned is called.
 *
 * @param {(picture: Picture) => void} show
 * @returns {Promise<() => void>}
 */
export async function film(show) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 } } }),
    video = document.createElement("video"),
    board = drawingBoard(SIDE);
  let frame = 0;
  const next = () => {
    if (video.videoWidth) show(middleOf(video, video.videoWidth, video.videoHeight, board));
    frame = requestAnimationFrame(next);
  };
  Object.assign(video, { srcObject: stream, muted: true, playsInline: true });
  await video.play();
  frame = requestAnimationFrame(next);
  return () => {
    cancelAnimationFrame(frame);
    stream.getTracks().forEach((track) => track.stop());
  };
}

/** Offer a picture as a PNG file. @param {Picture} picture @param {string} name */
export function save({ rgb, height, width }, name) {
  const canvas = Object.assign(document.createElement("canvas"), { height, width }),
    context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    image = context.createImageData(width, height);
  for (let at = 0; at < height * width; at++) {
    image.data.set([rgb[3 * at], rgb[3 * at + 1], rgb[3 * at + 2], 255], 4 * at);
  }
  context.putImageData(image, 0, 0);
  canvas.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
