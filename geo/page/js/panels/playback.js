// @ts-check
import { icon, pushButton } from "../dom.js";
import { firstYear } from "../data/layers.js";
import { lastDayOf, monthOf } from "../data/days.js";

/** Months to a step, and the time that a step is seen. */
const PLAY = { months: 3, ms: 160 };
const PLAY_CALMLY = { months: 12, ms: 1000 };
const ICONS = { play: "M4 2l10 6-10 6z", pause: "M3 2h4v12H3zM9 2h4v12H9z" };

/**
 * The button that lets time go on by itself, to the day of the data; it stops in another tab or scene.
 * @param {Pick<import("../page.js").Page, "atlas" | "texts" | "state" | "calm">} page
 */
export function createPlayback({ atlas, texts, state, calm }) {
  const { date: today } = atlas.edition;
  const first = firstYear(atlas);
  const last = monthOf(today, first);
  const button = pushButton({ id: "play" });
  let timer = 0;
  const say = () => {
    button.replaceChildren(icon(timer ? ICONS.pause : ICONS.play));
    button.setAttribute("aria-label", texts.say(timer ? "time.pause" : "time.play"));
  };
  const stop = () => {
    if (!timer) return;
    clearInterval(timer);
    timer = 0;
    say();
  };
  button.addEventListener("click", () => {
    if (timer) return stop();
    const { months, ms } = calm.matches ? PLAY_CALMLY : PLAY;
    const { date, then } = state.get();
    if (date === today) state.set({ date: then ?? lastDayOf(0, first) });
    timer = setInterval(() => {
      const month = monthOf(state.get().date, first) + months;
      state.set({ date: month >= last ? today : lastDayOf(month, first) });
      if (month >= last) stop();
    }, ms);
    return say();
  });
  state.on(["tab", "scene"], stop);
  state.on("lang", say);
  say();
  return { button, stop };
}
