// @ts-check
import { svg } from "../dom.js";
import { position } from "../data/read.js";
import { geodesicCircle } from "../map/projection.js";
import { FILTERED } from "../data/filter.js";
import { createMarks } from "./marks.js";
import { pathOf, STEP_M } from "../map/sheet.js";

const SMALLEST_RING_PX = 9;

/**
 * The diamond of a series, told by its hue and by the mark inside; hollow where we are not sure,
 * an outline alone where India took no part.
 * @param {import("../data/read.js").Signs} signs
 * @param {string} series
 * @param {string} confidence
 * @param {boolean} [india]
 * @returns {SVGElement}
 */
export function diamond(signs, series, confidence, india = true) {
  const sure = confidence === "low" ? "hollow" : "full";
  const whose = india ? "" : "without";
  return svg("g", { class: `exercise ${series} ${sure} ${whose}`.trim() }, [
    svg("path", { class: "diamond", d: signs.exercise }),
    svg("path", { class: "token", d: signs.series[series] ?? "" }),
  ]);
}

/**
 * Editions, and beneath them the circle on the ground within which each was held.
 * @param {import("../page.js").Page} page
 * @returns {import("./piles.js").Events}
 */
export function drawExercises(page) {
  const { sheet, atlas, state, filter } = page;
  const rings = svg("g", { class: "rings", "aria-hidden": "true" });
  const marks = createMarks("exercises", page);
  const drawn = (atlas.layers.exercises ?? []).map((feature) => {
    const { series, confidence, india, precision_m: metres } = feature.is;
    const [lon, lat] = position(feature);
    const circle = geodesicCircle(lon, lat, metres).flatMap(([l, p]) => sheet.grid(l, p));
    const ring = svg("path", { class: `ring ${series}`, d: pathOf([circle], true) });
    rings.append(ring);
    const mark = marks.add(feature, [
      svg("circle", { class: "hit", r: 9 }),
      diamond(atlas.signs, series, confidence, india),
    ]);
    return { feature, ring, mark, at: sheet.grid(lon, lat), metres };
  });
  sheet.lay("rings", rings);

  const draw = () => {
    const scale = sheet.pixelsPerStep();
    for (const { feature, ring, metres } of drawn) {
      const wide = (metres * scale) / STEP_M >= SMALLEST_RING_PX;
      ring.toggleAttribute("data-off", !wide || !filter.shown(feature));
    }
  };
  sheet.onZoom(draw);
  state.on(FILTERED, draw);
  return { marks, items: drawn };
}
