// @ts-check
import { featuresBy } from "../data/kinds.js";

/**
 * The features that a scene speaks of stand out, all of a kind that a reader asked for, and
 * what the course that is open leads along.
 * @param {import("../page.js").Page} page
 */
export function addHighlight({ atlas, sheet, state, scenes, courses }) {
  const show = () => {
    const { sought } = state.get();
    const kind = sought && !atlas.byId.has(sought) ? featuresBy(sought, atlas) : [];
    const along = courses.open(state.get())?.steps ?? [];
    const ids = new Set([...along.map(({ feature }) => feature.id), ...(scenes.told(state.get())?.map.highlight ?? []), ...kind.map(({ id }) => id)]);
    for (const mark of sheet.root.querySelectorAll(".mark")) {
      mark.classList.toggle("lit", ids.has(mark.getAttribute("data-id") ?? ""));
    }
  };
  state.on(["tab", "scene", "sought", "from", "to", "way"], show);
  show();
}
