// @ts-check
import { meets } from "./boxes.js";
import { boxOf } from "./lettering.js";
import { middlesInside, overhang } from "./spans.js";

const SEARCH_PX = 7;
/** A whole country is searched in no more steps than this across. */
const SEARCHES = 40;
/** How much a drawn event reaches beyond the box that piles keep for it. */
const STROKE_PX = 1;
/** How much of a name may hang over its country's edge unless there is no other way. */
const OVER = 0.2;
const OVER_MORE = 0.5;

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
 * Where on a zoom the names stand that must: in their type or a finer one, rather inside their
 * country, rather not where a capital's name belongs; where nothing else is free, piles of events
 * make way.
 * @param {LetteredArea[]} areas
 * @param {number} scale pixels to a step
 * @param {Box[]} signs that cannot move
 * @param {Box[]} wished room for the names of capitals
 * @param {ReturnType<typeof import("./piles.js").drawPiles>} piles
 * @returns {Plan}
 */
export function planNames(areas, scale, signs, wished, piles) {
  const must = areas.filter(({ area }) => area.rings);
  const wide = [...must].sort((a, b) => widthOf(a.area) - widthOf(b.area));
  const turned = wide.map((_, i) => [...wide.slice(i), ...wide.slice(0, i)]);
  piles.keepClear([]);
  const events = pileBoxes(piles);
  /** @type {Plan} */
  let best = new Map();
  // Where room is scarce, it matters who chooses first, and how freely.
  const orders = [must, ...turned, ...turned.map((some) => [...some].reverse())];
  for (const over of [OVER, 1]) {
    for (const order of orders) {
      if (best.size === must.length) break;
      const plan = planInOrder(order, scale, signs, over < 1 ? wished : [], events, over);
      if (plan.size > best.size) best = plan;
    }
  }
  const kept = [...best.values()].map(({ type, middle }) => boxOf(type, middle));
  if (kept.some((box) => meets(box, events))) piles.keepClear(kept.map(grown));
  return best;
}

/**
 * @param {LetteredArea[]} order
 * @param {number} scale
 * @param {Box[]} signs
 * @param {Box[]} wished
 * @param {Box[]} events
 * @param {number} first how much of a name may hang over its country's edge at first
 * @returns {Plan}
 */
function planInOrder(order, scale, signs, wished, events, first) {
  /** @type {Plan} */
  const plan = new Map();
  const kept = [...signs];
  for (const { area, type, fine } of order) {
    const more = Math.max(first, OVER_MORE);
    const free = [...kept, ...events];
    const roomy = [...free, ...wished];
    /** @type {[Lettering, Box[], number][]} what is taken, and how much may hang over the edge */
    const tries = [
      [type, roomy, first], [type, roomy, more], [fine, roomy, more], [type, free, more],
      [fine, free, more], [fine, kept, first], [fine, free, 1], [fine, kept, 1],
    ];
    for (const [set, taken, over] of tries) {
      const given = anchorsOf(area, scale).filter((at) => hangsOver(area, set, scale, at) <= over);
      const middles = [...given, ...middlesOn(area, set, scale, over)];
      const middle = middles.find((at) => !meets(boxOf(set, at), taken));
      if (!middle) continue;
      plan.set(area, { type: set, middle });
      kept.push(boxOf(set, middle));
      break;
    }
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
  return piles.boxes().map(grown);
}

/** @param {Box} box @returns {Box} */
function grown([x0, y0, x1, y1]) {
  return [x0 - STROKE_PX, y0 - STROKE_PX, x1 + STROKE_PX, y1 + STROKE_PX];
}

/** @param {Area} area @param {Lettering} type @param {number} scale @param {number[]} middle */
function hangsOver({ rings }, { width }, scale, middle) {
  const own = middle.map((value) => value / scale);
  return (overhang(rings?.() ?? [], own, width / scale) * scale) / width;
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
 * @param {number} over share of the name that may hang over the country's edge
 * @param {Box} [window]
 * @returns {number[][]} the best first
 */
export function middlesOn({ rings }, type, scale, over, window) {
  const own = rings?.() ?? [];
  const width = type.width / scale;
  const frame = window?.map((value) => value / scale) ?? frameOf(own, width);
  const step = Math.max(SEARCH_PX / scale, (frame[2] - frame[0]) / SEARCHES / (window ? 3 : 1));
  return middlesInside(own, frame, width, over * width, step).map(([x, y]) => [x * scale, y * scale]);
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
