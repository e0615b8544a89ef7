// @ts-check
import { LOCAL } from "../text/names.js";
import { tabsOf } from "../panels/tabs.js";
import { QUESTIONS } from "../data/evidence.js";
import { legendKeys } from "../data/legend.js";
import { featuresBy } from "../data/kinds.js";
import { networkEnds, featuresIn, firstYear, ofShape, tablesOf } from "../data/layers.js";
import { lazily } from "../data/memory.js";
import { BEST, BEST_BY, OVER_LINES, SHUT } from "../data/question.js";

/** Stands before what is on though it is off from the beginning. */
const ON = "!";
/** A place in degrees, and how near. */
const PLACE = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/;

/**
 * A part of the state that the address tells.
 * @typedef {object} AddressPart
 * @property {(scene: any) => string | null} write null where there is nothing to tell
 * @property {(text: string) => Partial<import("./store.js").Scene> | null} read null for what
 *   cannot be read, which is as if it were not there
 * @property {(text: string) => string[]} [odd] which items of a list cannot be read
 */

/**
 * The parts that an address may have, by key.
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("./store.js").Scene} initial how all begins
 * @returns {Record<string, AddressPart>}
 */
export function createParts(atlas, initial) {
  /** @param {keyof import("./store.js").Scene} key @param {readonly string[]} values @returns {AddressPart} */
  const choice = (key, values) => ({
    write: (scene) => scene[key] ?? "",
    read: (text) => (values.includes(text) ? { [key]: text } : null),
  });
  /** @param {"date" | "then"} key @returns {AddressPart} */
  const day = (key) => ({
    write: (scene) => scene[key] ?? "",
    read: (text) => {
      const isInTime = text >= String(firstYear(atlas)) && text <= initial.date;
      return isDay(text) && isInTime ? { [key]: text } : null;
    },
  });
  // What has no name, as the land beneath, has no details either.
  const isNamed = (/** @type {string} */ id) => Boolean(atlas.byId.get(id)?.[0].is.name);
  const ends = networkEnds(atlas);
  const segments = featuresIn(ofShape(atlas, "network")).map(({ id }) => id);
  const supposed = [...atlas.passages.map(({ id }) => id), ...segments, ...segments.map((id) => SHUT + id)];
  const legend = lazily(() => new Set([...legendKeys(atlas), ...initial.hidden, ...atlas.story.flatMap(({ map }) => map.hidden)]));
  /**
   * Items of which each is read by itself.
   * @param {(scene: any) => string[]} told @param {(item: string) => boolean} isKnown
   * @param {(items: string[]) => Partial<import("./store.js").Scene> | null} read @returns {AddressPart}
   */
  const items = (told, isKnown, read) => ({
    write: (scene) => told(scene).map((item) => item.replace(/[%,]/g, encodeURIComponent)).join(","),
    read: (text) => read(itemsIn(text).filter(isKnown)),
    odd: (text) => itemsIn(text).filter((item) => !isKnown(item)),
  });
  return {
    tab: choice("tab", tabsOf(atlas)),
    scene: choice("scene", atlas.story.map(({ id }) => id)),
    feature: {
      write: ({ feature }) => feature ?? "",
      read: (text) => (isNamed(text) ? { feature: text } : null),
    },
    near: {
      // What is open is what was sought, where nothing else is said.
      write: ({ sought, feature }) => (sought === feature ? null : sought ?? ""),
      read: (text) => (!text ? { sought: null } : isNamed(text) || featuresBy(text, atlas).length ? { sought: text } : null),
    },
    date: day("date"),
    then: day("then"),
    milestone: choice("milestone", atlas.milestones.map(({ id }) => id)),
    span: choice("span", ["so_far", "year"]),
    // What is off from the beginning stays so in links that do not say otherwise.
    off: items(
      ({ hidden }) => [...[...hidden].filter((key) => !initial.hidden.has(key)).sort(), ...[...initial.hidden].filter((key) => !hidden.has(key)).map((key) => ON + key)],
      (item) => legend().has(item.startsWith(ON) ? item.slice(ON.length) : item),
      (keys) => {
        const usual = [...initial.hidden].filter((key) => !keys.includes(ON + key));
        return { hidden: new Set([...usual, ...keys.filter((key) => !key.startsWith(ON))]) };
      },
    ),
    body: choice("body", atlas.bodies),
    from: choice("from", ends),
    to: choice("to", ends),
    by: choice("by", BEST_BY),
    over: choice("over", OVER_LINES),
    if: items(({ whatif }) => [...whatif].sort(), (id) => supposed.includes(id), (known) => ({ whatif: new Set(known) })),
    way: {
      write: ({ way }) => way ?? "",
      read: (text) => (text === BEST || text.split(".").every((id) => atlas.ways.some((way) => way.id === id)) ? { way: text } : null),
    },
    layer: items(({ layer }) => layer.split(","), (id) => tablesOf(atlas).some((each) => each.id === id), (known) => (known[0] ? { layer: known.join() } : null)),
    rows: {
      write: ({ inView }) => (inView ? "view" : ""),
      read: (text) => (text === "view" ? { inView: true } : null),
    },
    at: {
      write: ({ view }) =>
        view ? `${view.lon.toFixed(3)},${view.lat.toFixed(3)},${view.zoom.toFixed(2)}` : "",
      read: (text) => {
        const [lon, lat, zoom] = PLACE.exec(text)?.slice(1).map(Number) ?? [];
        return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { view: { lon, lat, zoom } } : null;
      },
    },
    lang: choice("lang", Object.keys(atlas.texts)),
    names: choice("names", [...Object.keys(atlas.texts), LOCAL]),
    evidence: choice("evidence", Object.keys(QUESTIONS)),
    theme: choice("theme", ["light", "dark"]),
    panels: choice("panels", ["off", ""]),
  };
}

/**
 * Whether a text is a day of the calendar.
 * @param {string} text
 */
function isDay(text) {
  const day = new Date(text);
  return !Number.isNaN(day.valueOf()) && day.toISOString().slice(0, 10) === text;
}

/** @param {string} text items that may hold the comma that stands between them */
function itemsIn(text) {
  return text.split(",").filter(Boolean).map((item) => item.replace(/%(25|2C)/gi, decodeURIComponent));
}
