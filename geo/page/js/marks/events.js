// @ts-check
import { svg } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { listedEvents } from "../data/layers.js";
import { parts } from "../data/read.js";
import { geodesicCircle } from "../map/projection.js";
import { pathOf, STEP_M } from "../map/sheet.js";
import { createMarks } from "./marks.js";
import { hueOfPoint, inHue, pointSign, touchOf } from "./signs.js";

const SMALLEST_RING_PX = 9;

/**
 * An event on the map, once for each place where it was held.
 * @typedef {object} Item
 * @property {import("../data/read.js").Feature} feature
 * @property {SVGElement} mark
 * @property {[number, number]} at in steps of the sheet
 */
/** @typedef {{marks: import("./marks.js").Marks, items: Item[]}} Events the events of one layer */

/**
 * The marks of all events, layer by layer; where they stand is decided by `piles.js`.
 * @param {import("../page.js").Page} page
 * @returns {Events[]}
 */
export function createEvents(page) {
  const { atlas, sheet } = page;
  return listedEvents(atlas).map((layer) => {
    if (layer.mark?.ring) drawRings(layer, page);
    const marks = createMarks(layer, page);
    const items = layer.features.flatMap((feature) =>
      parts(feature).map(([lon, lat]) => {
        const mark = marks.add(feature, [
          svg("circle", { class: "hit", r: touchOf(layer) }),
          pointSign(layer, feature.is, atlas),
        ]);
        return { feature, mark: inHue(mark, hueOfPoint(feature, atlas)), at: sheet.grid(lon, lat) };
      }),
    );
    return { marks, items };
  });
}

/**
 * Beneath events the circle on the ground within which each was held.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 */
function drawRings(layer, { atlas, sheet, state, filter }) {
  const rings = layer.features.flatMap((feature) =>
    parts(feature).map(([lon, lat]) => {
      const circle = geodesicCircle(lon, lat, feature.is.precision_m).flatMap(([l, p]) => sheet.grid(l, p));
      const ring = svg("path", { class: "ring", d: pathOf([circle], true) });
      return { feature, ring: inHue(ring, hueOfPoint(feature, atlas)) };
    }),
  );
  sheet.layGroup("rings", "rings", rings.map(({ ring }) => ring));
  const draw = () => {
    const scale = sheet.pixelsPerStep();
    for (const { feature, ring } of rings) {
      const wide = (feature.is.precision_m * scale) / STEP_M >= SMALLEST_RING_PX;
      ring.toggleAttribute("data-off", !wide || !filter.shown(feature));
    }
  };
  sheet.onZoom(draw);
  state.on(FILTERED, draw);
}
