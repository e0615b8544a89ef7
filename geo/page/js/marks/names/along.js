// @ts-check
import { boxAround } from "../../map/boxes.js";
import { AIR_PX } from "./lettering.js";

/** How far the middle of a name stands from the line that it names. */
const OFF_PX = 13;
/** How far the line beneath a name may bend. */
const BEND_PX = 5;
/** What of the height of a name its letters fill, about its middle. */
const INKED = 0.7;
/** Lines that end this near to each other go on as one. */
const JOINT_PX = 3;
/** So many pixels from the middle of the line weigh as much as a degree by which a name leans. */
const LEAN_PX = 3;
/** Places are looked for at each of so many points of a line, and so many are tried. */
const EVERY_POINT = 3;
const MOST_PLACES = 60;

/** @typedef {import("../../map/boxes.js").Box} Box */
/**
 * A place along a line: its middle, by how many degrees it leans, and whether it lies on the line
 * instead of beside it.
 * @typedef {{middle: number[], turn: number, on?: boolean}} Along
 */

/**
 * Where a name may stand along some lines, where these are straight enough: rather level than
 * steep, rather in the middle of what is seen of them. After that, level beside them, and
 * in the end on them.
 * @param {number[][][]} lines points near enough to each other
 * @param {number} width of the name
 * @param {(box: Box) => boolean} isSeen
 * @returns {Along[]} the best first
 */
export function alongLines(lines, width, isSeen) {
  const isIn = (/** @type {number[]} */ point) => isSeen(boxAround(point, 1));
  const shown = lines.flat().filter(isIn);
  const [x, y] = [0, 1].map((side) => shown.reduce((sum, point) => sum + point[side], 0) / shown.length);
  const far = (/** @type {Along} */ { middle, turn }) => LEAN_PX * Math.abs(turn) + Math.hypot(middle[0] - x, middle[1] - y);
  const some = shown.filter((_, i) => i % EVERY_POINT === 0);
  const beside = some.flatMap(([px, py]) => [1, -1].map((side) => ({ middle: [px + side * (width / 2 + OFF_PX), py], turn: 0 })));
  const on = some.map((middle) => ({ middle, turn: 0, on: true }));
  return [joined(lines).flatMap((line) => straights(line, width)), beside, on].flatMap((places) => {
    return places.filter(({ middle }) => isIn(middle)).sort((a, b) => far(a) - far(b)).slice(0, MOST_PLACES);
  });
}

/** Lines, as long as they go on. @param {number[][][]} lines */
function joined(lines) {
  const rest = [...lines];
  const meet = (/** @type {number[]} */ a, /** @type {number[]} */ b) => Math.hypot(a[0] - b[0], a[1] - b[1]) < JOINT_PX;
  const found = [];
  while (rest.length) {
    let line = rest.shift() ?? [];
    for (;;) {
      const [head, tail] = [line[0], line[line.length - 1]];
      const next = rest.findIndex((other) => [head, tail].some((end) => meet(end, other[0]) || meet(end, other[other.length - 1])));
      if (next < 0) break;
      const [other] = rest.splice(next, 1);
      const isAfter = meet(tail, other[0]) || meet(tail, other[other.length - 1]);
      const end = isAfter ? tail : head;
      const turned = meet(end, other[isAfter ? 0 : other.length - 1]) ? other : [...other].reverse();
      line = isAfter ? [...line, ...turned] : [...turned, ...line];
    }
    found.push(line);
  }
  return found;
}

/**
 * The room of a name that leans, as boxes along it.
 * @param {{width: number, height: number}} lettering
 * @param {Along} along
 */
export function boxesAlong({ width, height }, { middle: [x, y], turn }) {
  const angle = (turn * Math.PI) / 180;
  const count = Math.ceil(width / height);
  return Array.from({ length: count }, (_, i) => {
    const off = ((i + 0.5) / count - 0.5) * width;
    return boxAround([x + off * Math.cos(angle), y + off * Math.sin(angle)], (INKED * height) / 2);
  });
}

/**
 * The box around a name that leans: no other name or sign stands in it.
 * @param {{width: number, height: number}} lettering
 * @param {Along} along
 */
export function roomAlong({ width, height }, { middle, turn }) {
  const [across, up] = [Math.cos, Math.sin].map((of) => Math.abs(of((turn * Math.PI) / 180)));
  const [long, high] = [width / 2 + AIR_PX, height / 2 + AIR_PX];
  return boxAround(middle, long * across + high * up, long * up + high * across);
}

/** @param {number[][]} line @param {number} width @returns {Along[]} */
function straights(line, width) {
  const found = [];
  for (let start = 0; start < line.length; start += EVERY_POINT) {
    const [x0, y0] = line[start];
    const end = line.findIndex(([x, y], i) => i > start && Math.hypot(x - x0, y - y0) >= width);
    if (end < 0) break;
    const [dx, dy] = [line[end][0] - x0, line[end][1] - y0];
    const long = Math.hypot(dx, dy);
    const isStraight = line.slice(start, end).every(([x, y]) => Math.abs((x - x0) * dy - (y - y0) * dx) < BEND_PX * long);
    if (!isStraight) continue;
    const angle = Math.atan(dy / (dx || 1e-9));
    for (const side of [-1, 1]) {
      const middle = [x0 + dx / 2 - side * OFF_PX * Math.sin(angle), y0 + dy / 2 + side * OFF_PX * Math.cos(angle)];
      found.push({ middle, turn: (angle * 180) / Math.PI });
    }
  }
  return found;
}
