// Walking over the cells: one step, all of them by themselves, or to a place on the slider.
import { useEffect, useState } from "preact/hooks";
import { useWords } from "../view/words.js";
import { count, moved, nameAt, pace, stepOf } from "./steps.js";

/** @import { Scene } from "./scene.js" */

const SPEEDS = [0.5, 1, 4];

/** @param {{ scene: Scene | null, at: string, choose: (name: string) => void }} figure */
export function usePlayer({ scene, at, choose }) {
  const [playing, setPlaying] = useState(false),
    [filling, setFilling] = useState(false),
    [speed, setSpeed] = useState(1);
  const all = scene ? count(scene) : 0,
    step = scene ? stepOf(scene, at) : -1;
  useEffect(() => {
    if (!playing) return;
    if (!scene || step === all - 1) return setPlaying(false);
    const timer = setTimeout(() => choose(nameAt(scene, step + 1)), pace(all, speed));
    return () => clearTimeout(timer);
  }, [playing, scene, step, speed]);
  /** @param {number} by */
  const move = (by) => {
    if (!scene) return;
    setPlaying(false);
    choose(moved(scene, at, by));
  };
  const toggle = () => {
    if (!scene) return;
    setFilling(true);
    if (!playing) choose(moved(scene, at, 1));
    setPlaying(!playing);
  };
  /** @param {number} to */
  const seek = (to) => {
    if (!scene) return;
    setPlaying(false);
    setFilling(true);
    choose(nameAt(scene, to));
  };
  const stop = () => {
    setPlaying(false);
    setFilling(false);
  };
  return { playing, filling: filling && step >= 0, speed, setSpeed, move, toggle, seek, stop, all, step };
}

/** @param {{ player: ReturnType<typeof usePlayer>, reset: () => void }} props */
export function Transport({ player, reset }) {
  const say = useWords(),
    { playing, speed, setSpeed, move, toggle, seek, all, step } = player;
  return (
    <div class="ex-transport" role="group" aria-label={say("walk")}>
      <span class="ex-buttons">
        <button type="button" aria-label={say("back")} onClick={() => move(-1)}>
          ‹
        </button>
        <button type="button" class="ex-play" onClick={toggle}>
          <span aria-hidden="true">{playing ? "❚❚ " : "▶ "}</span>
          {say(playing ? "pause" : "play")}
        </button>
        <button type="button" aria-label={say("next")} onClick={() => move(1)}>
          ›
        </button>
      </span>
      <input
        type="range"
        class="ex-scrub"
        min={0}
        max={Math.max(0, all - 1)}
        value={Math.max(0, step)}
        aria-label={say("scrub")}
        onInput={(event) => seek(Number(event.currentTarget.value))}
      />
      <span class="ex-count">{step < 0 ? "" : say("stop_of", { number: step + 1, count: all })}</span>
      <span class="ex-speeds" role="group" aria-label={say("speed")}>
        {SPEEDS.map((each) => (
          <button key={each} type="button" aria-pressed={each === speed} onClick={() => setSpeed(each)}>
            {each === 0.5 ? "½×" : `${each}×`}
          </button>
        ))}
      </span>
      <button type="button" class="ex-reset" onClick={reset}>
        {say("reset")}
      </button>
    </div>
  );
}
