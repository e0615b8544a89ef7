// @ts-check
import { bestCourses } from "./bestcourses.js";
import { compare, courseAlong, merged, partOf, stepsOf } from "./course.js";
import { createOpenLegs } from "./openlegs.js";
import { ASKED, BEST } from "./question.js";
import { indexWays } from "./wayindex.js";

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
  const index = indexWays(ways);
  const legs = createOpenLegs(atlas, router.legs, worlds);

  /** The way that is open, if its network is shown on request. @param {Scene} scene */
  const openOnRequest = (scene) => ways.find(({ id, layer }) => layer.on_request && id === scene.way);

  /** Along each usual way, and the one that is open, as it is listed, from its beginning or to its end. @param {Scene} scene @param {(leg: Leg) => boolean} mayUse */
  const whole = (scene, mayUse) => ways.filter((way) => !way.layer.on_request || way === openOnRequest(scene)).flatMap((way) => {
    const part = partOf(way, scene.from, scene.to);
    if (!part) return [];
    const { stops, breaks } = part;
    return [courseAlong(router, router.along(stops, part.segments), [{ ways: [way], start: stops[0] }], mayUse, breaks)];
  });

  /** @type {{asked: unknown[], told: string, courses: Course[]}} */
  let last = { asked: [], told: "", courses: [] };
  /** All courses, the best first. @param {Scene} scene */
  const between = (scene) => {
    const asked = [scene.date, openOnRequest(scene)?.id, ...ASKED.map((key) => scene[key])];
    if (asked.every((each, i) => each === last.asked[i])) return last.courses;
    const { open, told: which } = legs.at(scene);
    const ahead = legs.unbuilt(scene);
    const told = [asked[1], scene.from, scene.to, scene.by, which, ...[...ahead].map(({ id }) => id)].join();
    if (told === last.told) {
      last.asked = asked;
      return last.courses;
    }
    const isOpen = (/** @type {Leg} */ { id }) => open.get(id) ?? false;
    const isAsked = Boolean(scene.from && scene.to);
    const found = isAsked ? bestCourses(scene, isOpen, { ways, index, router }) : whole(scene, isOpen);
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
    told: (scene) => legs.at(scene).told,
    /** The legs of the best course along some ways alone, of what can be travelled; none if they do not lead there.
     * @param {string[]} ids @param {Scene} scene */
    along: (ids, scene) => {
      const { open, found } = legs.at(scene);
      const { from, to, by } = scene;
      const key = [from, to, by, ...ids].join();
      if (!found.has(key)) {
        const own = ways.filter(({ id }) => ids.includes(id)).map((way) => index.isOn(way, scene));
        const along = router.search(from ?? "", to ?? "", { by, mayUse: (leg) => own.some((isOn) => isOn(leg)) && Boolean(open.get(leg.id)) });
        found.set(key, index.isAlong(along) ? along : []);
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
