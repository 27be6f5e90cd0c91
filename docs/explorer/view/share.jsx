// What can be taken away from a figure as it stands: its link, a frame for slides, a picture.
import { useRef, useState } from "preact/hooks";
import { Copy } from "./copy.jsx";
import { frame, heightInFrame } from "./embed.js";
import { save } from "./picture.js";
import { useWords } from "./words.js";

const KINDS = /** @type {const} */ (["svg", "png"]);

/** @param {{ link: () => string, note?: string }} props note: what the link cannot hold */
export function Share({ link, note }) {
  const say = useWords(),
    place = useRef(/** @type {HTMLDetailsElement | null} */ (null)),
    [open, turn] = useState(false);
  const figure = () => /** @type {HTMLElement} */ (place.current?.closest(".explorer"));
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
          <Copy caption={say("copy_frame")} text={() => frame(link(), document.title, heightInFrame(figure()))} />
          {KINDS.map((kind) => (
            <button key={kind} type="button" onClick={() => save(figure(), kind)}>
              {say("save_picture", { kind: kind.toUpperCase() })}
            </button>
          ))}
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
