// @ts-check
import { meaningOf } from "./layers.js";
import { SHUT, UNBUILT } from "./question.js";

/** @typedef {import("./router.js").Leg} Leg */
/** @typedef {import("../state/store.js").Scene} Scene */

/**
 * Which legs can be travelled as a reader asks; the last answer is remembered.
 * @param {import("./read.js").Atlas} atlas
 * @param {Leg[]} legs
 * @param {(date: string) => import("./time.js").World} worlds
 */
export function createOpenLegs(atlas, legs, worlds) {
  /** @param {Scene} scene @returns {(leg: Leg) => boolean} */
  const usable = ({ date, over, whatif }) => {
    const world = worlds(date);
    return ({ id, feature, passages }) => {
      if (whatif.has(SHUT + id) || passages.some((passage) => whatif.has(passage))) return false;
      if (over === "all" || whatif.has(id)) return true;
      const status = world.at(feature)?.is.status;
      return Boolean(status) && (over !== "runs" || meaningOf(atlas, status) === "runs");
    };
  };
  /** With ways found along them, and what tells two answers apart.
   * @type {{asked: unknown[], open: Map<string, boolean>, told: string, found: Map<string, Leg[]>}} */
  let last = { asked: [], open: new Map(), told: "", found: new Map() };
  return {
    at: (/** @type {Scene} */ scene) => {
      const asked = [scene.date, scene.over, scene.whatif];
      if (asked.some((each, i) => each !== last.asked[i])) {
        const mayUse = usable(scene);
        const open = new Map(legs.map((leg) => [leg.id, mayUse(leg)]));
        const told = [scene.over, ...scene.whatif, [...open.values()].map(Number).join("")].join();
        last = { asked, open, told, found: told === last.told ? last.found : new Map() };
      }
      return last;
    },
    /** The segments that have yet to be built, without those that a reader supposes open. @param {Scene} scene */
    unbuilt: ({ date, over, whatif }) => {
      const world = worlds(date);
      const isAhead = (/** @type {Leg} */ { id, feature }) => !whatif.has(id) && UNBUILT.includes(meaningOf(atlas, world.at(feature)?.is.status));
      return new Set(over === "all" ? [] : legs.filter(isAhead).map(({ feature }) => feature));
    },
  };
}
