// Photo and map side by side, each with a frame around what is looked at; pointing and the arrow keys move it.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { printed } from "../view/numbers.js";
import { useWords } from "../view/words.js";
import { outputNear } from "./maps.js";
import { paintMaps, paintPhoto } from "./paint.js";
import { signedColours } from "./prepare.js";

/** @import { Scene, Seen } from "./scene.js" */
/** @typedef {[row: number, column: number]} Place */

/** Counts up when the page changes between light and dark, so that maps are painted again. */
function useTheme() {
  const [turns, turn] = useState(0);
  useEffect(() => {
    const again = () => turn((count) => count + 1),
      system = matchMedia("(prefers-color-scheme: dark)"),
      chosen = new MutationObserver(again);
    system.addEventListener("change", again);
    chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      system.removeEventListener("change", again);
      chosen.disconnect();
    };
  }, []);
  return turns;
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  return signedColours(
    Object.fromEntries(
      ["signed-minus", "signed-zero", "signed-plus"].map((name) => [name, style.getPropertyValue(`--${name}`)]),
    ),
  );
}

/** Few pixels are shown as squares, many are smoothed. @param {number[]} size */
const grain = (size) => (Math.max(...size) > 180 ? "" : "ph-coarse");

/** @param {{ size: number[], paint: () => Uint8ClampedArray, by: unknown[] }} props painted again when one of `by` changes */
function Canvas({ size: [height, width], paint, by }) {
  const place = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  useLayoutEffect(() => {
    const context = place.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(width, height);
    image.data.set(paint());
    context.putImageData(image, 0, 0);
  }, [height, width, ...by]);
  return <canvas ref={place} height={height} width={width} class={grain([height, width])} aria-hidden="true" />;
}

/** A frame around cells of a picture. @param {{ size: number[], rows: number[] | null, columns: number[] | null, kind: string }} props */
export function Frame({ size: [height, width], rows, columns, kind }) {
  if (!rows || !columns) return null;
  const share = (/** @type {number} */ part, /** @type {number} */ whole) => `${(100 * part) / whole}%`;
  return (
    <span
      class={`ph-mark ph-${kind}`}
      style={{
        top: share(rows[0], height),
        left: share(columns[0], width),
        height: share(rows[1] - rows[0], height),
        width: share(columns[1] - columns[0], width),
      }}
    />
  );
}

/** A tall picture gets narrower, so that the numbers below it stay in sight. @param {number[]} size */
const upright = ([height, width]) => ({ maxWidth: `${((36 * width) / height).toFixed(2)}rem` });

/** @type {Record<string, Place>} */
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.name
 * @param {number[]} props.size
 * @param {(place: Place) => void} props.point
 * @param {(step: Place) => void} props.step
 * @param {import("preact").ComponentChildren} props.children
 */
function Side({ label, name, size: [height, width], point, step, children }) {
  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  const follow = (event) => {
    const box = event.currentTarget.getBoundingClientRect(),
      at = (/** @type {number} */ position, /** @type {number} */ length, /** @type {number} */ cells) =>
        Math.min(cells - 1, Math.max(0, Math.floor((position / length) * cells)));
    point([at(event.clientY - box.top, box.height, height), at(event.clientX - box.left, box.width, width)]);
  };
  return (
    <div class="ph-side">
      <p class="ph-label">
        {name} {`${height}×${width}`}
      </p>
      <div
        class="ph-picture"
        style={{ aspectRatio: `${width} / ${height}`, ...upright([height, width]) }}
        role="application" // A screen reader leaves the arrow keys to it.
        tabIndex={0}
        aria-label={label}
        onPointerMove={follow}
        onPointerDown={follow}
        onKeyDown={(event) => {
          if (!ARROWS[event.key]) return;
          event.preventDefault();
          const many = event.shiftKey ? 10 : 1;
          step(/** @type {Place} */ (ARROWS[event.key].map((cells) => cells * many)));
        }}
      >
        {children}
      </div>
    </div>
  );
}

/** The colours of the map and what they stand for. @param {{ seen: Seen }} props */
function Scale({ seen: { scale, totals, output } }) {
  const kind = totals.length > 1 ? "none" : scale.signed ? "signed" : "grey";
  return (
    <div class="ph-scale" style={upright(output)}>
      <div class={`ph-bar ph-bar-${kind}`} />
      <div class="ph-ends">
        <span>{scale.signed ? printed(-scale.limit) : "0"}</span>
        {scale.signed && <span>0</span>}
        <span>{printed(scale.limit)}</span>
      </div>
    </div>
  );
}

/** The photo as the layer reads it, with the receptive fields around the middle of the window. @param {{ seen: Seen, scene: Scene | null, file: string, squares: number[] }} props */
function Photo({ seen: { input, reach }, scene, file, squares }) {
  const say = useWords(),
    middle = reach.map((found) => (found ? (found[0] + found[1]) / 2 : 0)),
    [height, width] = input;
  return (
    <>
      {scene ? (
        <Canvas size={input} paint={() => paintPhoto(scene.planes)} by={[scene.planes]} />
      ) : (
        <img class={grain(input)} src={file} height={height} width={width} alt={say("photo_photo")} loading="lazy" />
      )}
      {squares.map((side) => (
        <Frame
          key={side}
          kind="field"
          size={input}
          rows={[middle[0] - side / 2, middle[0] + side / 2]}
          columns={[middle[1] - side / 2, middle[1] + side / 2]}
        />
      ))}
      <Frame kind="window" size={input} rows={reach[0]} columns={reach[1]} />
    </>
  );
}

/** @param {{ seen: Seen, scene: Scene | null, files: Record<string, string> }} props */
function FeatureMap({ seen: { output, place }, scene, files }) {
  const say = useWords(),
    theme = useTheme(),
    [height, width] = output;
  return (
    <>
      {scene ? (
        <Canvas
          size={output}
          paint={() => paintMaps(scene.maps, scene.scale, colours())}
          by={[scene.maps, scene.scale, theme]}
        />
      ) : (
        ["light", "dark"].map((name) => (
          <img
            key={name}
            class={`only-${name} ${grain(output)}`}
            src={files[name]}
            height={height}
            width={width}
            alt={say("photo_map")}
            loading="lazy"
          />
        ))
      )}
      <Frame kind="pixel" size={output} rows={[place[0], place[0] + 1]} columns={[place[1], place[1] + 1]} />
    </>
  );
}

/**
 * @param {object} props
 * @param {Seen} props.seen
 * @param {Scene | null} props.scene null as long as the pictures of the build stand here
 * @param {Record<string, string>} props.pictures their addresses
 * @param {number[]} props.squares sides of receptive fields
 * @param {(place: Place) => void} props.point at a pixel of the map
 */
export function Stage({ seen, scene, pictures, squares, point }) {
  const say = useWords(),
    { input, output, place } = seen;
  /** @param {Place} pixel of the photo */
  const pointPhoto = (pixel) => {
    if (scene) point([outputNear(scene.layer, 0, pixel[0]), outputNear(scene.layer, 1, pixel[1])]);
  };
  const within = (/** @type {number} */ at, /** @type {number} */ axis) => Math.min(output[axis] - 1, Math.max(0, at));
  /** @param {Place} cells */
  const step = ([down, across]) => point([within(place[0] + down, 0), within(place[1] + across, 1)]);
  return (
    <div class="ph-stage">
      <Side label={say("photo_point")} name={say("photo_photo")} size={input} point={pointPhoto} step={step}>
        <Photo seen={seen} scene={scene} file={pictures.photo} squares={squares} />
      </Side>
      <div>
        <Side label={say("photo_map_point")} name={say("photo_map")} size={output} point={point} step={step}>
          <FeatureMap seen={seen} scene={scene} files={pictures} />
        </Side>
        <Scale seen={seen} />
      </div>
    </div>
  );
}
