// @ts-check
import { areasOf, countryOf, eventsOf, featuresIn, isTechnical, litCountries, partnersOf, usualNetworks } from "../data/layers.js";
import { ASKED } from "../data/question.js";
import { parts, position } from "../data/read.js";
import { allKeysOf } from "../data/keys.js";
import { featuresBy, isListed, listedOn } from "../data/kinds.js";
import { frameOf } from "./boxes.js";
import { isSheet } from "./cover.js";

/** Of the corners of a feature so many are passed over: some are enough for its box. */
const EVERY = 8;
const SOME = 500;

/**
 * Lead the map: where the reader went, or else to what was sought, to the course that is open, to
 * what the scene shows, or to the whole atlas.
 * @param {import("../page.js").Page} page
 */
export function leadMap(page) {
  const { atlas, state, scenes, courses, view, later } = page;
  /** @param {any} [options] as for Leaflet's setView */
  const lead = (options) => {
    const { view: place, sought } = state.get();
    if (place) return view.go(place, options);
    if (sought) return view.fit(boxAbout(page, featuresBy(sought, atlas)), { ...options, maxZoom: closest(page, sought) });
    const { frame, focus = [], highlight = [] } = scenes.told(state.get())?.map ?? {};
    if (frame) return view.fit(boxAlong(page, outline(frame)), options);
    const featuresOf = (/** @type {string[]} */ ids) => ids.flatMap((id) => atlas.byId.get(id) ?? []);
    const { steps = [] } = courses.open(state.get()) ?? {};
    const features = steps.length ? steps.map(({ feature }) => feature) : featuresOf(focus.length ? focus : highlight);
    const first = steps.length ? { first: boxAbout(page, featuresOf([steps[0].start, steps[steps.length - 1].end])) } : {};
    return view.fit(boxAbout(page, features.length ? features : whole(atlas)), { ...options, ...first });
  };
  lead({ animate: false });
  later.push(() => view.keep() || lead({ animate: false })); // once all stands that covers the map
  state.on("panel", view.limit);
  const placeOf = ({ tab, scene, view: place, sought, way, ...asked }) => [tab, scene, place, sought, way, ...ASKED.map((key) => asked[key])];
  let last = placeOf(state.get());
  state.on(["tab", "scene", "view", "sought", ...ASKED, "way", "panel"], (scene) => {
    const { tab, view: place, sought } = scene;
    const isCovered = tab === "table" && !place && !sought;
    const now = placeOf(scene);
    const hasGone = now.some((each, i) => each !== last[i]);
    last = now;
    if (!isCovered && (hasGone || !view.keep())) lead({ animate: !page.calm.matches });
  });
  state.on("feature", ({ feature }) => {
    if (isSheet() && feature) revealMark(page, feature);
  });
  view.map.on("resize", () => {
    if (!view.keep()) lead({ animate: false });
    const { view: place, feature } = state.get();
    if (place && feature) revealMark(page, feature);
  });
}

/**
 * Open a feature, or bring all of a kind into sight, whatever legend and day would hide it; an event
 * that had not come leads to the day that it ended, what was not of a kind yet to today.
 * @param {import("../page.js").Page} page
 * @param {string} id of the feature, or keys of kinds
 */
export function showOnMap(page, id) {
  const { atlas, state, filter } = page;
  const features = featuresBy(id, atlas);
  if (!features.length) return;
  const chosen = atlas.byId.has(id) ? id : null;
  if (!(isListed(id) ? listedOn(id, page) : features.filter(filter.at)).length) {
    const [{ is, layer }] = features;
    const end = is[layer.time.at(-1) ?? ""] ?? atlas.edition.date;
    const { date } = state.get();
    state.set({ date: end > date ? end : date, span: "so_far" });
  }
  // What is on request is shown since it is sought.
  const unseen = features.filter((feature) => !feature.layer.on_request && !filter.shown(feature));
  let { hidden } = state.get();
  if (isListed(id) ? unseen.length : unseen.length === features.length) {
    const keys = unseen.flatMap((feature) => allKeysOf(filter.at(feature) ?? feature));
    hidden = new Set([...hidden].filter((key) => !keys.includes(key)));
  }
  const [body = null] = id.split(",").flatMap((key) => (key.startsWith("body.") ? [key.slice(5)] : []));
  state.set({ ...(body ? { body } : {}), hidden, feature: chosen, fan: chosen, view: null, sought: id });
}

/**
 * Bring a mark into sight, if it has one position.
 * @param {import("../page.js").Page} page
 * @param {string} id
 */
export function revealMark({ atlas, view }, id) {
  const [feature] = atlas.byId.get(id) ?? [];
  if (feature && feature.layer.shape !== "areas") view.reveal(...position(feature));
}

/**
 * What the view of the whole atlas takes in: the partner countries, the usual networks, and the events in
 * the countries that are lit, for one far away would make all else small; all countries where there is
 * nothing of that kind.
 * @param {import("../data/read.js").Atlas} atlas
 */
function whole(atlas) {
  const lit = litCountries(atlas);
  const events = eventsOf(atlas).flatMap(some).filter((event) => !lit.size || lit.has(countryOf(event)));
  const found = [...featuresIn([partnersOf(atlas) ?? [], usualNetworks(atlas)].flat()), ...events];
  return found.length ? found : areasOf(atlas);
}

/** So many features of a layer as tell where it lies. @param {import("../data/read.js").Layer} layer */
function some({ features }) {
  return features.filter((_, i) => i % Math.ceil(features.length / SOME) === 0);
}

/**
 * The zoom that is close enough for a place to be drawn, and for the ends of a line.
 * @param {import("../page.js").Page} page
 * @param {string} id
 */
function closest({ atlas, crs }, id) {
  const { technical_places_m_per_px: technical, minor_places_m_per_px: minor } = atlas.view;
  const isFine = (/** @type {import("../data/read.js").Feature} */ feature) =>
    feature.layer.shape === "network" || isTechnical(feature);
  const finest = (atlas.byId.get(id) ?? []).some(isFine) ? technical : minor;
  // A little closer: at just this zoom the place may not be drawn.
  return crs.zoom(1 / finest) + 0.01;
}

/**
 * The box around features; some of their corners are enough.
 * @param {import("../page.js").Page} page
 * @param {import("../data/read.js").Feature[]} features
 */
function boxAbout(page, features) {
  return boxAlong(page, features.flatMap((feature) => parts(feature)), EVERY);
}

/**
 * The edge of a frame in degrees, which is a curve here.
 * @param {number[]} frame west, south, east, north
 */
function outline([west, south, east, north]) {
  const line = [];
  for (let step = 0; step <= 10; step += 1) {
    const [lon, lat] = [west + ((east - west) * step) / 10, south + ((north - south) * step) / 10];
    line.push(lon, south, lon, north, west, lat, east, lat);
  }
  return [line];
}

/**
 * @param {import("../page.js").Page} page
 * @param {number[][]} lines flat lists lon, lat
 * @param {number} [every]
 * @returns {import("../page.js").Extent}
 */
function boxAlong({ projection }, lines, every = 1) {
  /** @type {number[]} */
  const corners = [];
  for (const line of lines) {
    const last = line.length - 2;
    for (let i = 0; i < last + 2 * every; i += 2 * every) {
      const at = Math.min(i, last);
      corners.push(...projection.forward(line[at], line[at + 1]));
    }
  }
  const [xMin, yMin, xMax, yMax] = corners.length ? frameOf([corners]) : [-1, -1, 1, 1];
  return { xMin, xMax, yMin, yMax };
}
