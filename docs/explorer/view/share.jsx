// What can be taken away from a figure as it stands: its link, a frame for slides, a picture.
import { useRef, useState } from "preact/hooks";
import { Copy } from "./copy.jsx";
import { frame, heightInFrame } from "./embed.js";
import { save } from "./picture.js";
import { useWords } from "./words.js";

/** @param {{ name?: string, link: () => string, root: { current: HTMLElement | null } }} props name of the picture's file, where there is one */
export function Share({ name, link, root }) {
  const say = useWords(),
    [open, turn] = useState(false);
  /** @param {"svg" | "png"} kind */
  const keep = (kind) => root.current && name && save(root.current, name, kind);
  return (
    <details class="ex-menu" onToggle={(event) => turn(event.currentTarget.open)}>
      <summary>{say("share")}</summary>
      {open && (
        <div class="ex-menu-items">
          <Copy caption={say("copy_link")} text={link} />
          <Copy
            caption={say("copy_frame")}
            text={() => frame(link(), document.title, root.current ? heightInFrame(root.current) : 600)}
          />
          {name && (
            <>
              <button type="button" onClick={() => keep("svg")}>
                {say("save_picture", { kind: "SVG" })}
              </button>
              <button type="button" onClick={() => keep("png")}>
                {say("save_picture", { kind: "PNG" })}
              </button>
            </>
          )}
        </div>
      )}
    </details>
  );
}

/** The same at the foot of a tool that is no picture. @param {{ link: () => string }} props */
export function TakeAway({ link }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  return (
    <div class="ex-row ex-take" ref={place}>
      <Share link={link} root={place} />
    </div>
  );
}
