// @ts-check
import { HOURS_A_DAY, total } from "./performance.js";
import { listed } from "./read.js";

/** @typedef {import("./performance.js").Span} Span */

/** Before a unit: by how much less it is than along the ways that it is compared with. */
export const LESS = "% ";
/** What a way is best by of which a figure in this unit is told. */
const BY = { km: "distance", days: "time", "USD/TEU": "cost" };
/** A figure in print is round: so much may it be off, as a part of itself. */
const ROUNDED = 0.02;

/**
 * What the page finds for a figure in print: along each way that it names, and along all together, the
 * best by what it tells of, and of several ways a range that holds all; nothing if no way leads there.
 * @param {import("../tables.js").RelationRow} relation
 * @param {import("../state/store.js").Scene} scene
 * @param {Pick<import("../page.js").Page, "atlas" | "courses" | "router">} page
 * @returns {Span | null}
 */
export function finding({ from_place: from, to_place: to, way, against, unit: told }, scene, { atlas, courses, router }) {
  const unit = told.replace(LESS, "");
  const by = BY[/** @type {keyof typeof BY} */ (unit)];
  const along = (/** @type {string[]} */ ids) => {
    const legs = courses.along(ids, { ...scene, from, to, by });
    if (!legs.length) return [];
    if (by === "distance") return [total(legs.map(({ km }) => ({ low: km, high: km })))];
    const { low, high } = total(router.parts(legs, by).map(({ span }) => span));
    return [by === "time" ? { low: low / HOURS_A_DAY, high: high / HOURS_A_DAY } : { low, high }];
  };
  const spans = (/** @type {string[]} */ ids) => [...ids.map((id) => [id]), ids].flatMap(along);
  const own = widest(spans(listed(way).length ? listed(way) : atlas.ways.map(({ id }) => id)));
  if (!own || unit === told) return own;
  const other = widest(spans(listed(against)));
  return other && { low: 100 * (1 - own.high / other.low), high: 100 * (1 - own.low / other.high) };
}

/**
 * How a figure in print stands to what is found, by the numbers alone.
 * @param {{low: number, high: number}} told
 * @param {Span | null} found
 */
export function verdict({ low, high }, found) {
  if (!found) return "none";
  if (high * (1 + ROUNDED) < found.low) return "below";
  if (low * (1 - ROUNDED) > found.high) return "above";
  return [found.low, found.high].every(Number.isFinite) ? "within" : "open";
}

/** @param {Span[]} spans @returns {Span | null} */
function widest(spans) {
  return spans.length ? { low: Math.min(...spans.map(({ low }) => low)), high: Math.max(...spans.map(({ high }) => high)) } : null;
}
