// @ts-check
import { codedOf } from "./columns.js";
import { listed } from "./read.js";

/** @typedef {import("./read.js").Atlas} Atlas */
/** @typedef {import("./read.js").Layer} Layer */
/** @typedef {import("./read.js").Feature} Feature */

/** Who is a full part of an organisation. */
export const MEMBERS = ["founder", "member"];

/** @param {Atlas} atlas @param {Layer["shape"]} shape */
export function ofShape({ layers }, shape) {
  return layers.filter((layer) => layer.shape === shape);
}

/** @param {Layer} layer */
export function isEvents({ shape, time }) {
  return shape === "points" && time.length > 0;
}

/** Whether some day is the last of what a layer shows; a line with a first day alone is there ever after. @param {Layer} layer */
export function hasEnd(layer) {
  return isEvents(layer) || layer.time.length > 1;
}

/** @param {Atlas} atlas */
export function eventsOf({ layers }) {
  return layers.filter(isEvents);
}

/** Events that are few enough to be listed one by one. @param {Atlas} atlas */
export function listedEvents(atlas) {
  return eventsOf(atlas).filter(({ cells }) => !cells);
}

/** Layers of points that stay. @param {Atlas} atlas */
export function placesOf(atlas) {
  return ofShape(atlas, "points").filter((layer) => !isEvents(layer));
}

/** The key of a network in the legend. @param {Layer} layer */
export function networkKey({ id }) {
  return `corridor.${id}`;
}

/** The key of a layer whose features the legend does not tell apart. @param {Layer} layer */
export function wholeKey({ id }) {
  return `layer.${id}`;
}

/** The networks that are shown to all, not to those alone who ask for them. @param {Atlas} atlas */
export function usualNetworks(atlas) {
  return ofShape(atlas, "network").filter((layer) => !layer.on_request);
}

/** The countries that the subject deals with. @param {Atlas} atlas */
export function partnersOf({ layers }) {
  return layers.find(({ partner }) => partner);
}

/** The places that lines of networks begin and end at, each once. @param {import("./read.js").Atlas} atlas */
export function networkEnds(atlas) {
  return [...new Set(featuresIn(ofShape(atlas, "network")).flatMap(({ is }) => [is.from_place, is.to_place]))];
}

/** @param {Layer[]} layers */
export function featuresIn(layers) {
  return layers.flatMap(({ features }) => features);
}

/** @param {Atlas} atlas */
export function areasOf(atlas) {
  return featuresIn(ofShape(atlas, "areas"));
}

/** @type {WeakMap<Layer, Map<string, import("./columns.js").Coded>>} */
const coded = new WeakMap();

/**
 * A column of a layer, each of its values once.
 * @param {Layer} layer
 * @param {string} name
 * @returns {import("./columns.js").Coded}
 */
export function codedIn(layer, name) {
  const known = coded.get(layer) ?? new Map();
  coded.set(layer, known);
  const column = known.get(name) ?? codedOf(layer.cells?.[name] ?? layer.features.map(({ is }) => is[name]));
  known.set(name, column);
  return column;
}

/** For how many a row of a layer stands. @param {Layer} layer @returns {(row: number) => number} */
export function weightIn(layer) {
  const { of, at } = layer.weight ? codedIn(layer, layer.weight) : { of: [1], at: [] };
  return (row) => of[at[row] ?? 0];
}

/** The features of some layers, each id once, as the first layer has it. @param {Layer[]} layers */
export function unique(layers) {
  const seen = new Set();
  return featuresIn(layers).filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** @param {Feature} feature @param {Atlas} atlas @returns {"partner" | "subject" | "quiet"} */
export function kindOf({ layer, is }, { subject }) {
  if (layer.partner) return "partner";
  return subject && layer.shape === "areas" && is.iso_a2 === subject ? "subject" : "quiet";
}

/**
 * The codes of the countries that are lit: the subject and its partners.
 * @param {Atlas} atlas
 * @returns {Set<string>} two letters each
 */
export function litCountries(atlas) {
  const lit = areasOf(atlas).filter((feature) => kindOf(feature, atlas) !== "quiet");
  return new Set(lit.map(({ is }) => is.iso_a2));
}

/** Where a feature lies, two letters. @param {Feature} feature */
export function countryOf({ layer, is }) {
  return is[layer.host ?? layer.country ?? "iso_a2"] ?? null;
}

/** Who took part in an event, found once. @type {WeakMap<Feature, string[]>} */
const parties = new WeakMap();

/**
 * All who took part in an event, the subject first, then the host where no list names it.
 * @param {Feature} event
 * @param {Atlas} atlas
 * @returns {string[]} two letters each
 */
export function partiesOf(event, { subject }) {
  const { layer, is } = event;
  const known = parties.get(event);
  if (known) return known;
  const own = layer.subject && is[layer.subject] ? [subject] : [];
  const [hosts, lists] = [true, false].map((isHost) => {
    const columns = (layer.partners ?? []).filter((column) => (column === layer.host) === isHost);
    return columns.flatMap((column) => listed(is[column]));
  });
  const unlisted = hosts.filter((host) => !lists.includes(host));
  const found = [...new Set([...own, ...unlisted, ...lists])];
  parties.set(event, found);
  return found;
}

/**
 * Whether a country took part in an event.
 * @param {Feature} event
 * @param {string} iso2
 * @param {Atlas} atlas
 */
export function tookPart(event, iso2, atlas) {
  const { layer, is } = event;
  return layer.partners ? partiesOf(event, atlas).includes(iso2) : is[layer.host ?? ""] === iso2;
}

/**
 * The countries that something has to do with: where it lies, between which it leads, who took part.
 * @param {Feature} feature
 * @param {Atlas} atlas
 * @returns {string[]} two letters each
 */
export function countriesOf(feature, atlas) {
  const { is } = feature;
  const all = [countryOf(feature), is.iso_from, is.iso_to, ...(isEvents(feature.layer) ? partiesOf(feature, atlas) : [])];
  return [...new Set(all.filter(Boolean))];
}

/** The branches of its network that a segment belongs to. @param {Pick<Feature, "layer" | "is">} feature */
export function branchesOf({ layer, is }) {
  return listed(is.branch).filter((branch) => layer.branches?.includes(branch));
}

/**
 * The name of the hue of a segment: that of its branch if it belongs to one alone of several.
 * @param {Layer} layer
 * @param {string[]} branches
 */
export function hueOfSegment({ hue, branches: all = [] }, branches) {
  return branches.length === 1 && all.length > 1 ? `branch-${branches[0]}` : hue;
}

/** What a status means: `runs`, `building`, `promised`, `broken` or `unknown`. @param {Atlas} atlas @param {string} status */
export function meaningOf({ values }, status) {
  return values.status?.[status]?.meaning ?? "unknown";
}

/**
 * Whether a condition on columns holds: a value, one of some values, or how much is there.
 * @param {import("./read.js").Condition} condition
 * @param {Record<string, any>} is
 */
export function holds(condition, is) {
  return Object.entries(condition).every(([column, wanted]) => {
    const value = is[column];
    const count = typeof value === "string" ? listed(value).length : value === null || value === undefined ? 0 : 1;
    const counts = { some: count > 0, none: count === 0, one: count === 1, many: count > 1 };
    return counts[wanted] ?? [wanted].flat().includes(value);
  });
}

/**
 * The ids of what a reader asked for, and of the ends of a line: they are shown and named come what may.
 * @param {Atlas} atlas
 * @param {import("../state/store.js").Scene} scene
 */
export function askedFor({ byId }, { feature, sought }) {
  const asked = [feature, sought].flatMap((id) => byId.get(id ?? "") ?? []);
  return new Set(asked.flatMap(({ id, is }) => [id, is.from_place, is.to_place]));
}

/**
 * The first year that the bar of time shows: that of the first turning point or event; where there are none, that of the lines.
 * @param {Atlas} atlas
 */
export function firstYear(atlas) {
  const begun = atlas.layers.flatMap((layer) => (layer.time.length ? codedIn(layer, layer.time[0]).of.filter(Boolean).slice(0, 1) : []));
  const told = [...atlas.milestones.map(({ date }) => date), ...begun];
  const days = told.length ? told : atlas.history.map(({ valid_from: day }) => day);
  return Math.min(...[...days, atlas.edition.date].map((day) => Number(day.slice(0, 4))));
}

/**
 * What the atlas says of the kind of a place.
 * @param {import("./read.js").Feature} feature
 * @param {import("./read.js").Atlas} atlas
 * @returns {import("./read.js").Value}
 */
export function valueOf({ layer, is }, { values }) {
  const kinds = layer.mark?.kinds ?? "";
  return values[kinds]?.[is[kinds]] ?? {};
}

/** @param {import("./read.js").Feature} feature */
export function isTechnical({ id, layer }) {
  return Boolean(layer.technical?.includes(id));
}

/**
 * The layers that have columns for a table, in the order in which readers choose among them.
 * @param {Atlas} atlas
 */
export function tablesOf(atlas) {
  const layers = [ofShape(atlas, "network"), eventsOf(atlas), placesOf(atlas), ofShape(atlas, "areas"), ofShape(atlas, "lines")].flat();
  return addedFirst(layers.filter(({ listed: columns, cells }) => columns.length || cells));
}

/**
 * What is of layers that somebody added comes before all else: it is why there is this page.
 * @template {{added?: boolean}} T
 * @param {T[]} all
 */
export function addedFirst(all) {
  return [...all.filter(({ added }) => added), ...all.filter(({ added }) => !added)];
}
