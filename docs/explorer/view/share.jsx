// What can be taken away from a figure as it stands: its link, a frame for slides, a picture.
import { Copy } from "./copy.jsx";
import { frame, heightInFrame } from "./embed.js";
import { save } from "./picture.js";
import { useWords } from "./words.js";

/** @param {{ name: string, link: () => string, root: { current: HTMLElement | null } }} props */
export function Share({ name, link, root }) {
  const say = useWords();
  /** @param {"svg" | "png"} kind */
  const keep = (kind) => root.current && save(root.current, name, kind);
  return (
    <details class="ex-menu">
      <summary>{say("share")}</summary>
      <div class="ex-menu-items">
        <Copy caption={say("copy_link")} text={link} />
        <Copy
          caption={say("copy_frame")}
          text={() => frame(link(), document.title, root.current ? heightInFrame(root.current) : 600)}
        />
        <button type="button" onClick={() => keep("svg")}>
          {say("save_picture", { kind: "SVG" })}
        </button>
        <button type="button" onClick={() => keep("png")}>
          {say("save_picture", { kind: "PNG" })}
        </button>
      </div>
    </details>
  );
}
