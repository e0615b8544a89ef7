// @ts-check
import { compare, courseAlong, merged, partOf, stepsOf } from "./course.js";
import { meaningOf } from "./layers.js";
import { ASKED, BEST, SHUT, UNBUILT } from "./question.js";

/** @typedef {import("./read.js").Feature} Feature */
/** @typedef {import("./ways.js").Way} Way */
/** @typedef {import("./router.js").Leg} Leg */
/** @typedef {import("./course.js").Course} Course */
/** @typedef {import("../state/store.js").Scene} Scene */

/** More courses are not listed. */
const MOST_COURSES = 9;

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

  /** The way that is open, if its network is shown on request. @param {Scene} scene */
  const openOnRequest = (scene) => ways.find(({ id, layer }) => layer.on_request && id === scene.way);

  /** Along each usual way, and the one that is open, as it is listed, from its beginning or to its end. @param {Scene} scene @param {(leg: Leg) => boolean} mayUse */
  const whole = (scene, mayUse) => ways.filter((way) => !way.layer.on_request || way === openOnRequest(scene)).flatMap((way) => {
    const part = partOf(way, scene.from, scene.to);
    if (!part) return [];
    const { stops, breaks } = part;
    return [courseAlong(router, router.along(stops, part.segments), [{ ways: [way], start: stops[0] }], mayUse, breaks)];
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
    const found = new Map([...leading].map(([way, legs]) => [way.id, courseAlong(router, legs, [{ ways: [way], start }], mayUse)]));
    const isOpen = (/** @type {Way} */ way) => leading.get(way)?.every(mayUse);
    // Where one does not lead there alone, others are tried together with it.
    const pairs = ways.flatMap((way, i) => ways.slice(i + 1).map((other) => [way, other])).filter((pair) => !pair.every(isOpen));
    const joined = pairs.map((pair) => (pair.every((way) => leading.has(way)) ? open : search)((leg) => pair.some((way) => isOn(way)(leg))));
    for (const legs of [...joined, search(() => true)]) {
      const runs = runsOf(legs);
      const course = runs.length > 1 || (!found.size && legs.length) ? courseAlong(router, legs, runs, mayUse) : null;
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
