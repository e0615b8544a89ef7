// @ts-check
import { LIT } from "../state/scenes.js";

/**
 * What a scene speaks of stands out, and all of a kind that a reader asked for; the rest steps back.
 * @param {import("../page.js").Page} page
 */
export function addHighlight({ sheet: { root }, state, scenes }) {
  /** @type {Set<string> | undefined} */
  let shown;
  const show = () => {
    const { lit } = scenes.subject(state.get());
    if (lit === shown) return; // most days change no course
    shown = lit;
    root.classList.toggle("staged", lit.size > 0);
    for (const mark of root.querySelectorAll("[data-id]")) {
      mark.classList.toggle("lit", lit.has(mark.getAttribute("data-id") ?? ""));
    }
  };
  state.on([...LIT], show);
  show();
}
