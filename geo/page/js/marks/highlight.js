// @ts-check
import { LIT } from "../state/scenes.js";

/**
 * What a scene speaks of stands out, and all of a kind that a reader asked for; the rest steps back.
 * @param {import("../page.js").Page} page
 */
export function addHighlight({ sheet: { root }, state, scenes }) {
  const show = () => {
    const ids = scenes.lit(state.get());
    root.classList.toggle("staged", ids.size > 0);
    for (const mark of root.querySelectorAll("[data-id]")) {
      mark.classList.toggle("lit", ids.has(mark.getAttribute("data-id") ?? ""));
    }
  };
  state.on(LIT, show);
  show();
}
