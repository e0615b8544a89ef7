// @ts-check
import { dayOf } from "./days.js";
import { areasOf, featuresIn, meaningOf, MEMBERS, ofShape } from "./layers.js";
import { lastDay, UNKNOWN } from "./time.js";

/** @typedef {import("./read.js").Feature} Feature */
/**
 * What became of something between two days: of a feature, or of what stands in `of` about it.
 * @typedef {object} Change
 * @property {Feature} feature
 * @property {typeof KINDS[number]} kind
 * @property {string} of a layer, `body.NAME` for a standing in an organisation, `column.NAME` for
 *   what holds from a day on
 * @property {string | null} [from] status or standing on the first day
 * @property {string | null} [to] the same on the second one
 */

/** What may become of something, the most telling first. What is not known is no change, and what is
 * promised or being built is not new yet. */
export const KINDS = /** @type {const} */ (["new", "lost", "changed", "unknown", "same"]);

/**
 * Make the function that compares the two days of the state; without a second day nothing changed.
 * @param {Pick<import("../page.js").Page, "atlas" | "state" | "worlds">} page
 * @returns {() => Change[]}
 */
export function createChanges(page) {
  let [last, changes] = ["", /** @type {Change[]} */ ([])];
  return () => {
    const { then, date } = page.state.get();
    const days = `${then} ${date}`;
    if (days !== last) changes = then === null ? [] : between(then, date, page);
    last = days;
    return changes;
  };
}

/**
 * Make the function that tells by id what became of each feature: the most telling of all that did. Countries are as
 * they were unless there is news of them, which is not told.
 * @param {() => Change[]} changes
 * @returns {() => Map<string, Change["kind"]>}
 */
export function createFates(changes) {
  /** @type {Change[]} */
  let told = [];
  /** @type {Map<string, Change["kind"]>} */
  let fates = new Map();
  return () => {
    if (changes() === told) return fates;
    [told, fates] = [changes(), new Map()];
    for (const { feature: { id, layer }, kind } of told) {
      const rank = Math.min(KINDS.indexOf(kind), KINDS.indexOf(fates.get(id) ?? "same"));
      if (layer.shape !== "areas" || rank < KINDS.length - 1) fates.set(id, KINDS[rank]);
    }
    return fates;
  };
}

/**
 * @param {string} then
 * @param {string} now
 * @param {Pick<import("../page.js").Page, "atlas" | "worlds">} page
 * @returns {Change[]}
 */
function between(then, now, { atlas, worlds }) {
  const [before, after] = [worlds(then), worlds(now)];
  const means = (/** @type {string | null} */ status, /** @type {string} */ meaning) => status !== null && meaningOf(atlas, status) === meaning;
  const segments = featuresIn(ofShape(atlas, "network")).flatMap((feature) => {
    const [from, to] = [before, after].map((world) => world.at(feature)?.is.status ?? null);
    const kind = from === UNKNOWN || to === UNKNOWN ? "unknown" : from === to ? "same"
      : means(to, "runs") && !means(from, "runs") ? "new"
      : to === null || (means(from, "runs") && !means(to, "runs")) ? "lost" : "changed";
    return from ?? to ? [{ feature, kind, of: feature.layer.id, from, to }] : [];
  });

  const dated = featuresIn(atlas.layers.filter(({ time }) => time.length)).flatMap((feature) => {
    const { layer: { id, columns, time: [start, end] }, is } = feature;
    const exact = is[columns[start]?.precision ?? ""] ?? "day";
    return came(feature, id, is[start], exact === "day" || !end ? lastDay(is[start], exact) : is[end]);
  });
  /** What came for good: at the latest by the last day that it may have come on.
   * @param {Feature} feature @param {string} of @param {string} first @param {string} by */
  function came(feature, of, first, by) {
    const [was, is] = [then, now].map((day) => (day < first ? false : day >= by ? true : null));
    const kind = was === null || is === null ? "unknown" : was ? "same" : "new";
    return is === false ? [] : [{ feature, kind, of }];
  }
  const columns = atlas.layers.flatMap((layer) => {
    const begun = Object.entries(layer.columns).filter(([, { begins }]) => begins);
    return begun.flatMap(([name, { precision = "", type }]) => layer.features.flatMap((feature) => {
      const value = feature.is[name];
      if (value === null || value === undefined) return [];
      const exact = type === "year" ? "year" : feature.is[precision] ?? "day";
      const first = type === "year" ? dayOf(value) : String(value);
      return came(feature, `column.${name}`, first, lastDay(first, exact));
    }));
  });

  const countries = new Map();
  for (const feature of areasOf(atlas)) {
    if (!countries.has(feature.is.iso_a3)) countries.set(feature.is.iso_a3, feature);
  }
  const standings = [...countries].flatMap(([iso3, feature]) => atlas.bodies.flatMap((body) => {
    const [from, to] = [before, after].map((world) => world.standing(iso3, body));
    const [was, is] = [from, to].map((standing) => MEMBERS.includes(standing));
    const kind = [from, to].includes(UNKNOWN) ? "unknown" : from === to ? "same" : was === is ? "changed" : is ? "new" : "lost";
    return from === "none" && to === "none" ? [] : [{ feature, kind, of: `body.${body}`, from, to }];
  }));
  return /** @type {Change[]} */ ([...segments, ...dated, ...columns, ...standings]);
}
