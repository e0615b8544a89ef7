// @ts-check
import { MEASURES, createPerformance } from "./performance.js";
import { listed } from "./read.js";

/** What a km weighs where ways are as quick, or as dear, as each other. */
const TIE = 1e-9;

/**
 * A segment as it is travelled: `along` are its km by country in turn, `borders` the places of the
 * borders between those, as far as they have any.
 * @typedef {object} Leg
 * @property {string} id
 * @property {import("./read.js").Feature} feature
 * @property {string} mode
 * @property {string} carrier its mode, or that whose ships go on along it
 * @property {boolean} isAfloat
 * @property {string} start
 * @property {string} end
 * @property {string[]} gauges
 * @property {string[]} passages
 * @property {{country: string, km: number}[]} along
 * @property {string[]} borders
 * @property {number} km
 */

/** @typedef {{leg: Leg, gauges: string[]}} Onward a leg, and the gauges that wagons on it can have come with */

/**
 * @typedef {object} Question
 * @property {string} by distance, time or cost
 * @property {(leg: Leg) => boolean} mayUse
 */

/**
 * The networks of an atlas, to be asked for the best way between two places.
 * @typedef {ReturnType<typeof createRouter>} Router
 */

/**
 * @param {Leg[]} legs the segments, in the direction in which they are listed
 * @param {import("../tables.js").PerformanceRow[]} figures of the table `performance`
 */
export function createRouter(legs, figures) {
  const partsOf = createPerformance(figures);
  /** @type {Map<string, Leg[]>} */
  const leaving = new Map();
  for (const leg of legs.flatMap((each) => [each, turned(each)])) {
    leaving.set(leg.start, [...(leaving.get(leg.start) ?? []), leg]);
  }

  /** What it weighs to go on; most questions go over the same legs.
   * @type {Map<string, number>} */
  const weights = new Map();
  /** @param {Onward | null} before @param {Onward} onward @param {string} by */
  const weight = (before, onward, by) => {
    if (by === "distance") return onward.leg.km;
    const key = `${by} ${before ? keyOf(before) : ""} ${keyOf(onward)}`;
    if (!weights.has(key)) weights.set(key, weigh(before, onward, by));
    return /** @type {number} */ (weights.get(key));
  };
  /** @param {Onward | null} before @param {Onward} onward @param {string} by */
  const weigh = (before, onward, by) => {
    return partsOf(before, onward, MEASURES[by]).reduce((sum, part) => sum + part.weight, onward.leg.km * TIE);
  };

  /**
   * The legs of the best way; none if there is no way. Dijkstra's search, over legs with the gauges of
   * the wagons on them.
   * @param {string} start
   * @param {string} end
   * @param {Question} question
   * @returns {Leg[]}
   */
  const search = (start, end, { by, mayUse }) => {
    /** @typedef {{onward: Onward | null, before: Trail | null, cost: number}} Trail */
    /** @type {Trail[]} */
    const open = [{ onward: null, before: null, cost: 0 }];
    const closed = new Set();
    const usable = new Map();
    const isUsable = (/** @type {Leg} */ leg) => {
      if (!usable.has(leg.id)) usable.set(leg.id, mayUse(leg));
      return usable.get(leg.id);
    };
    while (open.length) {
      const trail = /** @type {Trail} */ (popBest(open));
      const { onward } = trail;
      const at = onward?.leg.end ?? start;
      if (onward && at === end) return legsOf(trail);
      const key = onward ? keyOf(onward) : "";
      if (closed.has(key)) continue;
      closed.add(key);
      for (const leg of leaving.get(at) ?? []) {
        if (leg.id === onward?.leg.id || !isUsable(leg)) continue;
        const next = goOn(onward, leg);
        if (!closed.has(keyOf(next))) push(open, { onward: next, before: trail, cost: trail.cost + weight(onward, next, by) });
      }
    }
    return [];
  };

  return {
    legs,
    search,
    /** The legs along segments from stop to stop. @param {string[]} stops @param {{id: string}[]} segments */
    along: (stops, segments) => segments.map(({ id }, i) => /** @type {Leg} */ (leaving.get(stops[i])?.find((leg) => leg.id === id))),
    /** All that takes time, or money, along legs that follow each other. @param {Leg[]} way @param {string} by */
    parts: (way, by) => chained(way).flatMap((onward, i, all) => partsOf(all[i - 1] ?? null, onward, MEASURES[by])),
  };
}

/** Legs as they are reached one after the other. @param {Leg[]} legs */
export function chained(legs) {
  /** @type {Onward | null} */
  let last = null;
  return legs.map((leg) => (last = goOn(last, leg)));
}

/**
 * The segments of all networks as legs, each once.
 * @param {import("./read.js").Atlas} atlas
 * @returns {Leg[]}
 */
export function legsOfAtlas({ layers, along, values }) {
  const segments = new Map(layers.filter(({ shape }) => shape === "network").flatMap(({ features }) => features.map((each) => [each.id, each])));
  return [...segments.values()].map((feature, row) => {
    const { id, is } = feature;
    const cells = along[row] ?? "";
    const triples = typeof cells === "string" ? [cells, is.len_km] : cells;
    const every = (/** @type {number} */ n) => triples.filter((_, i) => i % 3 === n);
    const kms = every(1);
    return {
      id, feature, mode: is.mode, carrier: values.mode[is.mode].ships ?? is.mode, isAfloat: values.mode[is.mode].on !== "land", start: is.from_place, end: is.to_place,
      gauges: listed(is.gauge_mm), passages: listed(is.passages), km: is.len_km,
      along: every(0).map((country, i) => ({ country, km: kms[i] })), borders: every(2),
    };
  });
}

/** @param {Leg} leg @returns {Leg} */
function turned(leg) {
  return { ...leg, start: leg.end, end: leg.start, along: [...leg.along].reverse(), borders: [...leg.borders].reverse() };
}

/** @param {Onward | null} before @param {Leg} leg @returns {Onward} */
function goOn(before, leg) {
  const fitting = leg.gauges.filter((gauge) => before?.gauges.includes(gauge));
  return { leg, gauges: fitting.length ? fitting : leg.gauges };
}

/** @param {Onward} onward */
function keyOf({ leg, gauges }) {
  return `${leg.id} ${leg.start} ${gauges.join()}`;
}

/** @param {any} trail */
function legsOf(trail) {
  const legs = [];
  for (let each = trail; each.onward; each = each.before) legs.unshift(each.onward.leg);
  return legs;
}

/** A binary heap, the cheapest first. @param {{cost: number}[]} heap @param {any} item */
function push(heap, item) {
  let i = heap.push(item) - 1;
  for (let up = (i - 1) >> 1; i && heap[up].cost > item.cost; up = (i - 1) >> 1) {
    heap[i] = heap[up];
    i = up;
  }
  heap[i] = item;
}

/** @param {{cost: number}[]} heap */
function popBest(heap) {
  const best = heap[0];
  const item = /** @type {{cost: number}} */ (heap.pop());
  if (!heap.length) return best;
  let i = 0;
  for (;;) {
    let down = 2 * i + 1;
    if (down + 1 < heap.length && heap[down + 1].cost < heap[down].cost) down += 1;
    if (down >= heap.length || heap[down].cost >= item.cost) break;
    heap[i] = heap[down];
    i = down;
  }
  heap[i] = item;
  return best;
}
