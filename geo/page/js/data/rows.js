// @ts-check
import { codedIn } from "./layers.js";
import { fold } from "../text/fold.js";

/** A letter that hardly any text has, so that many can be folded as one. */
const BETWEEN = "\ua500";

/**
 * The rows of a layer of many, found and sorted by what their columns tell: each value is told once.
 * @param {import("./read.js").Layer} layer
 * @param {(column: string, feature: import("./read.js").Feature) => string} tell
 */
export function createRows(layer, tell) {
  const count = layer.features.length;
  /** @type {Map<string, {at: ArrayLike<number>, texts: string[], folded: () => string[]}>} */
  const known = new Map();
  /** @param {string} name */
  const column = (name) => {
    if (!known.has(name)) {
      const names = name === "name" && layer.cells?.name;
      // Nearly all names differ: to find out which do not would take longer than to tell each.
      const { of, at } = Array.isArray(names) ? { of: names, at: Uint32Array.from(names.keys()) } : codedIn(layer, name);
      const rows = new Uint32Array(of.length);
      for (let row = 0; row < count; row += 1) rows[at[row]] = row;
      const texts = of.map((_, n) => tell(name, layer.features[rows[n]]));
      /** @type {string[]} */
      let folded;
      known.set(name, { at, texts, folded: () => (folded ??= allFolded(texts)) });
    }
    return /** @type {NonNullable<ReturnType<typeof known.get>>} */ (known.get(name));
  };
  return {
    /** What a column tells of a row. @param {string} name @param {number} row */
    told: (name, row) => column(name).texts[column(name).at[row]],
    /**
     * How well rows go with some words, all of which they must have in some of the columns: 1 has them there, 2 in
     * the first, 3 begins with them there, 4 has just them, 0 lacks one.
     * @param {string} text @param {string[]} names
     */
    matching(text, names) {
      const [wanted, ranks] = [fold(text), new Uint8Array(count).fill(1)];
      for (const word of wanted.split(" ")) {
        const hits = names.map((name) => {
          const { at, folded } = column(name);
          return { at, has: folded().map((each) => each.includes(word)) };
        });
        for (let row = 0; row < count; row += 1) if (!hits.some(({ at, has }) => has[at[row]])) ranks[row] = 0;
      }
      const { at, folded } = column(names[0]);
      const own = folded().map((each) => (each === wanted ? 4 : each.startsWith(wanted) ? 3 : each.includes(wanted) ? 2 : 1));
      for (let row = 0; row < count; row += 1) if (ranks[row]) ranks[row] = own[at[row]];
      return ranks;
    },
    /**
     * All rows by what a column tells, or by its values; what tells nothing comes last.
     * @param {string} name @param {{compare?: (a: string, b: string) => number, down: boolean}} how
     */
    sorted(name, { compare, down }) {
      const { at, texts } = column(name);
      const order = texts.map((_, n) => n);
      if (compare) order.sort((a, b) => (down ? compare(texts[b], texts[a]) : compare(texts[a], texts[b])));
      else if (down) order.reverse();
      order.sort((a, b) => Number(!texts[a]) - Number(!texts[b]));
      const places = new Uint32Array(texts.length + 1);
      const rank = new Uint32Array(texts.length);
      order.forEach((n, i) => (rank[n] = i));
      for (let row = 0; row < count; row += 1) places[rank[at[row]] + 1] += 1;
      for (let i = 1; i < places.length; i += 1) places[i] += places[i - 1];
      const rows = new Uint32Array(count);
      for (let row = 0; row < count; row += 1) {
        const place = rank[at[row]];
        rows[places[place]] = row;
        places[place] += 1;
      }
      return rows;
    },
  };
}

/** @param {string[]} texts */
function allFolded(texts) {
  const folded = fold(texts.join(` ${BETWEEN} `)).split(BETWEEN).map((text) => text.trim());
  return folded.length === texts.length ? folded : texts.map(fold);
}
