// @ts-check
import { fold } from "../text/fold.js";

/** Within a word this long a slip is forgiven, and one this long is looked for inside others. */
const [SLIP_LETTERS, INNER_LETTERS] = [5, 3];

/**
 * What can be found: by its names, or by what is told of it besides.
 * @template T
 * @typedef {object} Entry
 * @property {T} of
 * @property {boolean} [isKind] whether it is what others have in common
 * @property {{shown: string, words: string[], squeezed: string}[]} names its own first
 * @property {Set<string>} about
 */

/**
 * What was found, with the name that it was found by; the lower its order, the better.
 * @template T
 * @typedef {{of: T, name: string, order: number[]}} Found
 */

/**
 * @template T @param {T} of @param {string[]} names @param {string[]} [about] @param {boolean} [isKind]
 * @returns {Entry<T>}
 */
export function findable(of, names, about = [], isKind = false) {
  const each = [...new Set(names)].map((shown) => {
    const words = wordsOf(shown);
    return { shown, words, squeezed: words.join("") };
  });
  const told = [...each.flatMap(({ words, squeezed }) => [...words, squeezed]), ...about.flatMap(wordsOf)];
  return { of, isKind, names: each, about: new Set(told) };
}

/**
 * Make what finds entries by some words in any order, the best first: what is called just so, what
 * begins so, what has these words in its name, what they are told of; in each the first of the entries.
 * @template T
 * @param {Entry<T>[]} entries
 * @param {string} [idle] words that tell nothing, where others stand beside them
 * @returns {(text: string) => Found<T>[]}
 */
export function createFinder(entries, idle = "") {
  const known = [...new Set(entries.flatMap(({ about }) => [...about]))];
  return (text) => {
    const meant = tellingWords(text, idle).map((word) => new Set(meanings(word, known)));
    const tight = wordsOf(text).join("");
    const found = entries.flatMap((each) => {
      if (!tight || !meant.every((any) => [...any].some((word) => each.about.has(word)))) return [];
      const ways = each.names.map(({ shown, words, squeezed }, at) => {
        const rank = squeezed === tight ? 0 : squeezed.startsWith(tight) ? 1
          : meant.every((any) => words.some((word) => any.has(word))) ? 2 : 3;
        // Many things begin with the name of a kind, which should come before them.
        return { of: each.of, name: shown, order: [rank + (each.isKind ? [0.25, -0.5, 0.5, 0.5][rank] : 0), at] };
      });
      return ways.sort(byRank).slice(0, 1);
    });
    return found.sort(byRank);
  };
}

/** @param {{order: number[]}} a @param {{order: number[]}} b */
export function byRank(a, b) {
  return a.order.map((value, i) => value - b.order[i]).find(Boolean) ?? 0;
}

/**
 * The words of a text that tell something, or all where none does.
 * @param {string} text
 * @param {string} idle
 */
export function tellingWords(text, idle) {
  const [all, passed] = [text, idle].map(wordsOf);
  const telling = all.filter((word) => !passed.includes(word));
  return telling.length ? telling : all;
}

/** @param {string} text */
function wordsOf(text) {
  return fold(text).split(" ").filter(Boolean);
}

/**
 * The known words that one may stand for: those that begin so, else that hold it, else that are one
 * slip away from it.
 * @param {string} word
 * @param {string[]} known
 */
function meanings(word, known) {
  const ways = [
    (/** @type {string} */ other) => other.startsWith(word),
    (/** @type {string} */ other) => word.length >= INNER_LETTERS && other.includes(word),
    (/** @type {string} */ other) => word.length >= SLIP_LETTERS && isSlip(word, other),
  ];
  return ways.map((way) => known.filter(way)).find((words) => words.length) ?? [];
}

/**
 * Whether a word becomes the beginning of another by one letter more, less, changed, or two swapped.
 * @param {string} word
 * @param {string} other
 */
function isSlip(word, other) {
  let i = 0;
  while (i < word.length && word[i] === other[i]) i += 1;
  const goesOn = (/** @type {number} */ from, /** @type {number} */ at) => other.startsWith(word.slice(from), at);
  const isSwapped = word[i] === other[i + 1] && word[i + 1] === other[i];
  return goesOn(i + 1, i + 1) || goesOn(i + 1, i) || goesOn(i, i + 1) || (isSwapped && goesOn(i + 2, i + 2));
}
