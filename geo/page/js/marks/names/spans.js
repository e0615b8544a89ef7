// @ts-check

/** Numbers of a ring that are passed over at once where none of them is near. */
const STRETCH = 64;
/** @type {WeakMap<number[], number[][]>} from where to where each stretch of a ring goes, up and down */
const reaches = new WeakMap();

/** @param {number[]} ring */
function reachesOf(ring) {
  let known = reaches.get(ring);
  if (known) return known;
  known = [];
  for (let start = 0; start < ring.length; start += STRETCH) {
    let low = ring.at(start - 1) ?? 0;
    let high = low;
    for (let i = start + 1; i < start + STRETCH && i < ring.length; i += 2) {
      low = Math.min(low, ring[i]);
      high = Math.max(high, ring[i]);
    }
    known.push([low, high]);
  }
  reaches.set(ring, known);
  return known;
}

/**
 * The spans of a horizontal line that lie inside rings, by the even-odd rule.
 * @param {number[][]} rings flat lists x, y, x, y; open
 * @param {number} y
 * @returns {number[][]} start and end of each, in order
 */
function spansAt(rings, y) {
  /** @type {number[]} */
  const crossings = [];
  for (const ring of rings) {
    reachesOf(ring).forEach(([low, high], k) => {
      if (y < low || y >= high) return;
      const [start, end] = [k * STRETCH, Math.min((k + 1) * STRETCH, ring.length)];
      let [x0, y0] = start ? ring.slice(start - 2, start) : ring.slice(-2);
      for (let i = start; i < end; i += 2) {
        const [x1, y1] = [ring[i], ring[i + 1]];
        if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
        [x0, y0] = [x1, y1];
      }
    });
  }
  crossings.sort((a, b) => a - b);
  return crossings.flatMap((x, i) => (i % 2 ? [[crossings[i - 1], x]] : []));
}

/**
 * How much of a level label hangs over the edge of the area, or all of it where it is outside.
 * @param {number[][]} rings flat lists x, y, x, y
 * @param {number[]} middle
 * @param {number} width
 */
export function overhang(rings, [x, y], width) {
  const inner = spansAt(rings, y).map(([from, to]) => {
    return Math.max(0, Math.min(to, x + width / 2) - Math.max(from, x - width / 2));
  });
  return width - Math.max(0, ...inner);
}

/**
 * Where a label may stand in the part of an area that a window shows: where least of it hangs over
 * the area's edge, then nearest to the middle of that part.
 * @param {number[][]} rings flat lists x, y, x, y, in the window's units
 * @param {import("../../map/boxes.js").Box} window
 * @param {number} width of the label
 * @param {number} most of it that may hang over
 * @param {number} step between two places
 * @returns {number[][]} middles, the best first
 */
export function middlesInside(rings, [left, top, right, bottom], width, most, step) {
  const found = [];
  for (let y = top + step; y < bottom; y += step) {
    for (const [from, to] of spansAt(rings, y)) {
      const start = Math.max(from - width / 2, left + width / 2);
      const end = Math.min(to + width / 2, right - width / 2);
      for (let x = start; x <= end; x += step) {
        const over = Math.max(0, from - (x - width / 2)) + Math.max(0, x + width / 2 - to);
        if (over <= most) found.push({ x, y, over });
      }
    }
  }
  const mean = (/** @type {"x" | "y"} */ key) =>
    found.reduce((sum, at) => sum + at[key], 0) / found.length;
  const [x, y] = [mean("x"), mean("y")];
  const worth = (/** @type {{x: number, y: number, over: number}} */ at) =>
    2 * at.over + Math.hypot(at.x - x, at.y - y);
  return found.sort((a, b) => worth(a) - worth(b)).map((at) => [at.x, at.y]);
}
