import assert from "node:assert/strict";
import { test } from "node:test";
import { createMercator } from "../../geo/page/js/map/projection.js";

test("on tiles, what lies beyond their square is at its edge", () => {
  const { forward, inverse, square } = createMercator();
  for (const [lat, y] of [[90, 0], [89, 0], [-86, -square], [-90, -square]]) {
    assert.deepEqual(forward(-180, lat), [0, y]);
  }
  const [lon, lat] = inverse(...forward(60, 85));
  assert.ok(Math.abs(lon - 60) < 1e-9 && Math.abs(lat - 85) < 1e-9);
});
