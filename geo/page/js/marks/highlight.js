// @ts-check
import { featuresBy } from "../data/kinds.js";

/**
 * The features that a scene speaks of stand out, and all of a kind that a reader asked for.
 * @param {import("../page.js").Page} page
 */
export function addHighlight({ atlas, sheet, state, scenes }) {
  const show = () => {
    const { sought } = state.get();
    const kind = sought && !atlas.byId.has(sought) ? featuresBy(sought, atlas) : [];
    const ids = new Set([...(scenes.told(state.get())?.map.highlight ?? []), ...kind.map(({ id }) => id)]);
    for (const mark of sheet.root.querySelectorAll(".mark")) {
      mark.classList.toggle("lit", ids.has(mark.getAttribute("data-id") ?? ""));
    }
  };
  state.on(["tab", "scene", "sought"], show);
  show();
}
