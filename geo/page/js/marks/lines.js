// @ts-check
import { svg } from "../dom.js";
import { featuresIn, ofShape } from "../data/layers.js";
import { parts } from "../data/read.js";
import { pathOf } from "../map/sheet.js";

/**
 * Boundary lines, once each, by what they are.
 * @param {import("../page.js").Page} page
 */
export function drawLines({ sheet, atlas, state, filter }) {
  const drawn = featuresIn(ofShape(atlas, "lines")).map((feature) => {
    const d = pathOf(parts(feature).map(sheet.gridAll));
    const line = svg("path", { d, class: `border ${feature.is.border}`, "data-border": feature.id });
    return { feature, line };
  });
  state.on("hidden", () => {
    drawn.forEach(({ feature, line }) => line.toggleAttribute("data-off", !filter.shown(feature)));
  });
  sheet.lay("borders", svg("g", { class: "borders", "aria-hidden": "true" }, drawn.map(({ line }) => line)));
}

/** @param {string} value what a boundary is */
export function lineSign(value) {
  return svg("path", { d: "M2 8H34", class: `border ${value}` });
}
