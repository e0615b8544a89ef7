// @ts-check
import { KINDS } from "../data/change.js";
import { FILTERED } from "../data/filter.js";

/**
 * While two days are compared, marks show what became of their features: `data-change` is the most
 * telling of it.
 * @param {import("../page.js").Page} page
 */
export function addCompared({ sheet: { root }, state, changes }) {
  /** @type {Map<string, Element[]>} */
  const marks = new Map();
  for (const mark of root.querySelectorAll(".mark")) {
    const id = mark.getAttribute("data-id") ?? "";
    marks.set(id, [...(marks.get(id) ?? []), mark]);
  }
  /** @type {Map<string, string>} */
  let shown = new Map();
  const show = () => {
    const found = new Map();
    for (const { feature: { id, layer }, kind } of changes()) {
      const rank = Math.min(KINDS.indexOf(kind), KINDS.indexOf(found.get(id) ?? "same"));
      if (layer.shape !== "areas" || rank < KINDS.length - 1) found.set(id, KINDS[rank]);
    }
    root.classList.toggle("comparing", state.get().then !== null);
    for (const id of new Set([...shown.keys(), ...found.keys()])) {
      const kind = found.get(id);
      if (kind === shown.get(id)) continue;
      marks.get(id)?.forEach((mark) => (kind ? mark.setAttribute("data-change", kind) : mark.removeAttribute("data-change")));
    }
    shown = found;
  };
  state.on([...FILTERED, "then"], show);
  show();
}
