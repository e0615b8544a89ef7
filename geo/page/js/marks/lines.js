// @ts-check
import { svg } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { featuresIn, ofShape } from "../data/layers.js";
import { pathOf } from "../map/sheet.js";
import { createMarks, showMarks } from "./marks.js";
import { inHue } from "./signs.js";

/**
 * Lines, those of each layer by what its values say of them; beneath
 * them boundaries, once each, by what they are in this view.
 * @param {import("../page.js").Page} page
 */
export function drawLines(page) {
  const { sheet, atlas, state, filter } = page;
  const course = (/** @type {import("../data/read.js").Feature} */ feature) => pathOf(sheet.shapeOf(feature), feature.layer.closed);
  const borders = featuresIn(ofShape(atlas, "lines")).filter(({ is }) => is.border).map((feature) => {
    const line = svg("path", { d: course(feature), class: `border ${feature.is.border}`, "data-id": feature.id });
    return { feature, line };
  });
  const groups = plainLines(atlas).filter(({ cells }) => !cells).map((layer) => {
    const marks = createMarks(layer, page);
    const lines = layer.features.map((feature) => {
      const d = course(feature);
      const hit = svg("path", { d, class: "hit" });
      return { feature, mark: marks.add(feature, [hit, plainLine(layer, feature.is, d, atlas)]) };
    });
    return { marks, lines };
  });
  const show = () => {
    borders.forEach(({ feature, line }) => line.toggleAttribute("data-off", !filter.shown(feature)));
    groups.forEach(({ marks, lines }) => {
      const on = new Set(lines.filter(({ feature }) => filter.shown(feature)).map(({ mark }) => mark));
      showMarks(marks, (mark) => on.has(/** @type {SVGElement} */ (mark)));
    });
  };
  state.on(FILTERED, show);
  show();
  sheet.layGroup("borders", "borders", borders.map(({ line }) => line));
  sheet.lay("borders", ...groups.map(({ marks }) => marks.node).reverse());
}

/** Layers of lines that are no boundaries. @param {import("../data/read.js").Atlas} atlas */
export function plainLines(atlas) {
  return ofShape(atlas, "lines").filter(({ features }) => features.some(({ is }) => !is.border));
}

/**
 * @param {import("../data/read.js").Layer} layer
 * @param {Record<string, any>} is
 * @param {string} d
 * @param {import("../data/read.js").Atlas} atlas
 */
export function plainLine({ look, hue: own, line_px: usual, dash: dashed, closed }, is, d, { values }) {
  const { hue, line_px: width = usual, dash = dashed } = look ? values[look]?.[is[look]] ?? {} : { hue: own };
  const path = svg("path", { d, class: closed ? "plain-line closed" : "plain-line", "stroke-dasharray": dash?.join(" ") });
  if (width) path.style.strokeWidth = `${width}px`;
  return inHue(path, hue);
}

/** @param {string} value what a boundary is */
export function lineSign(value) {
  return svg("path", { d: "M2 8H34", class: `border ${value}` });
}

/** @param {import("../data/read.js").Layer} layer @param {string} value @param {import("../data/read.js").Atlas} atlas */
export function plainLineSign(layer, value, atlas) {
  return plainLine(layer, { [layer.look ?? ""]: value }, layer.closed ? "M2 2H34V14H2z" : "M2 8H34", atlas);
}
