// @ts-check
import { numbersIn } from "./columns.js";
import { bytesOf } from "./unpack.js";

/**
 * Where features lie: rings, lines or points as flat lists lon, lat, lon, lat.
 * @typedef {object} Shapes
 * @property {number} length of how many features
 * @property {(n: number) => number[][]} unpack those of one of them
 */

/**
 * Points, one to a feature: base64 of longitude and latitude in steps, four bytes each.
 * @param {string} packed
 * @param {number} scale steps to the degree
 * @returns {Shapes}
 */
export function pointsIn(packed, scale) {
  const steps = new Int32Array(bytesOf(packed).buffer);
  return { length: steps.length / 2, unpack: (n) => [[steps[2 * n] / scale, steps[2 * n + 1] / scale]] };
}

/**
 * A packed geometry: rings, lines or points as flat lists lon, lat, lon, lat.
 *
 * Differences to the vertex before, zigzag; a dot begins a new part.
 * @param {string} shape
 * @param {number} scale steps to the degree
 * @returns {number[][]}
 */
export function unpacked(shape, scale) {
  const parts = shape.split(".").map(numbersIn);
  let [lon, lat] = [0, 0];
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) {
      part[i] = (lon += signed(part[i])) / scale;
      part[i + 1] = (lat += signed(part[i + 1])) / scale;
    }
  }
  return parts;
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
