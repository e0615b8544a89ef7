// @ts-check
import { listed } from "./read.js";
import { isBorder } from "./ways.js";

/** Kinds of evidence that a range is made of; what is promised or withdrawn is shown beside. */
const HELD = ["measured", "official", "reported", "modelled"];

export const HOURS_A_DAY = 24;

/**
 * A number that lies between two; nobody knows how high it is if `high` is infinite.
 * @typedef {{low: number, high: number}} Span
 * @typedef {{kind: string, mode: string, segment: string, countries: string[], place: string, span: Span, sources: string[], weight: number}} Part
 *   of a way that takes time (hours) or money (USD a TEU); nothing is known of it without `sources`.
 *   Where ways are compared it counts for its `weight`: the middle, and of what nobody knows the worst
 *   that is known of its kind, or the least known way would look the best
 * @typedef {import("./router.js").Onward} Onward
 * @typedef {{along: string, border: string, gauge: string, transfer: string, wait: string}} Measure
 */

/** @type {Record<string, Measure>} */
export const MEASURES = {
  time: { along: "speed", border: "border-time", gauge: "gauge-time", transfer: "transfer-time", wait: "wait-time" },
  cost: { along: "tariff", border: "border-fee", gauge: "gauge-fee", transfer: "transfer-fee", wait: "" },
};

/** @param {Span[]} spans added up, as if all were low, or all high, at once */
export function total(spans) {
  return spans.reduce((sum, { low, high }) => ({ low: sum.low + low, high: sum.high + high }), { low: 0, high: 0 });
}

/**
 * What is in print of how fast, how long and how dear the parts of a way are, as ranges.
 *
 * A figure of a place itself counts before one of its country, or of the two countries that a border
 * parts, and that before one of the mode alone; of all that are as near the range holds what each says.
 * @param {import("../tables.js").PerformanceRow[]} rows of the table `performance`
 */
export function createPerformance(rows) {
  const held = rows.filter(({ evidence }) => HELD.includes(evidence));
  const figures = held.map(({ quantity, mode, place, low, high, ...row }) => {
    const [countries, sources] = [listed(row.countries), listed(row.sources)];
    const nearness = (place ? 16 : 0) + 2 * countries.length + (mode ? 1 : 0);
    return { quantity, mode, place, low, high, countries, sources, nearness };
  });
  const known = new Map();
  /** The slowest speed that is known, or the most of what else it is. @param {string} kind */
  const worst = (kind) => {
    if (!known.has(kind)) {
      const own = figures.filter(({ quantity }) => quantity === kind);
      known.set(kind, kind === MEASURES.time.along ? Math.min(...own.flatMap(({ low }) => low || [])) : Math.max(0, ...own.map(({ high }) => high)));
    }
    return known.get(kind);
  };
  const weight = (/** @type {Span} */ { low, high }, /** @type {number} */ most) => (high === Infinity ? Math.max(low, most) : (low + high) / 2);

  /** @param {string} kind @param {string} mode @param {string[]} countries @param {string[]} places @returns {{span: Span, sources: string[]}} */
  const find = (kind, mode, countries, places) => {
    const key = [kind, mode, ...countries, "", ...places].join();
    if (known.has(key)) return known.get(key);
    const fitting = figures.filter((each) => {
      return each.quantity === kind && (!each.mode || each.mode === mode) && (!each.place || places.includes(each.place)) &&
        each.countries.every((code) => countries.includes(code));
    });
    const nearest = Math.max(...fitting.map(({ nearness }) => nearness));
    const found = fitting.filter(({ nearness }) => nearness === nearest);
    const span = { low: Math.min(...found.map(({ low }) => low)), high: Math.max(...found.map(({ high }) => high)) };
    const answer = found.length ? { span, sources: [...new Set(found.flatMap(({ sources }) => sources))] } : { span: { low: 0, high: Infinity }, sources: [] };
    known.set(key, answer);
    return answer;
  };

  /**
   * What takes time, or money, from the end of one leg to the end of the next.
   * @param {Onward | null} before
   * @param {Onward} onward
   * @param {Measure} measure
   * @returns {Part[]}
   */
  return (before, { leg }, measure) => {
    const last = before?.leg;
    const at = leg.start;
    const here = [leg.along[0].country];
    /** @type {Part[]} */
    const parts = [];
    /** @param {string} kind @param {string[]} countries @param {string[]} places @param {string} place */
    const add = (kind, countries, places, place = "") => {
      const { span, sources } = find(kind, leg.mode, countries, places);
      parts.push({ kind, mode: leg.mode, segment: leg.id, countries, place, span, sources, weight: weight(span, worst(kind)) });
    };
    const isReloaded = last && last.carrier !== leg.carrier;
    if (isReloaded) add(measure.transfer, here, [at], at);
    if (last && isBreak(before.gauges, leg.gauges)) add(measure.gauge, here, [last.start, at, leg.end], at);
    if (measure.wait && leg.isAfloat && (isReloaded || !last)) add(measure.wait, here, [at], at);
    [...(last?.along.slice(-1) ?? []), ...leg.along].forEach(({ country }, i, all) => {
      const left = all[i - 1]?.country ?? country;
      if (isBorder(left, country)) add(measure.border, [left, country], [at, leg.end]);
    });
    for (const { country, km } of leg.along) {
      const { span, sources } = find(measure.along, leg.mode, [country], []);
      const isTime = measure === MEASURES.time;
      const taken = isTime ? { low: km / span.high, high: span.low ? km / span.low : Infinity } : { low: span.low * km, high: span.high * km };
      const most = isTime ? km / worst(measure.along) : km * worst(measure.along);
      parts.push({ kind: measure.along, mode: leg.mode, segment: leg.id, countries: [country], place: "", span: taken, sources, weight: weight(taken, most) });
    }
    return parts;
  };
}

/** Whether wagons of some gauges cannot go on along others. @param {string[]} before @param {string[]} after */
export function isBreak(before, after) {
  return before.length > 0 && after.length > 0 && !before.some((gauge) => after.includes(gauge));
}
