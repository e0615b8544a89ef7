// @ts-check
import { meaningOf } from "./layers.js";
import { isBreak, MEASURES, total } from "./performance.js";
import { chained } from "./router.js";
import { AT_SEA, isBorder } from "./ways.js";

/** @typedef {import("./read.js").Feature} Feature */
/** @typedef {import("./ways.js").Way} Way */
/** @typedef {import("./router.js").Leg} Leg */
/** @typedef {import("./performance.js").Part} Part */
/** @typedef {import("../state/store.js").Scene} Scene */

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

/** More courses are not listed. */
const MOST_COURSES = 9;

/** What a course can be best by. */
export const BEST_BY = ["distance", "time", "cost"];

/** Before the id of a segment that counts as shut. */
export const SHUT = "-";

/** What stands for the best course in an address. */
export const BEST = "best";

/** Which lines may be used: all that are there, those that run, or all as if they were open. */
export const OVER_LINES = ["", "runs", "all"];

/** What the status of a segment means that is not there yet. */
export const UNBUILT = ["building", "promised"];

/** What the courses depend on, besides the day. */
export const ASKED = /** @type {const} */ (["from", "to", "by", "over", "whatif"]);

/**
 * What one can follow, from place to place as a reader asks; the last answer is remembered.
 * @typedef {ReturnType<typeof createCourses>} Courses
 */

/**
 * @param {import("./read.js").Atlas} atlas
 * @param {import("./router.js").Router} router
 * @param {(date: string) => import("./time.js").World} worlds
 */
export function createCourses(atlas, router, worlds) {
  const { ways } = atlas;
  /** The ways that each segment is on, and those that lack it; what is neither joins all of them.
   * @type {Map<string, {on: Way[], lacking: Way[]}>} */
  const waysOf = new Map();
  for (const way of ways) {
    const note = (/** @type {Feature} */ { id }, /** @type {"on" | "lacking"} */ role) => {
      if (!waysOf.has(id)) waysOf.set(id, { on: [], lacking: [] });
      waysOf.get(id)?.[role].push(way);
    };
    [...way.segments, ...way.others].forEach((feature) => note(feature, "on"));
    way.gaps.forEach(({ feature }) => note(feature, "lacking"));
  }

  /** Whether a segment can be travelled, as a reader asks. @param {Scene} scene */
  const usable = ({ date, over, whatif }) => {
    const world = worlds(date);
    return (/** @type {Leg} */ { id, feature, passages }) => {
      if (whatif.has(SHUT + id) || passages.some((passage) => whatif.has(passage))) return false;
      if (over === "all" || whatif.has(id)) return true;
      const status = world.at(feature)?.is.status;
      return Boolean(status) && (over !== "runs" || meaningOf(atlas, status) === "runs");
    };
  };

  /** The segments that have yet to be built, without those that a reader supposes open. @param {Scene} scene */
  const unbuilt = ({ date, over, whatif }) => {
    const world = worlds(date);
    const isAhead = (/** @type {Leg} */ { id, feature }) => !whatif.has(id) && UNBUILT.includes(meaningOf(atlas, world.at(feature)?.is.status));
    return new Set(over === "all" ? [] : router.legs.filter(isAhead).map(({ feature }) => feature));
  };

  /**
   * @param {Leg[]} legs
   * @param {Course["runs"]} runs
   * @param {(leg: Leg) => boolean} mayUse
   * @param {Step["breaks"][]} [planned] breaks of gauge before each, where they do not follow from the legs
   * @returns {Course}
   */
  const courseOf = (legs, runs, mayUse, planned) => {
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
  };

  /** The way that is open, if its network is shown on request. @param {Scene} scene */
  const openOnRequest = (scene) => ways.find(({ id, layer }) => layer.on_request && id === scene.way);

  /** Along each usual way, and the one that is open, as it is listed, from its beginning or to its end. @param {Scene} scene @param {(leg: Leg) => boolean} mayUse */
  const whole = (scene, mayUse) => ways.filter((way) => !way.layer.on_request || way === openOnRequest(scene)).flatMap((way) => {
    const part = partOf(way, scene.from, scene.to);
    if (!part) return [];
    const { stops, breaks } = part;
    return [courseOf(router.along(stops, part.segments), [{ ways: [way], start: stops[0] }], mayUse, breaks)];
  });

  /** Which legs may be used along a way, as a reader asks.
   * @param {Way} way @param {Pick<Scene, "over" | "whatif">} scene @returns {(leg: Leg) => boolean} */
  const isOnWay = (way, { over, whatif }) => ({ id }) => {
    const own = waysOf.get(id);
    return !own || own.on.includes(way) || (own.lacking.includes(way) && (over === "all" || whatif.has(id)));
  };
  /** Whether legs are along ways at all. @param {Leg[]} legs */
  const isAlong = (legs) => legs.some(({ id }) => waysOf.has(id));

  /** The best along each way, and the best of all. @param {Scene} scene @param {(leg: Leg) => boolean} mayUse */
  const best = ({ from, to, by, over, whatif }, mayUse) => {
    const [start, end] = [from ?? "", to ?? ""];
    if (start === end) return [];
    const isOn = (/** @type {Way} */ way) => isOnWay(way, { over, whatif });
    const open = (/** @type {(leg: Leg) => boolean} */ mayBe) => router.search(start, end, { by, mayUse: (leg) => mayBe(leg) && mayUse(leg) });
    /** What is cut is shown as it would be. @param {(leg: Leg) => boolean} mayBe */
    const search = (mayBe) => {
      const legs = open(mayBe);
      return legs.length ? legs : router.search(start, end, { by: "distance", mayUse: mayBe });
    };
    const leading = new Map(ways.map((way) => /** @type {const} */ ([way, search(isOn(way))])).filter(([, legs]) => isAlong(legs)));
    const found = new Map([...leading].map(([way, legs]) => [way.id, courseOf(legs, [{ ways: [way], start }], mayUse)]));
    const isOpen = (/** @type {Way} */ way) => leading.get(way)?.every(mayUse);
    // Where one does not lead there alone, others are tried together with it.
    const pairs = ways.flatMap((way, i) => ways.slice(i + 1).map((other) => [way, other])).filter((pair) => !pair.every(isOpen));
    const joined = pairs.map((pair) => (pair.every((way) => leading.has(way)) ? open : search)((leg) => pair.some((way) => isOn(way)(leg))));
    for (const legs of [...joined, search(() => true)]) {
      const runs = runsOf(legs);
      const course = runs.length > 1 || (!found.size && legs.length) ? courseOf(legs, runs, mayUse) : null;
      if (course && !found.has(course.key)) found.set(course.key, course);
    }
    return [...found.values()];
  };

  /** @param {Leg[]} legs @returns {Course["runs"]} */
  const runsOf = (legs) => {
    /** @type {Course["runs"]} */
    const runs = [];
    for (const { id, start } of legs) {
      const own = waysOf.get(id);
      if (!own) continue;
      const last = runs[runs.length - 1];
      const all = [...own.on, ...own.lacking];
      const common = last?.ways.filter((way) => all.includes(way)) ?? [];
      if (common.length) last.ways = common;
      else runs.push({ ways: all, start });
    }
    return runs;
  };

  /** The legs that can be travelled as a reader asks, and ways found along them; the last answer is remembered.
   * @type {{asked: unknown[], open: Map<string, boolean>, told: string, found: Map<string, Leg[]>}} */
  let travelled = { asked: [], open: new Map(), told: "", found: new Map() };
  const openLegs = (/** @type {Scene} */ scene) => {
    const asked = [scene.date, scene.over, scene.whatif];
    if (asked.some((each, i) => each !== travelled.asked[i])) {
      const mayUse = usable(scene);
      const open = new Map(router.legs.map((leg) => [leg.id, mayUse(leg)]));
      const told = [scene.over, ...scene.whatif, [...open.values()].map(Number).join("")].join();
      travelled = { asked, open, told, found: told === travelled.told ? travelled.found : new Map() };
    }
    return travelled;
  };

  /** @type {{asked: unknown[], told: string, courses: Course[]}} */
  let last = { asked: [], told: "", courses: [] };
  /** All courses, the best first. @param {Scene} scene */
  const between = (scene) => {
    const asked = [scene.date, openOnRequest(scene)?.id, ...ASKED.map((key) => scene[key])];
    if (asked.every((each, i) => each === last.asked[i])) return last.courses;
    const { open, told: which } = openLegs(scene);
    const ahead = unbuilt(scene);
    const told = [asked[1], scene.from, scene.to, scene.by, which, ...[...ahead].map(({ id }) => id)].join();
    if (told === last.told) {
      last.asked = asked;
      return last.courses;
    }
    const isOpen = (/** @type {Leg} */ { id }) => open.get(id) ?? false;
    const isAsked = Boolean(scene.from && scene.to);
    const found = isAsked ? best(scene, isOpen) : whole(scene, isOpen);
    last = { asked, told, courses: merged(found).sort((a, b) => compare(a, b, scene.by, ahead)).slice(0, isAsked ? MOST_COURSES : undefined) };
    return last.courses;
  };
  /** @type {{courses: Course[], ids: Set<string>}} */
  let answered = { courses: [], ids: new Set() };
  return {
    between,
    /** The segments of all courses between two places that a reader named. @param {Scene} scene @returns {Set<string>} */
    answer: (scene) => {
      const found = scene.tab === "ways" && scene.from && scene.to ? between(scene) : [];
      if (found !== answered.courses) answered = { courses: found, ids: new Set(found.flatMap(({ steps }) => steps.map(({ feature }) => feature.id))) };
      return answered.ids;
    },
    /** What tells two answers apart, besides the ends. @param {Scene} scene */
    told: (scene) => openLegs(scene).told,
    /** The legs of the best course along some ways alone, of what can be travelled; none if they do not lead there.
     * @param {string[]} ids @param {Scene} scene */
    along: (ids, scene) => {
      const { open, found } = openLegs(scene);
      const { from, to, by } = scene;
      const key = [from, to, by, ...ids].join();
      if (!found.has(key)) {
        const own = ways.filter(({ id }) => ids.includes(id)).map((way) => isOnWay(way, scene));
        const legs = router.search(from ?? "", to ?? "", { by, mayUse: (leg) => own.some((isOn) => isOn(leg)) && Boolean(open.get(leg.id)) });
        found.set(key, isAlong(legs) ? legs : []);
      }
      return found.get(key) ?? [];
    },
    /** Whether any lines lead from one place to another. @param {string} from @param {string} to */
    joined: (from, to) => router.search(from, to, { by: "distance", mayUse: () => true }).length > 0,
    /** The places of the borders along a way. @param {Way} way */
    borders: ({ stops, segments }) => stepsOf(router.along(stops, segments)).flatMap(({ crossings }) => crossings.map(({ place }) => place)),
    /** The course that is open, if the page tells of courses at all. @param {Scene} scene */
    open: (scene) => {
      const all = scene.tab === "ways" && scene.way ? between(scene) : [];
      return scene.way === BEST ? all[0] : all.find(({ key }) => key === scene.way) ?? all.find(({ runs }) => runs.length === 1 && runs[0].ways.some(({ id }) => id === scene.way));
    },
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
function merged(courses) {
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
function compare(a, b, by, unbuilt) {
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
function partOf(way, from, to) {
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
function stepsOf(legs) {
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
