// @ts-check
import { courseAlong } from "./course.js";

/** @typedef {import("./ways.js").Way} Way */
/** @typedef {import("./router.js").Leg} Leg */
/** @typedef {(leg: Leg) => boolean} Test whether a leg may be used */

/**
 * The best course along each way from place to place, along two ways together where one does not lead there
 * alone, and of all.
 * @param {import("../state/store.js").Scene} scene
 * @param {Test} mayUse what can be travelled as a reader asks
 * @param {{ways: Way[], index: import("./wayindex.js").WayIndex, router: import("./router.js").Router}} network
 */
export function bestCourses(scene, mayUse, { ways, index, router }) {
  const { from, to, by } = scene;
  const [start, end] = [from ?? "", to ?? ""];
  if (start === end) return [];
  const isOn = (/** @type {Way} */ way) => index.isOn(way, scene);
  const open = (/** @type {Test} */ mayBe) => router.search(start, end, { by, mayUse: (leg) => mayBe(leg) && mayUse(leg) });
  /** What is cut is shown as it would be. @param {Test} mayBe */
  const search = (mayBe) => {
    const legs = open(mayBe);
    return legs.length ? legs : router.search(start, end, { by: "distance", mayUse: mayBe });
  };
  const leading = new Map(ways.map((way) => /** @type {const} */ ([way, search(isOn(way))])).filter(([, legs]) => index.isAlong(legs)));
  const found = new Map([...leading].map(([way, legs]) => [way.id, courseAlong(router, legs, [{ ways: [way], start }], mayUse)]));
  const isOpen = (/** @type {Way} */ way) => leading.get(way)?.every(mayUse);
  const pairs = ways.flatMap((way, i) => ways.slice(i + 1).map((other) => [way, other])).filter((pair) => !pair.every(isOpen));
  const joined = pairs.map((pair) => (pair.every((way) => leading.has(way)) ? open : search)((leg) => pair.some((way) => isOn(way)(leg))));
  for (const legs of [...joined, search(() => true)]) {
    const runs = index.runsOf(legs);
    const course = runs.length > 1 || (!found.size && legs.length) ? courseAlong(router, legs, runs, mayUse) : null;
    if (course && !found.has(course.key)) found.set(course.key, course);
  }
  return [...found.values()];
}
