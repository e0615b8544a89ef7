// @ts-check
import { numbersIn } from "./columns.js";

/**
 * A packed geometry: rings, lines or points as flat lists lon, lat, lon, lat.
 *
 * Differences to the vertex before, zigzag; a dot begins a new part.
 * @param {string} shape
 * @param {number} scale steps to the degree
 * @returns {number[][]}
 */
export function unpacked(shape, scale) {
  let [lon, lat] = [0, 0];
  return shape.split(".").map((part) => numbersIn(part).map((value, i) => {
    return (i % 2 ? (lat += signed(value)) : (lon += signed(value))) / scale;
  }));
}

/**
 * The edges that outlines share, each told once: what puts those together that a shape names. Each
 * begins where the one before ends; rings are left open.
 * @param {{shapes: string[], scale: number}} edges
 * @returns {(shape: string, isRing: boolean) => number[][]}
 */
export function createOutlines({ shapes, scale }) {
  /** @type {number[][]} */
  const known = [];
  const edge = (/** @type {number} */ n) => (known[n] ??= unpacked(shapes[n], scale)[0]);
  return (shape, isRing) => {
    let n = 0;
    return shape.split(".").map((told) => {
      /** @type {number[]} */
      let part = [];
      for (const number of numbersIn(told)) {
        n += signed(number >> 1);
        part = part.slice(0, -2).concat(number & 1 ? backwards(edge(n)) : edge(n));
      }
      return isRing && part.length > 2 ? part.slice(0, -2) : part;
    });
  };
}

/** @param {number[]} part */
function backwards(part) {
  return part.map((_, i) => part[part.length - 2 - i + 2 * (i % 2)]);
}

/** What a number from 0 up stands for, small ones for small ones. @param {number} zigzag */
function signed(zigzag) {
  return zigzag & 1 ? -(zigzag + 1) / 2 : zigzag / 2;
}
