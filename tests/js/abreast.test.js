// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { sideways } from "../../geo/page/js/marks/abreast.js";

/** How far a point lies from a line. @param {number[]} point @param {number[][]} line */
function away([x, y], line) {
  return Math.min(...line.slice(1).map(([x1, y1], i) => {
    const [x0, y0] = line[i];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const share = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - x0 - share * dx, y - y0 - share * dy);
  }));
}

/** Away from a port and soon around a corner. @param {number} leg @param {number} degrees */
function around(leg, degrees) {
  const turned = (degrees * Math.PI) / 180;
  return [[0, 0], [0, leg], [200 * Math.sin(turned), leg + 200 * Math.cos(turned)]];
}

test("a line aside of its course hooks out at no corner, however near to its end", () => {
  for (const shift of [-9.6, 9.6]) {
    for (let leg = 2; leg < 60; leg += 2) {
      for (let degrees = -120; degrees <= 120; degrees += 10) {
        const course = around(leg, degrees);
        const moved = sideways(course, shift);
        const far = Math.max(...moved.map((point) => away(point, course)));
        assert.ok(far < 1.2 * Math.abs(shift), `${leg} px, ${degrees}°: ${far}`);
        assert.ok(Math.hypot(...moved[0]) < 2, "it ends at what it leads to");
      }
    }
  }
});

test("a line that is short of its corner is hardly aside there", () => {
  const course = around(5, 100);
  const [, corner] = sideways(course, 9.6);
  assert.ok(away(corner, course) < 5);
});
