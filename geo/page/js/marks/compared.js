// @ts-check
import { FILTERED } from "../data/filter.js";

/**
 * While two days are compared, marks show what became of their features: `data-change`.
 * @param {import("../page.js").Page} page
 */
export function addCompared({ sheet: { root }, state, fates }) {
  /** @type {Map<string, Element[]>} */
  const marks = new Map();
  for (const mark of root.querySelectorAll(".mark")) {
    const id = mark.getAttribute("data-id") ?? "";
    marks.set(id, [...(marks.get(id) ?? []), mark]);
  }
  let shown = new Map();
  const show = () => {
    const found = fates();
    for (const id of new Set([...shown.keys(), ...found.keys()])) {
      const kind = found.get(id);
      if (kind === shown.get(id)) continue;
      marks.get(id)?.forEach((mark) => (kind ? mark.setAttribute("data-change", kind) : mark.removeAttribute("data-change")));
    }
    shown = found;
  };
  state.on(FILTERED, show);
  show();
}
