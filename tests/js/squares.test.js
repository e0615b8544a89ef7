import assert from "node:assert/strict";
import { test } from "node:test";
import { KINDS } from "../../geo/page/js/data/change.js";
import { counter, CROWD, createSquares, crowdsIn, sorter, SQUARE_PX } from "../../geo/page/js/marks/squares.js";

const WINDOW = { left: -130, top: 75, width: 600, height: 480 };
const REACH = 20;
const FREE = 3;

/** Count points, x and y a pair, of one layer; `ranks` of its looks, one to each point, `off` where it is not shown. */
function count(pairs, { ranks = [0], looks = [], off = [], weights = [] } = {}) {
  const squares = createSquares(WINDOW, 2);
  const points = {
    corners: Int32Array.from(pairs.flat()), rowOf: Uint32Array.from(pairs.keys()), cellOf: new Int32Array(pairs.length),
    fills: 1, weight: (row) => weights[row] ?? 1, off, lookOf: pairs.map((_, i) => looks[i] ?? 0), first: 0,
  };
  const free = KINDS.map(() => []);
  counter(squares, points, { all: ranks.map((rank) => ({ rank })), hueOf: ranks.map((_, i) => i % 2) }, 1)(0, pairs.length);
  sorter(squares, points, free)(0, pairs.length);
  return { free, crowds: crowdsIn(squares, () => REACH, FREE) };
}

/** Points over and around the window, thick here and thin there, the same each time. */
function scattered(many) {
  let seed = 7;
  const next = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  return Array.from({ length: many }, () => [WINDOW.left - 50 + 700 * next() ** 2, WINDOW.top - 50 + 580 * next()].map(Math.round));
}

test("each point that is seen has a sign or is counted once", () => {
  for (const many of [0, 40, 400, 4000]) {
    const pairs = scattered(many);
    const off = pairs.map((_, i) => i % 5 === 0);
    const { free, crowds } = count(pairs, { ranks: [0, 1], looks: pairs.map((_, i) => i % 2), off });
    const [west, north] = [WINDOW.left, WINDOW.top].map((px) => Math.floor(px / SQUARE_PX) * SQUARE_PX);
    const [east, south] = [WINDOW.left + WINDOW.width, WINDOW.top + WINDOW.height].map((px) => Math.floor(px / SQUARE_PX + 1) * SQUARE_PX);
    const seen = pairs.filter(([x, y], i) => !off[i] && x >= west && y >= north && x < east && y < south);
    assert.equal(free.flat().length + crowds.reduce((sum, { n }) => sum + n, 0), seen.length);
    assert.equal(new Set(free.flat()).size, free.flat().length);
    assert.ok(free.flat().every((i) => !off[i]));
  }
});

test("circles tell what they count, by what became of it and by hue", () => {
  const { crowds } = count(scattered(4000), { ranks: [2, 0], looks: scattered(4000).map((_, i) => Number(i % 3 === 0)) });
  assert.ok(crowds.length > 20);
  for (const { n, told, shares } of crowds) {
    assert.equal(told.reduce((sum, each) => sum + each.n, 0), n);
    assert.equal(shares[0] + shares[1], n);
    assert.deepEqual(told.map(({ rank }) => rank), told.map(({ rank }) => rank).toSorted());
    assert.ok(told.every((each) => each.n >= CROWD && each.rank === [2, 0][each.look]));
  }
});

test("no circle meets another, and one that is alone stands in the middle of what it counts", () => {
  for (const many of [300, 1500, 9000]) {
    const { crowds } = count(scattered(many));
    for (const [i, one] of crowds.entries()) {
      for (const other of crowds.slice(i + 1)) assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= 2 * REACH);
    }
  }
  const edge = Array.from({ length: CROWD }, (_, i) => [121 + (i % 2), 181]);
  const [{ x, y }] = count(edge).crowds;
  assert.ok(Math.abs(x - 121.4) < 0.1 && y === 181);
});

test("one point that stands for many is a circle where it fills its square", () => {
  const { free, crowds } = count([[10, 190], [200, 300]], { weights: [CROWD, 1] });
  assert.deepEqual(free.flat(), [1]);
  assert.deepEqual(crowds.map(({ n }) => n), [CROWD]);
});
