// @ts-check
import { byId } from "../dom.js";

/**
 * The features of some layers that are shown and whose box meets the window.
 * @param {import("../page.js").Page} page
 * @param {import("../data/read.js").Layer[]} layers
 * @returns {import("../data/read.js").Feature[]}
 */
export function featuresInSight({ filter, sheet, view, drawn }, layers) {
  const frame = view.map.getContainer().getBoundingClientRect();
  return layers.flatMap((layer) => {
    if (layer.cells) return drawn.rows(layer).map((row) => layer.features[row]);
    const marks = [...sheet.root.querySelectorAll(`[data-layer="${layer.id}"]:not([data-off])`)].filter((mark) => {
      const { left, right, top, bottom } = mark.getBoundingClientRect();
      return right >= frame.left && left <= frame.right && bottom >= frame.top && top <= frame.bottom;
    });
    const ids = new Set(marks.map((mark) => mark.getAttribute("data-id")));
    return layer.features.filter(({ id }) => ids.has(id)).flatMap((feature) => filter.shown(feature) ?? []);
  });
}

/**
 * Open the table at what the map shows of some layers.
 * @param {import("../data/read.js").Layer[]} layers
 * @param {import("../page.js").Page} page
 */
export function listInView(layers, { state }) {
  state.set({ layer: layers.map(({ id }) => id).join(), inView: true });
  byId("tab-table").click();
  byId("table-layer").focus();
}
