// @ts-check
import { lazily } from "./memory.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGITS = new Uint8Array(128);
for (let i = 0; i < ALPHABET.length; i += 1) DIGITS[ALPHABET.charCodeAt(i)] = i;
/** So many values fit into a byte. */
const BYTE = 256;
/** Where a row of many has its number. */
const NTH = Symbol("row");

/**
 * A column with each of its values once, nothing first and the others in order, and which of them each row has.
 * @typedef {{of: any[], at: Uint8Array | Uint32Array}} Coded
 */
/** @typedef {Record<string, any[] | Coded>} Cells columns by name */

/**
 * Numbers from 0 up that a text holds: five bits to a character, least first.
 * @param {string} text
 */
export function numbersIn(text) {
  const numbers = [];
  let [value, shift] = [0, 0];
  for (let i = 0; i < text.length; i += 1) {
    const digit = DIGITS[text.charCodeAt(i)];
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value);
    [value, shift] = [0, 0];
  }
  return numbers;
}

/**
 * Columns as the build packs them: lists, texts that count on, or each value once. Each is read when it is asked for.
 * @param {Record<string, any[] | {stem: string, start: number, n: number} | {of: any[], at?: string, n?: number}>} packed
 * @param {string[]} ids of the sources, which rows name by their numbers
 * @returns {Cells}
 */
export function cellsOf(packed, ids) {
  const cells = {};
  const cited = (/** @type {string | null} */ cell) => cell && cell.split(";").map((n) => ids[Number(n)] ?? n).join(";");
  for (const [name, column] of Object.entries(packed)) {
    const told = (/** @type {any[]} */ list) => (name === "sources" ? list.map(cited) : list);
    const read = () => {
      if (Array.isArray(column)) return told(column);
      if ("stem" in column) return told(Array.from({ length: column.n }, (_, i) => column.stem + (column.start + i)));
      const { of, at, n = 0 } = column;
      return { of: told(of), at: at ? typed(numbersIn(at), of.length) : new Uint8Array(n) };
    };
    Object.defineProperty(cells, name, { get: lazily(read), enumerable: true });
  }
  return cells;
}

/** @param {number[]} numbers @param {number} count of what they may be */
function typed(numbers, count) {
  return count > BYTE ? Uint32Array.from(numbers) : Uint8Array.from(numbers);
}

/** @param {Cells} cells @returns {Record<string, any>[]} */
export function rowsOf(cells) {
  const columns = Object.entries(cells);
  const [first] = columns.map(([, column]) => (Array.isArray(column) ? column : column.at));
  /** @type {Record<string, any>[]} */
  const rows = Array.from(first ?? [], () => ({}));
  for (const [name, column] of columns) {
    if (Array.isArray(column)) rows.forEach((row, i) => (row[name] = column[i]));
    else rows.forEach((row, i) => (row[name] = column.of[column.at[i]]));
  }
  return rows;
}

/**
 * The function that gives a row of many by its number; the row looks its cells up when it is asked for them.
 * @param {Cells} cells
 * @returns {(n: number) => Record<string, any>}
 */
export function viewOf(cells) {
  class Row {
    /** @param {number} n */
    constructor(n) {
      this[NTH] = n;
    }
  }
  for (const name of Object.keys(cells)) {
    const cell = lazily(() => {
      const column = cells[name];
      return Array.isArray(column) ? (/** @type {number} */ n) => column[n] : (/** @type {number} */ n) => column.of[column.at[n]];
    });
    Object.defineProperty(Row.prototype, name, { get() { return cell()(this[NTH]); }, enumerable: true });
  }
  return (n) => new Row(n);
}

/**
 * The cells of a row, which may look them up, as an object of their own.
 * @param {Record<string, any>} is
 */
export function plainRow(is) {
  /** @type {Record<string, any>} */
  const plain = {};
  for (const name in is) plain[name] = is[name];
  return plain;
}

/**
 * The values of a list, each once.
 * @param {any[] | Coded} column
 * @returns {Coded}
 */
export function codedOf(column) {
  if (!Array.isArray(column)) return column;
  const of = [...new Set(column)].sort((a, b) => (a === null ? -1 : b === null ? 1 : a < b ? -1 : 1));
  const number = new Map(of.map((value, n) => [value, n]));
  return { of, at: typed(column.map((value) => /** @type {number} */ (number.get(value))), of.length) };
}

/**
 * How many of the values of a column, all of which are texts or nothing, come before one.
 * @param {Coded} column
 * @param {string} value
 */
export function before({ of }, value) {
  const at = of.findIndex((each) => each !== null && each >= value);
  return at < 0 ? of.length : at;
}
