// @ts-check
/**
 * Where the features of a layer of many lie: corners in whole metres east and south, part after part, and feature
 * after feature.
 * @typedef {object} Plane
 * @property {Int32Array} corners x, y, x, y
 * @property {Uint32Array} starts of each part its first corner, and the end
 * @property {Uint32Array} firsts of each feature its first part, and the end
 * @property {Int32Array} boxes of each feature left, top, right, bottom
 */

/**
 * @param {import("./read.js").Feature[]} features
 * @param {import("../map/projection.js").Projection} projection
 * @returns {Plane}
 */
export function planeOf(features, projection) {
  /** @type {number[]} */
  const corners = [];
  const [starts, firsts] = [[0], [0]];
  const boxes = new Int32Array(features.length * 4);
  for (let row = 0; row < features.length; row += 1) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const part of features[row].unpack()) {
      for (let i = 0; i < part.length; i += 2) {
        const [east, north] = projection.forward(part[i], part[i + 1]);
        const x = Math.round(east);
        const y = Math.round(-north);
        corners.push(x, y);
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        if (y > bottom) bottom = y;
      }
      starts.push(corners.length / 2);
    }
    firsts.push(starts.length - 1);
    [boxes[4 * row], boxes[4 * row + 1], boxes[4 * row + 2], boxes[4 * row + 3]] = [left, top, right, bottom];
  }
  return { corners: Int32Array.from(corners), starts: Uint32Array.from(starts), firsts: Uint32Array.from(firsts), boxes };
}

/**
 * Which of some corners is nearest to a position, the last of those as near; -1 if none is near enough.
 * @param {Int32Array} corners x, y, x, y
 * @param {number[]} some their numbers
 * @param {number[]} at metres
 * @param {number} reach how near is near enough
 */
export function nearestCorner(corners, some, [x, y], reach) {
  let [best, least] = [-1, reach];
  for (const i of some) {
    const far = Math.hypot(corners[2 * i] - x, corners[2 * i + 1] - y);
    if (far <= least) [best, least] = [i, far];
  }
  return best;
}

/**
 * How far along a stretch, from 0 to 1, it is nearest to a position.
 * @param {number} ax @param {number} ay where it begins
 * @param {number} bx @param {number} by where it ends
 * @param {number} x @param {number} y
 */
export function shareAlong(ax, ay, bx, by, x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  return Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
}

/**
 * Whether a position lies on a line, or in an area by the even-odd rule.
 * @param {Plane} plane
 * @param {number} row
 * @param {number[]} at metres
 * @param {number} reach how near is on it
 * @param {boolean} isArea
 */
export function touches({ corners, starts, firsts }, row, [x, y], reach, isArea) {
  let inside = false;
  for (let part = firsts[row]; part < firsts[row + 1]; part += 1) {
    const [first, end] = [starts[part], starts[part + 1]];
    for (let i = isArea ? first : first + 1; i < end; i += 1) {
      const j = i > first ? i - 1 : end - 1;
      const [ax, ay, bx, by] = [corners[2 * j], corners[2 * j + 1], corners[2 * i], corners[2 * i + 1]];
      if (isArea) {
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
        continue;
      }
      const along = shareAlong(ax, ay, bx, by, x, y);
      if (Math.hypot(ax + along * (bx - ax) - x, ay + along * (by - ay) - y) <= reach) return true;
    }
  }
  return inside;
}
