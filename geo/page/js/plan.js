// @ts-check
import { meets } from "./boxes.js";
import { boxOf } from "./lettering.js";
import { middlesInside } from "./spans.js";

const SEARCH_PX = 7;
/** A whole country is searched in no more steps than this across. */
const SEARCHES = 40;
/** How much a drawn event reaches beyond the box that piles keep for it. */
const STROKE_PX = 1;

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./lettering.js").Lettering} Lettering */
/**
 * @typedef {object} Area
 * @property {string} text
 * @property {string} lang
 * @property {string} kind class of its type
 * @property {number[][]} anchors where it may stand, in steps of the sheet, the best first
 * @property {number} [room] width that it may fill, in steps
 * @property {() => number[][]} [rings] of what must be named wherever it is in sight, in steps
 */
/** @typedef {{area: Area, type: Lettering, fine: Lettering}} LetteredArea in its type, and a finer one */
/** @typedef {Map<Area, {type: Lettering, middle: number[]}>} Plan */

/**
 * Where on a zoom the names stand that must: free of all signs if there is such a place, else where
 * only piles of events stand, which then make way.
 * @param {LetteredArea[]} areas
 * @param {number} scale pixels to a step
 * @param {Box[]} signs that cannot move
 * @param {ReturnType<typeof import("./piles.js").drawPiles>} piles
 * @returns {Plan}
 */
export function planNames(areas, scale, signs, piles) {
  const must = areas.filter(({ area }) => area.rings);
  const wide = [...must].sort((a, b) => widthOf(a.area) - widthOf(b.area));
  piles.keepClear([]);
  const events = pileBoxes(piles);
  /** @type {Plan} */
  let best = new Map();
  // Where room is scarce, it matters who chooses first.
  const turned = wide.map((_, i) => [...wide.slice(i), ...wide.slice(0, i)]);
  for (const order of [must, ...turned, ...turned.map((order) => [...order].reverse())]) {
    const plan = planInOrder(order, scale, signs, events);
    if (plan.size > best.size) best = plan;
    if (best.size === must.length) break;
  }
  const kept = [...best.values()].map(({ type, middle }) => boxOf(type, middle));
  if (kept.some((box) => meets(box, events))) piles.keepClear(kept);
  return best;
}

/**
 * @param {LetteredArea[]} order
 * @param {number} scale
 * @param {Box[]} signs
 * @param {Box[]} events
 * @returns {Plan}
 */
function planInOrder(order, scale, signs, events) {
  /** @type {Plan} */
  const plan = new Map();
  const kept = [...signs];
  for (const { area, type, fine } of order) {
    const search = (/** @type {Lettering} */ set, /** @type {Box[]} */ taken) => {
      const middles = [...anchorsOf(area, scale), ...middlesOn(area, set, scale)];
      const middle = middles.find((at) => !meets(boxOf(set, at), taken));
      return middle && { type: set, middle };
    };
    const all = [...kept, ...events];
    const found = search(type, all) ?? search(fine, all) ?? search(fine, kept);
    if (!found) continue;
    plan.set(area, found);
    kept.push(boxOf(found.type, found.middle));
  }
  return plan;
}

/** @param {Area} area */
function widthOf({ rings }) {
  const [left, , right] = frameOf(rings?.() ?? [], 0);
  return right - left;
}

/** @param {ReturnType<typeof import("./piles.js").drawPiles>} piles */
export function pileBoxes(piles) {
  return piles.boxes().map(([x0, y0, x1, y1]) => {
    return [x0 - STROKE_PX, y0 - STROKE_PX, x1 + STROKE_PX, y1 + STROKE_PX];
  });
}

/** @param {Area} area @param {number} scale */
export function anchorsOf({ anchors }, scale) {
  return anchors.map(([x, y]) => [x * scale, y * scale]);
}

/**
 * Where a name may stand on its country, or on the part of it that a window shows, in pixels.
 * @param {Area} area
 * @param {Lettering} type
 * @param {number} scale
 * @param {Box} [window]
 * @returns {number[][]} the best first
 */
export function middlesOn({ rings }, type, scale, window) {
  const own = rings?.() ?? [];
  const width = type.width / scale;
  const frame = window?.map((value) => value / scale) ?? frameOf(own, width);
  const step = Math.max(SEARCH_PX / scale, (frame[2] - frame[0]) / SEARCHES / (window ? 3 : 1));
  return middlesInside(own, frame, width, step).map(([x, y]) => [x * scale, y * scale]);
}

/**
 * @param {number[][]} rings
 * @param {number} margin
 * @returns {Box}
 */
function frameOf(rings, margin) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      box[0] = Math.min(box[0], ring[i] - margin);
      box[1] = Math.min(box[1], ring[i + 1]);
      box[2] = Math.max(box[2], ring[i] + margin);
      box[3] = Math.max(box[3], ring[i + 1]);
    }
  }
  return box;
}
