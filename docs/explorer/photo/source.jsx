// Which picture is filtered: one of the site's, the reader's own, or the camera's; and the fields that choose it.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Choice } from "../view/field.jsx";
import { useWords } from "../view/words.js";
import { decoded, film, imageAmong, load, save } from "./bring.js";
import { learnedOf, pictureOf } from "./data.js";
import { PHOTOS } from "./state.js";

/** @import { Picture } from "./picture.js" */
/** @import { Learned } from "./kernels.js" */
/** @import { State } from "./state.js" */
/** @typedef {{ kind: "own" | "camera", picture: Picture }} Own */

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

/** The camera's switch. @param {(own: Own) => void} show @param {() => void} refuse */
function useCamera(show, refuse) {
  const stop = useRef(/** @type {(() => void) | null} */ (null)),
    [running, run] = useState(false);
  const end = useCallback(() => {
    stop.current?.();
    stop.current = null;
    run(false);
  }, []);
  useEffect(() => end, []);
  const begin = async () => {
    try {
      stop.current = await film((picture) => show({ kind: "camera", picture }));
      run(true);
    } catch {
      refuse();
    }
  };
  return { running, begin, end };
}

/**
 * The picture that is filtered, the learned kernels where they are asked for, and what the reader may do about them.
 *
 * @param {State} state @param {boolean} wanted
 */
export function useSource(state, wanted) {
  const say = useWords(),
    [own, show] = useState(/** @type {Own | null} */ (null)),
    [trouble, complain] = useState("");
  const photo = useBrought(wanted ? state.photo : null, pictureOf),
    kernels = useBrought(wanted && state.w === "learned" ? "kernels" : null, learnedOf);
  const camera = useCamera(show, () => complain(say("photo_no_camera")));
  /** @param {File} file */
  const take = async (file) => {
    camera.end();
    try {
      show({ kind: "own", picture: await decoded(file) });
      complain("");
    } catch {
      complain(say("photo_unread", { name: file.name }));
    }
  };
  const release = () => {
    camera.end();
    show(null);
    complain("");
  };
  useEffect(release, [state.photo]);
  const missing = !own && [photo, kernels].some((brought) => brought && !brought.value);
  return {
    picture: own ? own.picture : (photo?.value ?? null),
    learned: /** @type {Learned | null} */ (kernels?.value ?? null),
    own,
    trouble: trouble || (missing ? say("photo_missing") : ""),
    camera,
    take,
    release,
  };
}

/** The name of the file that the code reads. @param {State} state @param {Own | null} own */
export const fileName = (state, own) => (own ? "photo.png" : `${state.photo}.webp`);

/**
 * A picture that is pasted while the reader is in the figure; in no field at all, the first figure of the page takes it.
 *
 * @param {import("preact").RefObject<HTMLDivElement | null>} place @param {(file: File) => void} take
 */
export function usePaste(place, take) {
  useEffect(() => {
    /** @param {ClipboardEvent} event */
    const paste = (event) => {
      const file = imageAmong(event.clipboardData),
        target = /** @type {Node} */ (event.target),
        loose = target === document.body && place.current === document.querySelector(".ph");
      if (!file || !(loose || place.current?.contains(target))) return;
      event.preventDefault();
      take(file);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  });
}

/** A picture that is dropped anywhere on the figure, which shows that it would take it. @param {(file: File) => void} take @param {(near: boolean) => void} near */
export const receivers = (take, near) => ({
  onDragOver: (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    near(true);
  },
  onDragLeave: (/** @type {DragEvent & { currentTarget: Element }} */ event) => {
    if (!event.currentTarget.contains(/** @type {Node | null} */ (event.relatedTarget))) near(false);
  },
  onDrop: (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    near(false);
    const file = event.dataTransfer?.files[0];
    if (file) take(file);
  },
});

/** @param {{ state: State, root: string, source: ReturnType<typeof useSource>, change: (changes: Partial<State>) => void }} props */
export function Source({ state, root, source, change }) {
  const say = useWords(),
    { own, camera, picture } = source;
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
      {own ? (
        <button type="button" onClick={() => picture && save(picture, fileName(state, own))}>
          {say("photo_save")}
        </button>
      ) : (
        <a href={`${root}_static/photo/${state.photo}.webp`} download={fileName(state, null)}>
          {say("photo_save")}
        </a>
      )}
      <span class="ex-hint">{say("photo_stays")}</span>
      {source.trouble && (
        <p class="ex-refusal" role="alert">
          {source.trouble}
        </p>
      )}
    </div>
  );
}
