// @ts-check
import { edgesOf, inside, meets } from "../../map/boxes.js";
import { bind, boxOf, roomOf } from "./lettering.js";

/** @typedef {import("../../map/boxes.js").Box} Box */
/** @typedef {import("./lettering.js").Lettering} Lettering */
/** @typedef {import("./lettering.js").Bound} Bound */

/**
 * What is written in one drawing of the names, and the room that it leaves.
 * @typedef {ReturnType<typeof createRoom>} Room
 */

/**
 * @param {object} given
 * @param {number} given.scale pixels to a step
 * @param {Box} given.paper all that is drawn
 * @param {Box} given.seen what of it the window shows
 * @param {Box[]} given.panels what lies over it
 * @param {Box[]} given.signs what no name covers
 * @param {Box[]} given.lines what a name rather does not cover
 */
export function createRoom({ scale, paper, seen, panels, signs, lines }) {
  /** @type {Box[]} */
  const taken = [...edgesOf(seen), ...panels];
  /** @type {Bound[]} */
  const written = [];
  /** @param {Box} box */
  const isFree = (box) => !meets(box, taken) && !meets(box, signs);
  return {
    scale, seen, signs, lines, taken, written,
    /** What of the paper is seen, as a text. */
    shown: [seen, ...panels].join(),
    isFree,
    /** @param {Box} box */
    isSeen: (box) => inside(box, seen) && !meets(box, panels),
    /**
     * The best of some middles, if one is free; rather none that a line runs through.
     * @param {Lettering} type
     * @param {number[][]} middles
     * @param {(box: Box) => boolean} [also]
     */
    choose(type, middles, also = () => true) {
      const open = middles.filter((middle) => {
        const box = boxOf(type, middle);
        return inside(box, paper) && also(box) && isFree(box);
      });
      return open.find((middle) => !meets(boxOf(type, middle), lines)) ?? open[0];
    },
    /**
     * @param {Lettering} type
     * @param {number[] | undefined} middle
     * @param {number[]} [at] its sign
     */
    put(type, middle, at) {
      if (!middle) return false;
      taken.push(...roomOf(type, middle));
      written.push(bind(type, middle, scale, at));
      return true;
    },
  };
}
