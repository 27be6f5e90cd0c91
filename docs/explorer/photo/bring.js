// In the browser: pictures from the site, from a file and from the camera. None of them leaves the page.
import { loaded } from "../view/script.js";

const SIDE = 256;
/** A picture that is longer than so many times its breadth shows its middle: of a mere line there is no map. */
const STRIP = 3;

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

/** @param {number} height @param {number} width */
function drawingBoard(height, width) {
  const canvas = Object.assign(document.createElement("canvas"), { height, width }),
    context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.imageSmoothingQuality = "high";
  return context;
}

/** How much of a length is shown where the other side is that long: all of it, but in a very long strip. @param {number} length @param {number} other */
const shownOf = (length, other) => Math.min(length, STRIP * other);

/**
 * What draws an image of this size as a picture: its longer side gets 256 pixels, or as many as it has. On white where it
 * is transparent.
 *
 * @param {number} width @param {number} height @returns {(image: CanvasImageSource) => Picture}
 */
export function painter(width, height) {
  const [across, down] = [shownOf(width, height), shownOf(height, width)],
    scale = Math.min(1, SIDE / Math.max(across, down)),
    [columns, rows] = [across, down].map((length) => Math.max(1, Math.round(scale * length))),
    context = drawingBoard(rows, columns);
  return (image) => {
    context.fillStyle = "white";
    context.fillRect(0, 0, columns, rows);
    context.drawImage(image, (width - across) / 2, (height - down) / 2, across, down, 0, 0, columns, rows);
    return { rgb: withoutOpacity(context.getImageData(0, 0, columns, rows).data), height: rows, width: columns };
  };
}

/** A drawing has no pixels of its own: an image element draws it. @param {Blob} file @returns {Promise<Picture>} */
async function rastered(file) {
  const image = new Image(),
    address = URL.createObjectURL(file);
  try {
    image.src = address;
    await image.decode();
    return painter(image.naturalWidth, image.naturalHeight)(image);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** @param {Blob} file @returns {Promise<Picture>} */
export async function decoded(file) {
  if (file.type === "image/svg+xml") return rastered(file);
  const image = await createImageBitmap(file);
  const picture = painter(image.width, image.height)(image);
  image.close();
  return picture;
}

/** @param {MediaStream} stream */
const close = (stream) => stream.getTracks().forEach((track) => track.stop());

/** A film of the camera, once it runs. @param {MediaStream} stream */
async function played(stream) {
  const video = Object.assign(document.createElement("video"), { srcObject: stream, muted: true, playsInline: true });
  try {
    await video.play();
  } catch (error) {
    close(stream);
    throw error;
  }
  return video;
}

/**
 * The camera's frames, one after another, until the function that is returned is called.
 *
 * @param {(picture: Picture) => void} show @param {() => void} lost called when the camera is unplugged or taken away
 * @returns {Promise<() => void>}
 */
export async function film(show, lost) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 } } }),
    video = await played(stream);
  let frame = 0,
    size = [0, 0],
    paint = painter(1, 1);
  const next = () => {
    const { videoWidth: width, videoHeight: height } = video;
    if (width !== size[0] || height !== size[1]) [size, paint] = [[width, height], painter(width, height)]; // Or turned.
    if (width) show(paint(video));
    frame = requestAnimationFrame(next);
  };
  frame = requestAnimationFrame(next);
  for (const track of stream.getTracks()) track.addEventListener("ended", lost);
  return () => {
    cancelAnimationFrame(frame);
    close(stream);
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
