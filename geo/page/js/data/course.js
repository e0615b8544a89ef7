// @ts-check
import { isBreak, MEASURES, total } from "./performance.js";
import { chained } from "./router.js";
import { AT_SEA, isBorder } from "./ways.js";

/** @typedef {import("./read.js").Feature} Feature */
/** @typedef {import("./ways.js").Way} Way */
/** @typedef {import("./router.js").Leg} Leg */
/** @typedef {import("./performance.js").Part} Part */

/**
 * A segment as it is travelled, with what is met on it from its beginning until before its end.
 * @typedef {object} Step
 * @property {Feature} feature
 * @property {string} start
 * @property {string} end
 * @property {{country: string, into: string, place: string, km: number}[]} crossings each so far
 *   from its beginning
 * @property {Feature[]} gaps
 * @property {string[][]} breaks the gauges on both sides
 */

/**
 * What one follows: along one way, or along one and then others.
 * @typedef {object} Course
 * @property {string} key
 * @property {{ways: Way[], start: string}[]} runs the ways, any of which it is along from a place on
 * @property {Step[]} steps
 * @property {Step[]} cut those that cannot be travelled, as the reader asks
 * @property {number} km
 * @property {string[]} countries
 * @property {Map<string, number>} kmByCountry
 * @property {Map<string, number>} kmByMode
 * @property {Record<string, Part[]>} parts what takes `time`, and `cost`
 */

/**
 * What one follows along some legs.
 * @param {import("./router.js").Router} router
 * @param {Leg[]} legs that follow each other
 * @param {Course["runs"]} runs
 * @param {(leg: Leg) => boolean} mayUse
 * @param {Step["breaks"][]} [planned] breaks of gauge before each, where they do not follow from the legs
 * @returns {Course}
 */
export function courseAlong(router, legs, runs, mayUse, planned) {
  const steps = stepsOf(legs);
  steps.forEach((step, i) => (step.breaks = planned?.[i] ?? step.breaks));
  const ids = steps.map(({ feature }) => feature.id);
  for (const { feature, slice } of runs.flatMap(({ ways: [way] }) => way.gaps.map((gap) => ({ ...gap, slice: way.segments.slice(gap.from, gap.to) })))) {
    const inPlace = slice.map(({ id }) => ids.indexOf(id));
    if (inPlace.every((i) => i >= 0)) steps[Math.min(...inPlace)].gaps.push(feature);
  }
  const all = legs.flatMap(({ along }) => along);
  const parts = Object.fromEntries(Object.entries(MEASURES).map(([by, measure]) => {
    const borders = steps.flatMap(({ crossings }) => crossings);
    return [by, router.parts(legs, by).map((part) => (part.kind === measure.border ? { ...part, place: borders.shift()?.place ?? "" } : part))];
  }));
  const [first, last] = [legs[0], legs[legs.length - 1]];
  const countries = [countryAt(first, first.start), ...all.map(({ country }) => country), countryAt(last, last.end)];
  return {
    key: runs.map((run) => run.ways[0].id).join("."),
    runs,
    steps,
    cut: steps.filter((_, i) => !mayUse(legs[i])),
    km: legs.reduce((sum, { km }) => sum + km, 0),
    countries: [...new Set(countries.filter((code) => code !== AT_SEA))],
    kmByCountry: sums(all.map(({ country, km }) => [country, km])),
    kmByMode: sums(legs.map(({ mode, km }) => [mode, km])),
    parts,
  };
}

/** What takes time, or money, along a course, as a range. @param {Course} course @param {string} by */
export function taken({ parts }, by) {
  return total(parts[by].map(({ span }) => span));
}

/**
 * The courses without those that are as another; that one is along the ways of all.
 * @param {Course[]} courses
 */
export function merged(courses) {
  /** @type {Map<string, Course>} */
  const found = new Map();
  for (const course of courses) {
    const told = course.steps.map(({ feature }) => feature.id).join();
    const same = found.get(told);
    if (!same) found.set(told, course);
    else if (course.runs.length === 1) same.runs[0].ways.push(...course.runs[0].ways);
  }
  return [...found.values()];
}

/**
 * What is cut comes last, before it what has yet to be built, before that what may take for ever.
 * @param {Course} a
 * @param {Course} b
 * @param {string} by
 * @param {Set<Feature>} unbuilt
 */
export function compare(a, b, by, unbuilt) {
  const [first, second] = [a, b].map((course) => {
    const { parts, steps, cut, km } = course;
    const isOpen = by !== "distance" && taken(course, by).high === Infinity;
    const ahead = steps.some(({ feature }) => unbuilt.has(feature));
    return [cut.length > 0, ahead, isOpen, by === "distance" ? km : parts[by].reduce((sum, { weight }) => sum + weight, 0), km].map(Number);
  });
  return first.map((each, i) => each - second[i]).find(Boolean) ?? 0;
}

/**
 * The part of a way from a place to another, perhaps backwards: breaks of gauge are those of the line
 * as it is planned.
 * @param {Way} way
 * @param {string | null} from nothing: its beginning
 * @param {string | null} to nothing: its end
 * @returns {{segments: Feature[], stops: string[], breaks: string[][][]} | null} nothing if the way does not lead there
 */
export function partOf(way, from, to) {
  const last = way.stops.length - 1;
  let [a, b] = [from ? way.stops.indexOf(from) : 0, to ? way.stops.indexOf(to) : last];
  // Who asks for ways from an end, or to a beginning, goes along the whole of it.
  if (a === b && !to) b = 0;
  if (a === b && !from) a = last;
  if (a < 0 || b < 0 || a === b) return null;
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const turned = (/** @type {any[]} */ list) => (b < a ? [...list].reverse() : list);
  const stops = turned(way.stops.slice(low, high + 1));
  const within = turned(way.breaks.filter((each) => low <= each.from && each.to <= high));
  const begins = (/** @type {import("./ways.js").Break} */ { place, from: first, to: end }) =>
    way.stops.includes(place) ? place : way.stops[b < a ? end : first];
  return {
    stops,
    segments: turned(way.segments.slice(low, high)),
    breaks: stops.map((stop) => within.filter((each) => begins(each) === stop).map(({ gauges }) => turned(gauges))),
  };
}

/**
 * @param {Leg[]} legs that follow each other
 * @returns {Step[]}
 */
export function stepsOf(legs) {
  const reached = chained(legs);
  let last = "";
  return legs.map((leg, i) => {
    let km = 0;
    const { feature, start, end, along, borders, gauges } = leg;
    const crossings = along.flatMap((part, k) => {
      const crossing = { country: last || part.country, into: part.country, place: k ? borders[k - 1] : start, km };
      km += part.km;
      last = part.country;
      return isBorder(crossing.country, part.country) ? [crossing] : [];
    });
    const before = reached[i - 1]?.gauges ?? [];
    const breaks = isBreak(before, gauges) ? [[before, gauges].map((each) => [...each].sort().join(";"))] : [];
    return { feature, start, end, crossings, gaps: [], breaks };
  });
}

/** The country of an end of a leg. @param {Leg} leg @param {string} place */
function countryAt({ feature: { is } }, place) {
  return is.from_place === place ? is.iso_from : is.iso_to;
}

/**
 * Kilometres in each status that the segments of a course have.
 * @param {Course} course
 * @param {(feature: Feature) => string} statusOf
 */
export function kmByStatus({ steps }, statusOf) {
  return sums(steps.map(({ feature }) => [statusOf(feature), feature.is.len_km]));
}

/**
 * Values added up by key, keys in the order in which they are met.
 * @param {[string, number][]} pairs
 * @returns {Map<string, number>}
 */
function sums(pairs) {
  const found = new Map();
  pairs.forEach(([key, value]) => found.set(key, (found.get(key) ?? 0) + value));
  return found;
}
