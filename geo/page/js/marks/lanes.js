// @ts-check

/** Lines nearer than this to each other run into one. */
const NEAR_PX = 5;
/** They do so where they are as near for longer than this; shorter, they cross. */
const LONG_PX = 24;
const STEP_PX = 4;
/** A long lane is looked at in no more places than this. */
const MOST = 300;

/**
 * A lane on the screen; those of one `look` cannot be told apart.
 * @typedef {object} Lane
 * @property {number[][]} points
 * @property {string} look
 */

/**
 * What is drawn of a lane: some stretches of it, from which to which of its `points`, and beside how
 * many others it runs.
 * @typedef {object} Drawn
 * @property {number[][]} points
 * @property {[number, number][]} stretches
 * @property {number} beside
 */

/**
 * Lanes that run along each other, though no track leads them: those of one look share one line, for
 * two rows of dots would make a solid one; the others lie side by side.
 * @param {Lane[]} lanes the first is drawn whole
 * @returns {Drawn[]}
 */
export function untangled(lanes) {
  /** @type {(Lane & {box: number[], beside: number})[]} */
  const done = [];
  return lanes.map(({ points: corners, look }) => {
    const { points, step } = inSteps(corners);
    const box = boxOf(points);
    const shared = new Array(points.length).fill(false);
    /** @type {number | undefined} */
    let same;
    let others = 0;
    for (const before of done) {
      if (apart(box, before.box)) continue;
      const along = long(points.map((point) => isNear(point, before.points)), LONG_PX / step);
      if (!along.includes(true)) continue;
      if (before.look !== look) others += 1;
      else {
        same ??= before.beside;
        along.forEach((is, i) => (shared[i] ||= is));
      }
    }
    const beside = same ?? others;
    done.push({ points: corners, look, box, beside });
    return { points, stretches: stretchesOf(shared), beside };
  });
}

/** A line with more points, none far from the next. @param {number[][]} corners */
function inSteps(corners) {
  const legs = corners.slice(1).map(([x, y], i) => Math.hypot(x - corners[i][0], y - corners[i][1]));
  const step = Math.max(STEP_PX, legs.reduce((sum, leg) => sum + leg, 0) / MOST);
  const points = legs.flatMap((leg, i) => {
    const [[x0, y0], [x1, y1]] = [corners[i], corners[i + 1]];
    const count = Math.ceil(leg / step);
    return Array.from({ length: count }, (_, k) => [x0 + ((x1 - x0) * k) / count, y0 + ((y1 - y0) * k) / count]);
  });
  return { points: [...points, corners[corners.length - 1]], step };
}

/** @param {number[][]} points */
function boxOf(points) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** @param {number[]} one @param {number[]} other */
function apart(one, other) {
  return one[0] > other[2] + NEAR_PX || one[1] > other[3] + NEAR_PX || other[0] > one[2] + NEAR_PX || other[1] > one[3] + NEAR_PX;
}

/** @param {number[]} point @param {number[][]} line */
function isNear([x, y], line) {
  return line.slice(1).some(([x1, y1], i) => {
    const [x0, y0] = line[i];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - x0 - along * dx, y - y0 - along * dy) < NEAR_PX;
  });
}

/** Leave out what is so for less than some steps. @param {boolean[]} flags @param {number} least */
function long(flags, least) {
  for (let i = 0; i < flags.length; ) {
    const end = flags.indexOf(!flags[i], i);
    const next = end < 0 ? flags.length : end;
    if (flags[i] && next - i < least) flags.fill(false, i, next);
    i = next;
  }
  return flags;
}

/** What is left between what is shared, up to the line that is met there. @param {boolean[]} shared */
function stretchesOf(shared) {
  /** @type {[number, number][]} */
  const found = [];
  for (let i = 0; i < shared.length; i += 1) {
    if (shared[i]) continue;
    const end = shared.indexOf(true, i);
    const last = end < 0 ? shared.length - 1 : end;
    found.push([Math.max(0, i - 1), last]);
    i = last;
  }
  return found;
}
