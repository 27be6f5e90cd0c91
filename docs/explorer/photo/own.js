// A picture of the reader's own, or the camera's: what came last stands, and what comes too late is left.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useWords } from "../view/words.js";
import { decoded, film } from "./bring.js";

/** @import { Picture } from "./picture.js" */
/** @typedef {{ kind: "own" | "camera", picture: Picture }} Own */

/** The camera's switch. What comes after the reader has turned to something else is stopped. @param {(own: Own) => void} show @param {(word: string) => void} refuse */
function useCamera(show, refuse) {
  const stop = useRef(/** @type {(() => void) | null} */ (null)),
    turn = useRef(0),
    [running, run] = useState(false);
  const end = useCallback(() => {
    turn.current++;
    stop.current?.();
    stop.current = null;
    run(false);
  }, []);
  useEffect(() => end, []);
  const begin = async () => {
    end();
    const mine = turn.current,
      unless = (/** @type {() => void} */ act) => mine === turn.current && act();
    const lost = () => {
      end();
      refuse("photo_camera_lost");
    };
    try {
      const halt = await film(
        (picture) => unless(() => show({ kind: "camera", picture })),
        () => unless(lost),
      );
      if (mine !== turn.current) return halt();
      stop.current = halt;
      run(true);
    } catch (error) {
      const denied = error instanceof DOMException && error.name === "NotAllowedError";
      unless(() => refuse(denied ? "photo_camera_denied" : "photo_no_camera"));
    }
  };
  return { running, begin, end };
}

/** What is told of a picture that was taken. @param {import("../view/words.js").Say} say @param {File} file @param {Picture} picture @param {number} count */
const told = (say, { name }, { height, width }, count) =>
  say(count > 1 ? "photo_taken_of" : "photo_taken", { name, height, width, count });

/**
 * The reader's own picture or the camera's, which stands for the site's photo, and what is to be told of it.
 *
 * @param {string} photo whose choice takes the place of both
 */
export function useOwn(photo) {
  const say = useWords(),
    last = useRef(0),
    [own, keep] = useState(/** @type {Own | null} */ (null)),
    [trouble, complain] = useState(""),
    [note, tell] = useState("");
  /** @param {Own | null} picture @param {string} [words] */
  const show = (picture, words = "") => {
    last.current++;
    keep(picture);
    complain("");
    tell(words);
  };
  const camera = useCamera(show, (word) => complain(say(word)));
  /** @param {File | undefined} file @param {number} [count] of how many it is one */
  const take = async (file, count = 1) => {
    if (!file) return complain(say("photo_not_given"));
    camera.end();
    const mine = ++last.current;
    try {
      const picture = await decoded(file);
      if (mine === last.current) show({ kind: "own", picture }, told(say, file, picture, count));
    } catch {
      if (mine === last.current) complain(say("photo_unread", { name: file.name }));
    }
  };
  const release = () => {
    camera.end();
    show(null);
  };
  useEffect(release, [photo]);
  return { own, trouble, complain, note, camera, take, release };
}
