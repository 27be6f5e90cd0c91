// A photo and the map that a kernel makes of it, live: the kernel, the layer and the picture can all be changed.
import { useMemo, useRef, useState } from "preact/hooks";
import { attempt } from "../model/unreadable.js";
import { Refusal } from "../view/refusal.jsx";
import { TakeAway } from "../view/share.jsx";
import { useWords } from "../view/words.js";
import { Kernels, LayerFields } from "./controls.jsx";
import { Code, Stack } from "./extras.jsx";
import { Lens, PasteBox } from "./lens.jsx";
import { facts } from "./facts.js";
import { prepare } from "./prepare.js";
import { compute, COMPUTED, look } from "./scene.js";
import { receivers, usePaste } from "./receivers.js";
import { fileName, Source, useSource } from "./source.jsx";
import { fields } from "./stack.js";
import { Stage } from "./stage.jsx";
import { defaults, settle } from "./state.js";
import { words } from "./words.js";

/** @import { Scene, Seen } from "./scene.js" */
/** @import { State } from "./state.js" */

/**
 * The maps of the state, and why there are none; then the last ones stay.
 *
 * @param {State} state @param {ReturnType<typeof useSource>} source
 */
function useScene(state, { picture, learned }) {
  const last = useRef(/** @type {Scene | null} */ (null)),
    ready = picture && (state.w !== "learned" || learned);
  const found = useMemo(
    () => (ready ? attempt(() => compute(state, picture, learned)) : { read: null, refused: null }),
    [picture, learned, ...COMPUTED.map((name) => state[name])],
  );
  if (found.read) last.current = found.read;
  return { scene: last.current, refused: found.refused };
}

/** @param {import("../model/tool.js").Props<State>} props */
function View({ state, initial, change, link, first, root }) {
  const say = useWords(),
    [touched, touch] = useState(false),
    [near, approach] = useState(false),
    source = useSource(state, touched || state !== initial),
    { scene, refused } = useScene(state, source),
    /** @type {Seen} */
    seen = scene ? look(scene, state.at) : first,
    stack = attempt(() => fields(state.stack)),
    pictures = Object.fromEntries(
      Object.entries(first.pictures).map(([name, file]) => [name, `${root}_static/photo/${file}`]),
    );
  const wake = () => touch(true),
    place = useRef(/** @type {HTMLDivElement | null} */ (null));
  usePaste(place, source.take);
  const more = Boolean(state.more),
    whole = first.input.map((/** @type {number} */ length) => length * Number(initial.shrink));
  return (
    <div
      ref={place}
      class={`ph${refused ? " ph-refused" : ""}${near ? " ph-near" : ""}`}
      onPointerEnter={wake}
      onPointerMove={wake} // It may have lain there before this script came.
      onPointerDown={wake}
      onFocusIn={wake}
      {...receivers(source.take, approach)}
    >
      <Source state={state} source={source} change={change} />
      <Stage
        seen={seen}
        scene={scene}
        pictures={pictures}
        squares={stack.read ?? []}
        point={([row, column]) => change({ at: `${row}.${column}` }, { quietly: true })}
      />
      <Lens state={state} seen={seen} still={!touched} refused={refused !== null} change={change} />
      {refused && <Refusal refused={refused} />}
      <Kernels state={state} seen={seen} change={change} />
      <PasteBox state={state} change={change} />
      <details
        class="ph-more"
        open={more}
        onToggle={({ currentTarget: { open } }) =>
          open !== more && change({ more: open ? "1" : "" }, { quietly: true })
        }
      >
        <summary>{say("photo_more")}</summary>
        <LayerFields
          state={state}
          seen={seen}
          size={source.picture ? [source.picture.height, source.picture.width] : whole}
          change={change}
        />
        <Stack state={state} squares={stack.read ?? []} refused={stack.refused} change={change} />
      </details>
      <Code scene={scene} file={fileName(state, source.own)} />
      <TakeAway link={link} note={source.own ? say("photo_not_shared") : undefined} />
    </div>
  );
}

/** @type {import("../model/tool.js").Tool<State>} */
export const photo = { name: "photo", words, defaults, settle, facts, prepare, View };
