// Which picture is filtered: one of the site's, the reader's own, or the camera's; and the fields that choose it.
import { useEffect, useState } from "preact/hooks";
import { Choice } from "../view/field.jsx";
import { useWords } from "../view/words.js";
import { load, save } from "./bring.js";
import { learnedOf, pictureOf } from "./data.js";
import { useOwn } from "./own.js";
import { PHOTOS } from "./state.js";

/** @import { Own } from "./own.js" */
/** @import { Learned } from "./kernels.js" */
/** @import { State } from "./state.js" */

/** What a script of the site brings, once it is wanted. @template T @param {string | null} name @param {(data: any) => T} read @returns {{ name: string, value: T | null } | null} */
function useBrought(name, read) {
  const [brought, bring] = useState(/** @type {{ name: string, value: T | null } | null} */ (null));
  useEffect(() => {
    let wanted = name !== null;
    if (name !== null && name !== brought?.name) {
      load(name).then(
        (data) => wanted && bring({ name, value: read(data) }),
        () => wanted && bring({ name, value: null }),
      );
    }
    return () => {
      wanted = false;
    };
  }, [name]);
  return brought;
}

/**
 * The picture that is filtered, the learned kernels where they are asked for, and what the reader may do about them.
 *
 * @param {State} state @param {boolean} wanted
 */
export function useSource(state, wanted) {
  const say = useWords(),
    { own, trouble, complain, ...rest } = useOwn(state.photo),
    photo = useBrought(wanted ? state.photo : null, pictureOf),
    kernels = useBrought(wanted && state.w === "learned" ? "kernels" : null, learnedOf),
    missing = !own && [photo, kernels].some((brought) => brought && !brought.value);
  const keep = async () => {
    try {
      save(own?.picture ?? pictureOf(await load(state.photo)), fileName(state, own));
    } catch {
      complain(say("photo_missing"));
    }
  };
  return {
    ...rest,
    own,
    keep,
    picture: own ? own.picture : (photo?.value ?? null),
    learned: /** @type {Learned | null} */ (kernels?.value ?? null),
    trouble: trouble || (missing ? say("photo_missing") : ""),
  };
}

/** The name of the file that the code reads. @param {State} state @param {Own | null} own */
export const fileName = (state, own) => `${own ? "photo" : state.photo}.png`;

/** @param {{ state: State, source: ReturnType<typeof useSource>, change: (changes: Partial<State>) => void }} props */
export function Source({ state, source, change }) {
  const say = useWords(),
    { own, camera } = source;
  /** @type {[string, string][]} */
  const options = PHOTOS.map((name) => [name, say(`photo_${name}`)]);
  if (own) options.unshift(["", say(own.kind === "camera" ? "photo_camera" : "photo_own")]);
  return (
    <div class="ex-row ph-source">
      <Choice
        caption={say("photo_photo")}
        value={own ? "" : state.photo}
        options={options}
        onChoice={(name) => (name === state.photo ? source.release() : name && change({ photo: name }))}
      />
      <label class="ph-button ph-first">
        {say("photo_choose")}
        <input
          type="file"
          accept="image/*"
          onChange={({ currentTarget }) => {
            if (currentTarget.files?.[0]) source.take(currentTarget.files[0]);
            currentTarget.value = "";
          }}
        />
      </label>
      <button type="button" onClick={camera.running ? camera.end : camera.begin}>
        {say(camera.running ? "photo_stop" : "photo_start")}
      </button>
      <button type="button" onClick={source.keep}>
        {say("photo_save")}
      </button>
      <span class="ex-hint">
        {say("photo_stays")} <span aria-live="polite">{source.note}</span>
      </span>
      {source.trouble && (
        <p class="ex-refusal" role="alert">
          {source.trouble}
        </p>
      )}
    </div>
  );
}
