// @ts-check
import { svg } from "../dom.js";
import { position } from "../data/read.js";
import { partnersOf } from "./countries.js";
import { CORRIDORS } from "../data/time.js";
import { createMarks, showMarks } from "./marks.js";
import { STEP_M } from "../map/sheet.js";

/** Kinds of places, the most telling first. */
export const KINDS = ["capital", "port", "gauge_break", "city", "crossing", "station"];

/** A station where fewer segments meet is a mere point of the line. */
const JUNCTION = 3;

/** A sign this near to a more telling one is drawn as a dot. */
const CROWDED_PX = 9;

/**
 * The sign of a kind of place.
 * @param {import("../data/read.js").Signs} signs
 * @param {string} kind
 * @returns {SVGElement}
 */
export function placeSign(signs, kind) {
  return svg("path", { d: signs.kind[kind], class: `sign ${kind}` });
}

/**
 * A place that is shown now.
 * @typedef {object} Standing
 * @property {import("../data/read.js").Feature} feature
 * @property {number[]} spot in world pixels
 * @property {boolean} crowded whether it has room for a dot only
 */

/**
 * @param {import("../page.js").Page} page
 */
export function drawPlaces(page) {
  const { sheet, atlas, state, filter, drawn } = page;
  const marks = createMarks("places", page);
  const finest = closeness(atlas);
  const rank = ranking(atlas);
  const features = [...(atlas.layers.places ?? [])].sort((a, b) => rank(a) - rank(b));
  const signs = features.map((feature) => {
    const mark = marks.add(feature, [
      svg("circle", { class: "hit", r: 8 }),
      placeSign(atlas.signs, feature.is.kind),
    ]);
    const at = sheet.grid(...position(feature));
    return { feature, mark, from: finest(feature), at, spot: [0, 0], crowded: false };
  });
  sheet.lay("places", marks.node);
  const show = () => {
    const metres = STEP_M / sheet.pixelsPerStep();
    const shown = signs.filter(({ feature, from }) => metres <= from && filter.shown(feature));
    const on = new Set(shown.map(({ mark }) => mark));
    showMarks(marks, (mark) => on.has(/** @type {SVGElement} */ (mark)));
  };
  sheet.onZoom(() => {
    const scale = sheet.pixelsPerStep();
    show();
    /** @type {number[][]} */
    const roomy = [];
    for (const item of signs.filter(({ mark }) => !mark.hasAttribute("data-off"))) {
      item.spot = [item.at[0] * scale, item.at[1] * scale];
      const [x, y] = item.spot.map((value) => value.toFixed(1));
      item.mark.setAttribute("transform", `translate(${x} ${y})`);
      const near = roomy.some((spot) => Math.hypot(spot[0] - item.spot[0], spot[1] - item.spot[1]) < CROWDED_PX);
      item.mark.classList.toggle("crowded", near);
      item.crowded = near;
      if (!near) roomy.push(item.spot);
    }
  });
  state.on("hidden", show);
  drawn.places = () => signs.filter(({ mark }) => !mark.hasAttribute("data-off"));
}

/**
 * How close a look each place needs: junctions of the railway alone the closest, then crossings,
 * breaks of gauge and stations where no lines part, then the other stations.
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {(feature: import("../data/read.js").Feature) => number} the most metres to a pixel
 */
function closeness({ layers, view, labels }) {
  const segments = new Map(
    CORRIDORS.flatMap((layer) => layers[layer] ?? []).map((segment) => [segment.id, segment]),
  );
  const ends = [...segments.values()].flatMap(({ is }) => [is.from_place, is.to_place]);
  const isMinor = ({ id, is }) =>
    ["crossing", "gauge_break"].includes(is.kind) ||
    (is.kind === "station" && ends.filter((end) => end === id).length < JUNCTION);
  return (feature) => {
    if (labels.technical.includes(feature.id)) return view.technical_places_m_per_px;
    if (isMinor(feature)) return view.minor_places_m_per_px;
    return feature.is.kind === "station" ? view.stations_m_per_px : Infinity;
  };
}

/**
 * The telling kinds first, in each the partners' own places.
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {(feature: import("../data/read.js").Feature) => number}
 */
function ranking(atlas) {
  const partners = partnersOf(atlas);
  return ({ id, is }) => {
    const technical = atlas.labels.technical.includes(id) ? KINDS.length : 0;
    return technical + KINDS.indexOf(is.kind) + (partners.has(is.iso_a2) ? 0 : 0.5);
  };
}
