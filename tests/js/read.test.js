import assert from "node:assert/strict";
import { test } from "node:test";
import { contains } from "../../geo/page/js/data/read.js";

test("an area holds what lies in it, at any latitude, but not in its holes", () => {
  const ring = [0, -90, 10, -90, 10, 90, 0, 90];
  const hole = [2, -2.5, 4, -2.5, 4, 2.5, 2, 2.5];
  const area = /** @type {any} */ ({ unpack: () => [ring, hole] });
  const isIn = (/** @type {[number, number][]} */ ...at) => at.map(([lon, lat]) => contains(area, lon, lat));
  assert.deepEqual(isIn([5, -89.5], [5, 0], [5, 89.5], [3, -2.6], [3, 2.6], [1, 1]), [true, true, true, true, true, true]);
  assert.deepEqual(isIn([3, -2.4], [3, 0], [3, 2.4], [11, 0], [-1, 90]), [false, false, false, false, false]);
});

test("areas are told alike whether their edges are looked up or gone through", () => {
  const ring = Array.from({ length: 40 }, (_, i) => [Math.cos(i / 6.4) * (20 + 9 * (i % 3)), Math.sin(i / 6.4) * (20 + 9 * (i % 3))]).flat();
  const area = /** @type {any} */ ({ unpack: () => [ring] });
  const byAll = (/** @type {number} */ lon, /** @type {number} */ lat) => {
    let inside = false;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [x, y, u, v] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
      if (y > lat !== v > lat && lon < ((u - x) * (lat - y)) / (v - y) + x) inside = !inside;
    }
    return inside;
  };
  for (let lon = -40; lon <= 40; lon += 0.7) for (let lat = -40; lat <= 40; lat += 0.9) assert.equal(contains(area, lon, lat), byAll(lon, lat));
});
