// @ts-check
import { setAttribute, svg } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { askedFor, countryOf, isTechnical, litCountries, networkEnds, placesOf, unique, usualNetworks, valueOf } from "../data/layers.js";
import { position } from "../data/read.js";
import { createMarks, showMarks } from "./marks.js";
import { STEP_M } from "../map/sheet.js";
import { halfOf, pointSign, SIGN_PX, touchOf } from "./signs.js";
import { LIT } from "../state/scenes.js";

/** A stop where fewer segments meet is a mere point of the line. */
const JUNCTION = 3;

/** A sign this near to a more telling one is drawn as a dot, if both are as large as usual. */
const CROWDED_PX = 9;

/**
 * A place that is shown now.
 * @typedef {object} Standing
 * @property {import("../data/read.js").Feature} feature
 * @property {number[]} spot in world pixels
 * @property {boolean} crowded whether it has room for a dot only
 * @property {SVGElement} mark
 * @property {number} half of what its sign takes
 * @property {[number, number]} at in steps of the sheet
 */

/**
 * Points that stay, the most telling first.
 * @param {import("../page.js").Page} page
 */
export function drawPlaces(page) {
  const { sheet, atlas, state, filter, drawn, scenes } = page;
  const [finest, rank] = [closeness(atlas), ranking(atlas)];
  const groups = placesOf(atlas).filter(({ cells }) => !cells).map((layer) => createMarks(layer, page));
  const signs = groups.flatMap((marks) => {
    const features = [...marks.layer.features].sort((a, b) => rank(a) - rank(b));
    return features.map((feature) => {
      const mark = marks.add(feature, [
        svg("circle", { class: "hit", r: touchOf(feature.layer) }),
        pointSign(feature.layer, feature.is, atlas),
      ]);
      const at = sheet.grid(...position(feature));
      return { feature, mark, from: finest(feature), at, half: halfOf(feature.layer), spot: [0, 0], crowded: false };
    });
  });
  for (const { layer, node } of groups.toReversed()) sheet.lay(layer.added ? "own" : "places", node);
  const show = () => {
    const metres = STEP_M / sheet.pixelsPerStep();
    const [asked, { named }] = [askedFor(atlas, state.get()), scenes.subject(state.get())];
    const shown = signs.filter(({ feature, from }) => {
      return asked.has(feature.id) || ((metres <= from || named.has(feature.id)) && filter.shown(feature));
    });
    const on = new Set(shown.map(({ mark }) => mark));
    groups.forEach((marks) => showMarks(marks, (mark) => on.has(/** @type {SVGElement} */ (mark))));
  };
  const place = () => {
    const scale = sheet.pixelsPerStep();
    /** @type {Standing[]} */
    const roomy = [];
    const { named } = scenes.subject(state.get());
    const byRank = drawn.places().sort((a, b) => Number(named.has(b.feature.id)) - Number(named.has(a.feature.id)));
    for (const item of byRank) {
      item.spot = [item.at[0] * scale, item.at[1] * scale];
      const [x, y] = item.spot.map((value) => value.toFixed(1));
      setAttribute(item.mark, "transform", `translate(${x} ${y})`);
      const near = (/** @type {number} */ half) => (CROWDED_PX * (half + item.half)) / (2 * SIGN_PX);
      item.crowded = roomy.some(({ spot, half }) => Math.hypot(spot[0] - item.spot[0], spot[1] - item.spot[1]) < near(half));
      item.mark.classList.toggle("crowded", item.crowded);
      if (!item.crowded) roomy.push(item);
    }
  };
  drawn.places = () => signs.filter(({ mark }) => !mark.hasAttribute("data-off"));
  const draw = () => {
    show();
    place();
  };
  sheet.onZoom(draw);
  state.on([...FILTERED, ...LIT], draw);
}

/**
 * How close a look each place needs: what is technical the closest, then what its kind shows from
 * close by, stops where no lines part, and where lines on request alone lead abroad, then other stops.
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {(feature: import("../data/read.js").Feature) => number} the most metres to a pixel
 */
function closeness(atlas) {
  const { view } = atlas;
  const ends = unique(usualNetworks(atlas)).flatMap(({ is }) => [is.from_place, is.to_place]);
  const [every, lit] = [networkEnds(atlas), litCountries(atlas)];
  return (feature) => {
    const { shown } = valueOf(feature, atlas);
    const isJunction = ends.filter((end) => end === feature.id).length >= JUNCTION;
    if (isTechnical(feature)) return view.technical_places_m_per_px;
    const isAside = every.includes(feature.id) && !ends.includes(feature.id) && !lit.has(countryOf(feature));
    if (isAside || shown === "close" || (shown === "junction" && !isJunction)) return view.minor_places_m_per_px;
    return shown === "junction" ? view.stations_m_per_px : Infinity;
  };
}

/**
 * The telling kinds first, in each those of the lit countries.
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {(feature: import("../data/read.js").Feature) => number}
 */
function ranking(atlas) {
  const lit = litCountries(atlas);
  return (feature) => {
    const { mark } = feature.layer;
    const kinds = Object.keys(atlas.values[mark?.kinds ?? ""] ?? {});
    const technical = isTechnical(feature) ? kinds.length : 0;
    return technical + kinds.indexOf(feature.is[mark?.kinds ?? ""]) + (lit.has(countryOf(feature)) ? 0 : 0.5);
  };
}
