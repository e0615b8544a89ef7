// @ts-check
import { createBoxIndex, edgesOf, inside, meets } from "../../map/boxes.js";
import { bind, boxOf, roomOf } from "./lettering.js";

/** @typedef {import("../../map/boxes.js").Box} Box */
/** @typedef {import("../../map/boxes.js").BoxIndex} BoxIndex */
/** @typedef {import("./lettering.js").Lettering} Lettering */
/** @typedef {import("./lettering.js").Bound} Bound */

/**
 * What is written in one drawing of the names, and the room that it leaves.
 * @typedef {ReturnType<typeof createRoom>} Room
 */

/** So many places that are better else are given up for one that a line of points less runs through. */
const [LINE_COST, TOLD_COST] = [1, 3];

/**
 * @param {object} given
 * @param {number} given.scale pixels to a step
 * @param {Box} given.paper all that is drawn
 * @param {Box} given.seen what of it the window shows
 * @param {Box[]} given.panels what lies over it
 * @param {BoxIndex} given.signs what no name covers
 * @param {BoxIndex} given.lines what a name rather does not cover
 * @param {BoxIndex} given.told lines of the subject, which it covers least
 */
export function createRoom({ scale, paper, seen, panels, signs, lines, told }) {
  const taken = createBoxIndex([...edgesOf(seen), ...panels]);
  /** @type {Bound[]} */
  const written = [];
  /** @param {Box} box */
  const isFree = (box) => !taken.meets(box) && !signs.meets(box);
  return {
    scale, seen, signs, lines, told, taken, written,
    /** What of the paper is seen, as a text. */
    shown: [seen, ...panels].join(),
    isFree,
    /** @param {Box} box */
    isSeen: (box) => inside(box, seen) && !meets(box, panels),
    /**
     * The best of some middles, if one is free: rather an earlier one, and rather none that lines run
     * through, least those of the subject.
     * @param {Lettering} type
     * @param {number[][]} middles
     * @param {(box: Box) => boolean} [also]
     * @param {(box: Box) => number} [fault] what else is wrong there
     */
    choose(type, middles, also = () => true, fault = () => 0) {
      let [best, least] = [/** @type {number[] | undefined} */ (undefined), Infinity];
      for (let i = 0; i < middles.length && i < least; i += 1) {
        const box = boxOf(type, middles[i]);
        if (!inside(box, paper) || !also(box) || !isFree(box)) continue;
        const cost = i + LINE_COST * lines.count(box) + TOLD_COST * told.count(box) + fault(box);
        if (cost < least) [best, least] = [middles[i], cost];
      }
      return best;
    },
    /**
     * @param {Lettering} type
     * @param {number[] | undefined} middle
     * @param {number[]} [at] its sign
     */
    put(type, middle, at) {
      if (!middle) return false;
      taken.add(...roomOf(type, middle));
      written.push(bind(type, middle, scale, at));
      return true;
    },
  };
}
