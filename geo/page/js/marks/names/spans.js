// @ts-check
import { onceOf } from "../../data/memory.js";

/** Numbers of a ring that are passed over at once where none of them is near. */
const STRETCH = 64;
/** @typedef {{ring: number[], start: number, end: number, low: number, high: number}} Stretch */

/** The stretches of some rings, with how far each goes, up and down. @type {(rings: number[][]) => Stretch[]} */
const reachesOf = onceOf((rings) => rings.flatMap((ring) => Array.from({ length: Math.ceil(ring.length / STRETCH) }, (_, k) => {
  const [start, end] = [k * STRETCH, Math.min((k + 1) * STRETCH, ring.length)];
  let low = ring.at(start - 1) ?? 0;
  let high = low;
  for (let i = start + 1; i < end; i += 2) {
    low = Math.min(low, ring[i]);
    high = Math.max(high, ring[i]);
  }
  return { ring, start, end, low, high };
})));

/**
 * The spans of a horizontal line that lie inside rings, by the even-odd rule.
 * @param {number[][]} rings flat lists x, y, x, y; open
 * @param {number} y
 * @returns {number[][]} start and end of each, in order
 */
function spansAt(rings, y) {
  /** @type {number[]} */
  const crossings = [];
  for (const { ring, start, end, low, high } of reachesOf(rings)) {
    if (y < low || y >= high) continue;
    let [x0, y0] = start ? [ring[start - 2], ring[start - 1]] : ring.slice(-2);
    for (let i = start; i < end; i += 2) {
      const [x1, y1] = [ring[i], ring[i + 1]];
      if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
      [x0, y0] = [x1, y1];
    }
  }
  crossings.sort((a, b) => a - b);
  return crossings.flatMap((x, i) => (i % 2 ? [[crossings[i - 1], x]] : []));
}

/** What hangs over the edge of an area weighs so many times what stands off its middle. */
const OVER_WEIGHT = 5;
/** Lines through a label that stand for its box, from its middle, as parts of its height. */
const LEVELS = [0, -1 / 3, 1 / 3];

/**
 * How much of a stretch lies in spans.
 * @param {number[][]} spans
 * @param {number} start
 * @param {number} end
 */
function covered(spans, start, end) {
  let sum = 0;
  for (const [from, to] of spans) sum += Math.max(0, Math.min(to, end) - Math.max(from, start));
  return sum;
}

/** @param {number[][]} spans @param {number} x */
function isIn(spans, x) {
  return spans.some(([from, to]) => from <= x && x <= to);
}

/**
 * How much of a level line lies on an area.
 * @param {number[][]} rings flat lists x, y, x, y
 * @param {number} start
 * @param {number} end
 * @param {number} y
 */
export function lengthOn(rings, start, end, y) {
  return covered(spansAt(rings, y), start, end);
}

/**
 * Which share of a level label lies on an area: none, unless its middle does.
 * @param {number[][]} rings flat lists x, y, x, y
 * @param {number[]} middle
 * @param {number} width
 * @param {number} height
 */
export function shareOn(rings, [x, y], width, height) {
  const lines = LEVELS.map((part) => spansAt(rings, y + part * height));
  if (!isIn(lines[0], x)) return 0;
  return lines.reduce((sum, spans) => sum + covered(spans, x - width / 2, x + width / 2), 0) / (lines.length * width);
}

/**
 * Where a label may stand in the part of an area that a window shows: where least of it hangs over
 * the area's edge, then nearest to the middle of that part.
 * @param {number[][]} rings flat lists x, y, x, y, in the window's units
 * @param {import("../../map/boxes.js").Box} window
 * @param {{width: number, height: number}} label
 * @param {number} least share of it that lies on the area
 * @param {number} step between two places
 * @returns {number[][]} middles, the best first
 */
export function middlesInside(rings, [left, top, right, bottom], { width, height }, least, step) {
  const found = [];
  for (let y = top + step; y < bottom; y += step) {
    const levels = LEVELS.map((part) => spansAt(rings, y + part * height));
    for (const [from, to] of levels[0]) {
      const end = Math.min(to, right - width / 2);
      for (let x = Math.max(from, left + width / 2); x <= end; x += step) {
        let own = 0;
        for (const spans of levels) own += covered(spans, x - width / 2, x + width / 2);
        const share = own / (LEVELS.length * width);
        if (share >= least) found.push({ x, y, over: (1 - share) * width });
      }
    }
  }
  const mean = (/** @type {"x" | "y"} */ key) =>
    found.reduce((sum, at) => sum + at[key], 0) / found.length;
  const [x, y] = [mean("x"), mean("y")];
  const weighed = found.map((at) => ({ at, worth: OVER_WEIGHT * at.over + Math.hypot(at.x - x, at.y - y) }));
  return weighed.sort((a, b) => a.worth - b.worth).map(({ at }) => [at.x, at.y]);
}
