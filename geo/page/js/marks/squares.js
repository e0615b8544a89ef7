// @ts-check
import { KINDS } from "../data/change.js";

/** So wide is a square, and so many signs crowd it. */
export const [SQUARE_PX, CROWD] = [60, 7];

/**
 * The squares that a picture meets, row by row. Points are counted in cells, by how much they tell: while two days are
 * compared, each square counts apart what became of its points.
 * @typedef {object} Squares
 * @property {number} west how many squares the first is from where the world begins
 * @property {number} north
 * @property {number} wide how many stand in a row
 * @property {number} high
 * @property {number} hues how many there are
 * @property {Uint32Array} counts of each cell
 * @property {Float32Array} filled how much of a square its signs would take
 * @property {Uint32Array} shares of each hue in it
 * @property {Float64Array} sums of x and of y
 * @property {Uint16Array} one look in it: some that have its rank are those of points that are not there
 */
/**
 * Points of a layer, and what tells how they are counted.
 * @typedef {object} Counted
 * @property {Int32Array} corners where they lie, see `Plane`
 * @property {Uint32Array} rowOf each
 * @property {Int32Array} cellOf each, -1 where it is not seen: written here
 * @property {number} fills how much of a square each takes
 * @property {(row: number) => number} weight
 * @property {ArrayLike<unknown>} off what is not shown, by row
 * @property {ArrayLike<number>} lookOf each row
 * @property {number} first what the number of a look is counted from
 */
/**
 * Points of a square that are counted: all, and by what became of them, the most telling first.
 * @typedef {object} Crowd
 * @property {number} x
 * @property {number} y
 * @property {number} reach
 * @property {number} n
 * @property {number[]} shares of each hue
 * @property {{n: number, rank: number, look: number}[]} told of one of each, its look
 */

/** @param {{left: number, top: number, width: number, height: number}} box world pixels @param {number} hues @returns {Squares} */
export function createSquares({ left, top, width, height }, hues) {
  const [west, north] = [left, top].map((px) => Math.floor(px / SQUARE_PX));
  const [wide, high] = [Math.floor((left + width) / SQUARE_PX) - west + 1, Math.floor((top + height) / SQUARE_PX) - north + 1];
  const cells = wide * high * KINDS.length;
  return {
    west, north, wide, high, hues, counts: new Uint32Array(cells), filled: new Float32Array(cells),
    shares: new Uint32Array(cells * hues), sums: new Float64Array(cells * 2), one: new Uint16Array(cells),
  };
}

/**
 * What counts points, from one to another: a loop over all of them stands in a function of its own, for browsers are
 * slow to speed up one that pauses.
 * @param {Squares} squares
 * @param {Counted} points
 * @param {import("./stamps.js").Stamps} stamps
 * @param {number} scale world pixels to a metre
 */
export function counter({ west, north, wide, high, hues, counts, filled, shares, sums, one }, points, { all, hueOf }, scale) {
  const { corners, rowOf, cellOf, fills, weight, off, lookOf, first } = points;
  const ranks = all.map(({ rank }) => rank);
  return (/** @type {number} */ from, /** @type {number} */ to) => {
    for (let i = from; i < to; i += 1) {
      cellOf[i] = -1;
      const row = rowOf[i];
      if (off[row]) continue;
      const x = corners[2 * i] * scale;
      const y = corners[2 * i + 1] * scale;
      const u = Math.floor(x / SQUARE_PX) - west;
      const v = Math.floor(y / SQUARE_PX) - north;
      if (u < 0 || v < 0 || u >= wide || v >= high) continue;
      const look = first + lookOf[row];
      const cell = (v * wide + u) * KINDS.length + ranks[look];
      cellOf[i] = cell;
      one[cell] = look;
      const n = weight(row);
      counts[cell] += n;
      filled[cell] += n * fills;
      shares[cell * hues + hueOf[look]] += n;
      sums[2 * cell] += x * n;
      sums[2 * cell + 1] += y * n;
    }
  };
}

/**
 * What sorts out, by rank, the points that have room in their squares once all are counted.
 * @param {Squares} squares
 * @param {Counted} points
 * @param {number[][]} free of each rank, to be filled
 */
export function sorter({ filled }, { cellOf }, free) {
  return (/** @type {number} */ from, /** @type {number} */ to) => {
    for (let i = from; i < to; i += 1) {
      const cell = cellOf[i];
      if (cell >= 0 && filled[cell] < CROWD) free[cell % KINDS.length].push(i);
    }
  };
}

/**
 * The crowds of all squares, one to each at most. None meets that of another: one with neighbours does not leave its
 * square, and two squares off is far enough.
 * @param {Squares} squares
 * @param {(told: Crowd["told"]) => number} reachOf what is told
 * @param {number} free so much of each side of a square
 * @returns {Crowd[]}
 */
export function crowdsIn(squares, reachOf, free) {
  const { west, north, wide, high, hues, counts, filled, shares, sums, one } = squares;
  const crowded = (/** @type {number} */ square) => KINDS.map((_, rank) => square * KINDS.length + rank).filter((cell) => filled[cell] >= CROWD);
  const isAlone = (/** @type {number} */ square) => [-1, 0, 1].every((down) => [-1, 0, 1].every((right) => {
    return !(down || right) || !crowded(square + down * wide + right).length;
  }));
  return Array.from({ length: wide * high }, (_, square) => square).flatMap((square) => {
    const cells = crowded(square);
    if (!cells.length) return [];
    const sum = (/** @type {(cell: number) => number} */ of) => cells.reduce((all, cell) => all + of(cell), 0);
    const [n, told] = [sum((cell) => counts[cell]), cells.map((cell) => ({ n: counts[cell], rank: cell % KINDS.length, look: one[cell] }))];
    const reach = reachOf(told);
    const [x, y] = [west + (square % wide), north + Math.floor(square / wide)].map((step, i) => {
      const middle = sum((cell) => sums[2 * cell + i]) / n;
      const [least, most] = [step * SQUARE_PX + reach + free, (step + 1) * SQUARE_PX - reach - free];
      return isAlone(square) ? middle : Math.max(least, Math.min(most, middle));
    });
    return { x, y, reach, n, told, shares: Array.from({ length: hues }, (_, hue) => sum((cell) => shares[cell * hues + hue])) };
  });
}
