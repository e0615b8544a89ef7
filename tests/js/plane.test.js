import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestCorner, planeOf, touches } from "../../geo/page/js/data/plane.js";

const flat = { forward: (lon, lat) => [lon, lat] };
const plane = (...features) => planeOf(features.map((parts) => ({ unpack: () => parts })), flat);
const line = [[0, 0, 100, 0, 100, -50]];
const ring = (size) => [-size, -size, size, -size, size, size, -size, size];

test("the plane lists the corners of each part of each feature, and its box, south below", () => {
  const { corners, starts, firsts, boxes } = plane([[1.4, 2, 3, 4]], [[5, 6], [7, -8]]);
  assert.deepEqual([...corners], [1, -2, 3, -4, 5, -6, 7, 8]);
  assert.deepEqual([...starts], [0, 2, 3, 4]);
  assert.deepEqual([...firsts], [0, 1, 3]);
  assert.deepEqual([...boxes], [1, -4, 3, -2, 5, -6, 7, 8]);
});

test("of points the nearest is found, of equals the one that is drawn last, of far ones none", () => {
  const corners = Int32Array.of(0, 0, 30, 40, 10, 0, 10, 0);
  assert.equal(nearestCorner(corners, [0, 1, 2, 3], [9, 0], 5), 3);
  assert.equal(nearestCorner(corners, [0, 1], [9, 0], 9), 0);
  assert.equal(nearestCorner(corners, [0, 1], [9, 0], 8.9), -1);
  assert.equal(nearestCorner(corners, [1], [0, 0], 50), 1);
  assert.equal(nearestCorner(corners, [], [0, 0], 50), -1);
});

test("the nearest of many points is that which a search through all distances finds", () => {
  const many = 5000;
  const corners = Int32Array.from({ length: 2 * many }, (_, i) => (i * 7919) % 100_003);
  const all = Array.from({ length: many }, (_, i) => i);
  for (let x = 0; x < 100_000; x += 9973) {
    const far = all.map((i) => Math.hypot(corners[2 * i] - x, corners[2 * i + 1] - x / 2));
    const found = nearestCorner(corners, all, [x, x / 2], 1e6);
    assert.equal(far[found], Math.min(...far));
  }
});

test("a line is touched along it as far as one reaches, and not beyond its ends or across its bend", () => {
  const lines = plane(line, [[0, 0, 0, 0]]);
  const on = (x, y, row = 0) => touches(lines, row, [x, y], 6, false);
  assert.ok(on(50, 6) && on(-6, 0) && on(106, 25) && on(100, 56));
  assert.ok(!on(50, 7) && !on(-7, 0) && !on(50, 25) && !on(100, 57));
  assert.ok(on(3, 3, 1) && !on(9, 9, 1));
});

test("an area is touched within it, in any of its parts, and not in its holes", () => {
  const areas = plane([ring(100), ring(40)], [ring(10), ring(10).map((x) => x + 100)]);
  const inside = (x, y, row = 0) => touches(areas, row, [x, y], 6, true);
  assert.ok(inside(70, 0) && inside(0, -70) && !inside(0, 0) && !inside(101, 0));
  assert.ok(inside(0, 0, 1) && inside(100, -100, 1) && !inside(50, -50, 1));
});
