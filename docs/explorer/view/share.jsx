// What can be taken away from a figure as it stands: its link, a frame for slides, a picture.
import { useRef, useState } from "preact/hooks";
import { Copy } from "./copy.jsx";
import { frame } from "./embed.js";
import { loaded } from "./script.js";
import { useWords } from "./words.js";

const KINDS = /** @type {const} */ (["svg", "png"]);

/** What makes the picture is wanted by few: a script brings it. @returns {Promise<typeof import("./picture.js").save>} */
const painter = () => loaded("picture.js", () => /** @type {any} */ (window).convrefSave);

/** @param {{ link: () => string, note?: string }} props note: what the link cannot hold */
export function Share({ link, note }) {
  const say = useWords(),
    place = useRef(/** @type {HTMLDetailsElement | null} */ (null)),
    [open, turn] = useState(false),
    [missed, miss] = useState(false);
  const figure = () => /** @type {HTMLElement} */ (place.current?.closest(".explorer"));
  /** @param {"svg" | "png"} kind */
  const save = async (kind) => {
    const saving = await painter().catch(() => null);
    miss(!saving);
    saving?.(figure(), kind);
  };
  /** @param {KeyboardEvent & { currentTarget: HTMLDetailsElement }} event */
  const leave = ({ key, currentTarget: menu }) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  };
  return (
    <details class="ex-menu" ref={place} onKeyDown={leave} onToggle={(event) => turn(event.currentTarget.open)}>
      <summary>{say("share")}</summary>
      {open && (
        <div class="ex-menu-items">
          <Copy caption={say("copy_link")} text={link} />
          <Copy caption={say("copy_frame")} text={() => frame(link(), document.title, figure())} />
          {KINDS.map((kind) => (
            <button key={kind} type="button" onClick={() => save(kind)}>
              {say("save_picture", { kind: kind.toUpperCase() })}
            </button>
          ))}
          <p class="ex-hint" aria-live="polite">
            {missed && say("not_saved")}
          </p>
          {note && <p class="ex-hint">{note}</p>}
        </div>
      )}
    </details>
  );
}

/** The same at the foot of a tool that has no head. @param {{ link: () => string, note?: string }} props */
export const TakeAway = (props) => (
  <div class="ex-row ex-take">
    <Share {...props} />
  </div>
);
