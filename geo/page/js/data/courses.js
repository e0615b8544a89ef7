// @ts-check
import { AT_SEA, isBorder } from "./ways.js";

/** @typedef {import("./read.js").Feature} Feature */
/** @typedef {import("./ways.js").Part} Part */
/** @typedef {import("./ways.js").Way} Way */

/**
 * A segment as it is travelled, with what is met on it from its beginning until before its end.
 * @typedef {object} Step
 * @property {Feature} feature
 * @property {string} start
 * @property {string} end
 * @property {Part[]} parts
 * @property {{country: string, into: string, place: string, km: number}[]} crossings each so far
 *   from its beginning
 * @property {Feature[]} gaps
 * @property {string[][]} breaks the gauges on both sides
 */

/**
 * What one follows: a part of one way, or of one and then of another.
 * @typedef {object} Course
 * @property {string} key
 * @property {Way[]} ways
 * @property {Way[]} alike others of which it is a part too
 * @property {Step[]} steps
 * @property {string} change the place where one leaves the first way, if there is another
 * @property {number} km
 * @property {string[]} countries
 * @property {Map<string, number>} kmByCountry
 * @property {Map<string, number>} kmByMode
 */

/** @typedef {{way: Way, from: number, to: number}} Leg from stop to stop, perhaps backwards */

/**
 * What one can follow, from place to place as a reader asks; the last answer is remembered.
 * @typedef {ReturnType<typeof createCourses>} Courses
 */

/** @param {import("./read.js").Atlas} atlas */
export function createCourses({ ways }) {
  /** @type {{from: string | null, to: string | null, courses: Course[]} | null} */
  let last = null;
  /** @param {Pick<import("../state/store.js").Scene, "from" | "to">} scene */
  const between = ({ from, to }) => {
    if (last?.from !== from || last.to !== to) last = { from, to, courses: coursesBetween(ways, from, to) };
    return last.courses;
  };
  return {
    between,
    /** The course that is open, if the page tells of courses at all.
     * @param {import("../state/store.js").Scene} scene */
    open: (scene) => {
      const all = scene.tab === "ways" && scene.way ? between(scene) : [];
      return all.find(({ key, alike }) => key === scene.way || alike.some(({ id }) => id === scene.way));
    },
  };
}

/**
 * All courses from one place to another, the shortest first: along one way, or from one to another
 * where two meet. Without a beginning or an end, each way has its own.
 * @param {Way[]} ways
 * @param {string | null} from
 * @param {string | null} to
 * @returns {Course[]}
 */
export function coursesBetween(ways, from, to) {
  const direct = ways.flatMap((way) => {
    const leg = legOf(way, from, to);
    return leg ? [courseOf([leg])] : [];
  });
  const changing = from && to && from !== to ? ways.flatMap((way) => ways.flatMap((other) => changed(way, other, from, to))) : [];
  /** @type {Map<string, Course>} */
  const found = new Map();
  for (const course of [...direct, ...changing]) {
    const told = course.steps.map(({ feature }) => feature.id).join();
    const same = found.get(told);
    if (!same) found.set(told, course);
    else if (course.ways.length === 1) same.alike.push(...course.ways);
  }
  return [...found.values()].sort((a, b) => a.km - b.km);
}

/**
 * @param {Way} way
 * @param {string | null} from
 * @param {string | null} to
 * @returns {Leg | null} nothing if the way does not lead there
 */
function legOf(way, from, to) {
  const { stops } = way;
  const last = stops.length - 1;
  let [a, b] = [from ? stops.indexOf(from) : 0, to ? stops.indexOf(to) : last];
  if (a < 0 || b < 0) return null;
  // Who asks for ways from an end, or to a beginning, goes along the whole of it.
  if (a === b && !to) b = 0;
  if (a === b && !from) a = last;
  return a === b ? null : { way, from: a, to: b };
}

/**
 * The shortest course along one way and then another that passes no place twice, if there is any.
 * @param {Way} way
 * @param {Way} other
 * @param {string} from
 * @param {string} to
 */
function changed(way, other, from, to) {
  const courses = way.stops.flatMap((stop) => {
    const legs = stop === from || stop === to || way === other ? [] : [legOf(way, from, stop), legOf(other, stop, to)];
    return legs.length && legs.every((leg) => leg !== null) ? [courseOf(/** @type {Leg[]} */ (legs))] : [];
  });
  const simple = courses.filter(({ steps }) => new Set(steps.map(({ end }) => end).concat(from)).size > steps.length);
  return simple.sort((a, b) => a.km - b.km).slice(0, 1);
}

/**
 * @param {Leg[]} legs
 * @returns {Course}
 */
function courseOf(legs) {
  const steps = legs.flatMap(stepsOf);
  const parts = steps.flatMap((step) => step.parts);
  let last = parts[0];
  for (const step of steps) {
    let along = 0;
    for (const part of step.parts) {
      if (isBorder(last, part)) step.crossings.push({ country: last.country, into: part.country, place: part.at[0], km: along });
      along += part.km;
      last = part;
    }
  }
  const ends = [steps[0].start, steps[steps.length - 1].end].map(countryIn(steps));
  const countries = [ends[0], ...parts.map(({ country }) => country), ends[1]].filter((code) => code !== AT_SEA);
  return {
    key: legs.map(({ way }) => way.id).join("."),
    ways: legs.map(({ way }) => way),
    alike: [],
    steps,
    change: legs.length > 1 ? legs[0].way.stops[legs[0].to] : "",
    km: sum(steps.map(({ feature }) => feature.is.len_km)),
    countries: [...new Set(countries)],
    kmByCountry: sums(parts.map(({ country, km }) => [country, km])),
    kmByMode: sums(steps.map(({ feature: { is } }) => [is.mode, is.len_km])),
  };
}

/** The country of an end of some steps. @param {Step[]} steps */
function countryIn(steps) {
  return (/** @type {string} */ place) => {
    const { is } = steps.map(({ feature }) => feature).find(({ is }) => [is.from_place, is.to_place].includes(place)) ?? steps[0].feature;
    return is.from_place === place ? is.iso_from : is.iso_to;
  };
}

/**
 * @param {Leg} leg
 * @returns {Step[]}
 */
function stepsOf({ way, from, to }) {
  const back = to < from;
  const [low, high] = back ? [to, from] : [from, to];
  const within = (/** @type {{from: number, to: number}} */ span) => low <= span.from && span.to <= high;
  const turned = (/** @type {any[]} */ list) => (back ? [...list].reverse() : list);
  const numbers = turned(Array.from({ length: high - low }, (_, i) => low + i));
  return numbers.map((i) => {
    const [start, end] = turned([way.stops[i], way.stops[i + 1]]);
    const begins = (/** @type {{from: number, to: number}} */ span) => within(span) && start === way.stops[back ? span.to : span.from];
    const breaks = way.breaks.filter((each) => within(each) && (way.stops.includes(each.place) ? each.place === start : begins(each)));
    return {
      feature: way.segments[i], start, end, crossings: [],
      parts: turned(way.parts[i]).map((part) => ({ ...part, at: turned(part.at) })),
      gaps: way.gaps.filter(begins).map(({ feature }) => feature),
      breaks: breaks.map(({ gauges }) => turned(gauges)),
    };
  });
}

/**
 * Kilometres in each status that the segments of a course have.
 * @param {Course} course
 * @param {(feature: Feature) => string} statusOf
 */
export function kmByStatus({ steps }, statusOf) {
  return sums(steps.map(({ feature }) => [statusOf(feature), feature.is.len_km]));
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
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
