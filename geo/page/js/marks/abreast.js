// @ts-check
import { shareAlong } from "../data/plane.js";
import { onceOf } from "../data/memory.js";
import { frameOf } from "../map/boxes.js";

/** Lines that are near each other for less than this cross. */
const LONG_PX = 24;
const SAMPLE_PX = 4;
/** A long lane is looked at in no more places than this. */
const MOST_SAMPLES = 300;
/** A line joins another one so much further on. */
const AHEAD_PX = 12;
/** At its ends a line lies no more than so far aside, and so long before them it leaves its place abreast. */
const END_PX = 1.8;
const TAPER_PX = 22;
/** A line that ends so far from the one that it shares leads to its end alone. */
const OWN_END_PX = 1;
/** Lines of unlike looks that are nearer than this share of their gap hide each other. */
const CROWDED = 0.9;
/** To lie one place further from where it belongs is as bad as to lie on another line for so long. */
const FURTHER_PX = 8;
/** A sharp corner goes no more times as far aside as the line; the cosine of half a turn that is sharp. */
const [MITRE, SHARP_TURN] = [2, 0.85];
/** Where a lane is tried beside others of another look, in lines abreast. */
const TRIED = [0, 1, -1, 2, -2];

/**
 * A lane on the screen; those of one `look` cannot be told apart. Its middle is `gap` away from
 * that of a line beside it.
 * @typedef {object} Lane
 * @property {number[][]} points
 * @property {string} look
 * @property {number} gap
 */

/**
 * Where a lane lies, and the stretches of it that are drawn.
 * @typedef {object} Untangled
 * @property {number[][]} points
 * @property {number[][][]} stretches
 */

/**
 * Lanes that run along each other, though no track leads them: those of one look share one line, for
 * two rows of dots would make a solid one; the others lie side by side.
 * @param {Lane[]} lanes the first is drawn whole
 * @returns {Untangled[]}
 */
export function untangled(lanes) {
  /** @type {(Lane & {moved: number[][], beside: number})[]} */
  const done = [];
  return lanes.map(({ points: corners, look, gap }) => {
    const { points, step } = inSteps(corners);
    /** How much nearer than that each point is to another line, where it is for long. */
    const along = (/** @type {number[][]} */ own, /** @type {number[][]} */ other, /** @type {number} */ within) => {
      const nearer = nearerThan(within, own, other);
      return longEnough(nearer.map((by) => by > 0), LONG_PX / step).map((is, i) => (is ? nearer[i] : 0));
    };
    const near = Math.ceil(TAPER_PX / step) + 1; // so many points lie near an end, where lanes may meet
    const alike = done.filter((each) => each.look === look);
    const others = done.filter((each) => each.look !== look);
    const same = alike.find((before) => along(points, before.points, gap + 1).some(Boolean))?.beside ?? 0;
    let [beside, moved, least] = [same, points, Infinity];
    for (const each of [same, ...TRIED]) {
      const there = inSteps(sideways(corners, each * gap)).points;
      const met = others.reduce((sum, other) => along(there, other.moved, CROWDED * gap).slice(near, -near).reduce((all, by) => all + by, sum), 0);
      const worth = (met * step) / gap + Math.abs(each - same) * FURTHER_PX;
      if (worth < least) [beside, moved, least] = [each, there, worth];
      if (!met) break;
    }
    /** @type {(number[][] | undefined)[]} the line that it shares */
    const shared = new Array(moved.length).fill(undefined);
    for (const before of alike) {
      along(moved, before.moved, gap + 1).forEach((is, i) => is && (shared[i] ??= before.moved));
    }
    for (const end of [0, moved.length - 1]) {
      const [x, y] = shared[end] ? nearestOn(shared[end], moved[end]) : moved[end];
      if (Math.hypot(moved[end][0] - x, moved[end][1] - y) > OWN_END_PX) shared[end] = undefined;
    }
    done.push({ points: corners, look, gap, moved: sideways(corners, beside * gap), beside });
    return { points: moved, stretches: stretchesOf(moved, shared, Math.ceil(AHEAD_PX / step)) };
  });
}

/** A line with more points, none far from the next. @param {number[][]} corners */
function inSteps(corners) {
  const legs = corners.slice(1).map(([x, y], i) => Math.hypot(x - corners[i][0], y - corners[i][1]));
  const step = Math.max(SAMPLE_PX, legs.reduce((sum, leg) => sum + leg, 0) / MOST_SAMPLES);
  const points = legs.flatMap((leg, i) => {
    const [[x0, y0], [x1, y1]] = [corners[i], corners[i + 1]];
    const count = Math.ceil(leg / step);
    return Array.from({ length: count }, (_, k) => [x0 + ((x1 - x0) * k) / count, y0 + ((y1 - y0) * k) / count]);
  });
  return { points: [...points, corners[corners.length - 1]], step };
}

/**
 * By how much the points of a line are nearer than so far to another one; 0 for those that are not.
 * @param {number} near @param {number[][]} points @param {number[][]} line
 */
function nearerThan(near, points, line) {
  const [[a, b, c, d], [left, top, right, bottom]] = [line, points].map(boundsOf);
  if (left > c + near || right < a - near || top > d + near || bottom < b - near) return points.map(() => 0);
  const isFar = (/** @type {number[]} */ [x, y]) => x < a - near || y < b - near || x > c + near || y > d + near;
  return points.map((point) => {
    if (isFar(point)) return 0;
    const [x, y] = nearestOn(line, point);
    return Math.max(0, near - Math.hypot(point[0] - x, point[1] - y));
  });
}

/** @type {(points: number[][]) => number[]} */
const boundsOf = onceOf(frameOf);

/** @param {number[][]} line @param {number[]} point */
function nearestOn(line, [x, y]) {
  let [best, least] = [line[0], Infinity];
  for (let i = 1; i < line.length; i += 1) {
    const [[x0, y0], [x1, y1]] = [line[i - 1], line[i]];
    const along = shareAlong(x0, y0, x1, y1, x, y);
    const [px, py] = [x0 + along * (x1 - x0), y0 + along * (y1 - y0)];
    const square = (x - px) ** 2 + (y - py) ** 2;
    if (square < least) [best, least] = [[px, py], square];
  }
  return best;
}

/** Leave out what is so for less than some steps. @param {boolean[]} flags @param {number} least */
function longEnough(flags, least) {
  for (let i = 0; i < flags.length; ) {
    const end = flags.indexOf(!flags[i], i);
    const next = end < 0 ? flags.length : end;
    if (flags[i] && next - i < least) flags.fill(false, i, next);
    i = next;
  }
  return flags;
}

/**
 * What is left of a line between what it shares, up to where it joins that.
 * @param {number[][]} points @param {(number[][] | undefined)[]} shared by point, the line
 * @param {number} ahead so many points further on
 */
function stretchesOf(points, shared, ahead) {
  const found = [];
  const last = points.length - 1;
  for (let i = 0; i <= last; i += 1) {
    if (shared[i]) continue;
    let end = i;
    while (end < last && !shared[end + 1]) end += 1;
    const [before, after] = [shared[i - 1], shared[end + 1]];
    found.push([
      ...(before ? [nearestOn(before, points[Math.max(0, i - ahead)])] : []),
      ...points.slice(i, end + 1),
      ...(after ? [nearestOn(after, points[Math.min(last, end + ahead)])] : []),
    ]);
    i = end;
  }
  return found;
}

/**
 * Move a line sideways, but for its ends: they stay at what it leads to.
 * @param {number[][]} points
 * @param {number} shift pixels to the right of the way north-east
 * @returns {number[][]}
 */
export function sideways(points, shift) {
  if (shift === 0) return points;
  const [first, last] = [points[0], points[points.length - 1]];
  // All segments count their sides from the same heading, so that a corridor does not change
  // sides where two segments meet.
  const side = 0.6 * (last[0] - first[0]) - (last[1] - first[1]) >= 0 ? shift : -shift;
  const least = Math.min(1, END_PX / Math.abs(shift));
  const bent = least < 1 ? tapered(points) : points.map((point) => [...point, 1]);
  const legs = bent.slice(1).map(([x, y], i) => unit(x - bent[i][0], y - bent[i][1]));
  return bent.flatMap(([x, y, free], i) => {
    const [[ax, ay], [bx, by]] = [legs[Math.max(0, i - 1)], legs[Math.min(i, legs.length - 1)]];
    const [tx, ty] = unit(ax + bx, ay + by);
    const slant = tx * bx + ty * by;
    const far = side * (least + (1 - least) * free);
    const aside = (/** @type {number} */ dx, /** @type {number} */ dy, /** @type {number} */ px) => [x - dy * px, y + dx * px];
    // On the outer side of a sharp turn a line goes around the corner, or it would hook out beside what it leads to.
    const isOuter = (ax * by - ay * bx) * far < 0;
    if (isOuter && slant < SHARP_TURN) return [aside(ax, ay, far), aside(tx, ty, far), aside(bx, by, far)];
    return [aside(tx, ty, far * Math.min(MITRE, 1 / Math.max(0.1, slant)))];
  });
}

/**
 * A line with how free of its ends each point is, from 0 to 1, and a point where it begins to be wholly so.
 * @param {number[][]} points
 */
function tapered(points) {
  let far = 0;
  const along = points.map(([x, y], i) => (far += i ? Math.hypot(x - points[i - 1][0], y - points[i - 1][1]) : 0));
  const taper = Math.min(TAPER_PX, far / 2);
  return points.flatMap(([x, y], i) => {
    const [from, to] = [along[i - 1] ?? 0, along[i]];
    const added = [...new Set([taper, far - taper])].filter((at) => from < at && at < to).map((at) => {
      const share = (at - from) / (to - from);
      return [points[i - 1][0] + share * (x - points[i - 1][0]), points[i - 1][1] + share * (y - points[i - 1][1]), 1];
    });
    return [...added, [x, y, Math.min(1, Math.min(to, far - to) / (taper || 1))]];
  });
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]}
 */
function unit(x, y) {
  const length = Math.hypot(x, y) || 1;
  return [x / length, y / length];
}
