// @ts-check
import { svg } from "./dom.js";
import { position } from "./data.js";
import { partnersOf } from "./countries.js";
import { CORRIDORS, isShown } from "./filter.js";
import { createMarks, showMarks } from "./marks.js";
import { STEP_M } from "./sheet.js";

/** Kinds of places, the most telling first. */
export const KINDS = ["capital", "port", "gauge_break", "city", "crossing", "station"];

/** A station where fewer segments meet is a mere point of the line. */
const JUNCTION = 3;

/** A sign this near to a more telling one is drawn as a dot. */
const CROWDED_PX = 9;

/**
 * The sign of a kind of place.
 * @param {import("./data.js").Signs} signs
 * @param {string} kind
 * @returns {SVGElement}
 */
export function placeSign(signs, kind) {
  return svg("path", { d: signs.kind[kind], class: `sign ${kind}` });
}

/**
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @param {import("./state.js").State} state
 * @returns {() => {feature: import("./data.js").Feature, spot: number[]}[]} the places that have
 *   room for their sign now, in world pixels, the most telling first
 */
export function drawPlaces(sheet, atlas, texts, state) {
  const marks = createMarks("places", texts.say("layer.places"));
  const isMinor = minorPlaces(atlas);
  const rank = ranking(atlas);
  const features = [...(atlas.layers.places ?? [])].sort((a, b) => rank(a) - rank(b));
  const drawn = features.map((feature) => {
    const mark = marks.add(feature, texts.label(feature), [
      svg("circle", { class: "hit", r: 8 }),
      placeSign(atlas.signs, feature.is.kind),
    ]);
    const minor = isMinor(feature);
    return { feature, mark, minor, at: sheet.grid(...position(feature)), spot: [0, 0] };
  });
  sheet.pixels.append(marks.node);
  /** @type {Set<string>} */
  let crowded = new Set();
  const show = () => {
    const scene = state.get();
    const near = STEP_M / sheet.pixelsPerStep() <= atlas.view.minor_places_m_per_px;
    const shown = drawn.filter(({ feature, minor }) => (near || !minor) && isShown(feature, scene));
    const on = new Set(shown.map(({ mark }) => mark));
    showMarks(marks, (mark) => on.has(/** @type {SVGElement} */ (mark)));
  };
  sheet.onZoom(() => {
    const scale = sheet.pixelsPerStep();
    show();
    /** @type {number[][]} */
    const roomy = [];
    crowded = new Set();
    for (const item of drawn.filter(({ mark }) => !mark.hasAttribute("data-off"))) {
      item.spot = [item.at[0] * scale, item.at[1] * scale];
      const [x, y] = item.spot.map((value) => value.toFixed(1));
      item.mark.setAttribute("transform", `translate(${x} ${y})`);
      const near = roomy.some((spot) => Math.hypot(spot[0] - item.spot[0], spot[1] - item.spot[1]) < CROWDED_PX);
      item.mark.classList.toggle("crowded", near);
      if (near) crowded.add(item.feature.id);
      else roomy.push(item.spot);
    }
  });
  state.on("hidden", show);
  return () =>
    drawn.filter(({ feature, mark }) => {
      return !mark.hasAttribute("data-off") && !crowded.has(feature.id);
    });
}

/**
 * Places that only a closer look needs: crossings, breaks of gauge, stations where no lines part.
 * @param {import("./data.js").Atlas} atlas
 * @returns {(feature: import("./data.js").Feature) => boolean}
 */
function minorPlaces(atlas) {
  const segments = new Map(
    CORRIDORS.flatMap((layer) => atlas.layers[layer] ?? []).map((segment) => [segment.id, segment]),
  );
  const ends = [...segments.values()].flatMap(({ is }) => [is.from_place, is.to_place]);
  return ({ id, is }) => {
    if (is.kind === "station") return ends.filter((end) => end === id).length < JUNCTION;
    return is.kind === "crossing" || is.kind === "gauge_break";
  };
}

/**
 * The telling kinds first, in each the partners' own places; last the stations that only railways
 * name, which have no name in any other script.
 * @param {import("./data.js").Atlas} atlas
 * @returns {(feature: import("./data.js").Feature) => number}
 */
function ranking(atlas) {
  const partners = partnersOf(atlas);
  return ({ is }) => {
    const technical = is.kind === "station" && !is.name_ru && !is.name_local ? KINDS.length : 0;
    return technical + KINDS.indexOf(is.kind) + (partners.has(is.iso_a2) ? 0 : 0.5);
  };
}
