// @ts-check
import { distance } from "../../map/boxes.js";
import { boxOf } from "./lettering.js";

const GAP_PX = 2;
/** Where a name may stand beside its sign: to its right or left, and above or below it. */
const SIDES = [
  [1, 0], [1, -0.5], [1, 0.5], [-1, 0], [-1, -0.5], [-1, 0.5],
  [1, -1], [1, 1], [-1, -1], [-1, 1], [0, -1], [0, 1],
];
/** A name this near to another sign than its own might be read as that one's; nearer than that, it would. */
const DOUBT_PX = 15;
const CONFUSION_PX = 10.5;
/** No name is so wide. */
const WIDEST_PX = 400;
/** So many better sides are given up for one that is out of doubt, and for one on the own ground. */
const DOUBT_COST = 4;
const FOREIGN_COST = 10;
/** A name whose line lies so much on other ground, and so much on water, leads across that. */
const [ASHORE, AFLOAT] = [0.08, 0.15];

/** @typedef {import("../../map/boxes.js").Box} Box */
/** @typedef {{spot: number[], look: string | undefined}} Sign where it is in world pixels, and how it looks */

/**
 * Where a name may stand beside its sign, the best first.
 * @param {import("./lettering.js").Lettering} type
 * @param {number[]} spot
 * @param {number} half of the width of the sign
 * @param {number} [high] and of its height
 */
export function besides({ width, height }, [x, y], half, high = half) {
  return SIDES.map(([h, v]) => {
    const far = Math.abs(v) === 1;
    const across = h * (width / 2 + (far ? -half : half + GAP_PX));
    return [x + across, y + v * (height / 2 + (far ? high + GAP_PX : 0))];
  });
}

/**
 * What is wrong with a name beside its sign: that it lies on other ground, or might be read as the
 * name of another sign. Infinite is what misleads: to be nearer to a sign of the same look, and to lead across
 * water to another shore.
 * @param {object} given
 * @param {number[]} given.spot its sign
 * @param {string | undefined} given.look
 * @param {string | null} given.home country of its sign
 * @param {Sign[]} given.signs all that are drawn
 * @param {number} given.scale
 * @param {import("./soil.js").Soil} given.soil
 * @returns {(box: Box) => number}
 */
export function faultOf({ spot, look, home, signs, scale, soil }) {
  const near = signs.filter((sign) => {
    const far = Math.max(Math.abs(sign.spot[0] - spot[0]), Math.abs(sign.spot[1] - spot[1]));
    return far > 1 && far < WIDEST_PX;
  });
  return (box) => {
    let fault = 0;
    for (const sign of near) {
      const far = distance(box, sign.spot);
      if (far < CONFUSION_PX && sign.look === look) return Infinity;
      if (far < DOUBT_PX) fault = DOUBT_COST;
    }
    if (!home) return fault;
    const { own, foreign } = soil.under(box, scale, home);
    if (foreign > ASHORE && 1 - own - foreign > AFLOAT) return Infinity;
    return fault + FOREIGN_COST * foreign;
  };
}

/**
 * Sides in the order of what is wrong there, without those that mislead.
 * @param {import("./lettering.js").Lettering} type
 * @param {number[]} spot
 * @param {number} half of the width of the sign
 * @param {(box: Box) => number} fault
 */
export function bestSides(type, spot, half, fault) {
  return besides(type, spot, half).map((middle, i) => ({ middle, cost: i + fault(boxOf(type, middle)) }))
    .filter(({ cost }) => cost < Infinity).sort((a, b) => a.cost - b.cost).map(({ middle }) => middle);
}
