// @ts-check
import { featuresIn } from "../data/layers.js";
import { createRows } from "../data/rows.js";
import { featuresInSight } from "../map/sight.js";
import { BRANCH, inColumn, isExact } from "../text/columns.js";
import { fold } from "../text/fold.js";

/** @typedef {import("../data/read.js").Feature} Feature */
/** @typedef {import("../data/read.js").Layer} Layer */
/** @typedef {{layer: string, column: string, down: boolean}} Sort */
/**
 * What is listed: layers, in columns, as far as some text is in them.
 * @typedef {object} Listed
 * @property {Layer[]} layers
 * @property {string[]} columns
 * @property {Sort} sort
 * @property {string} text
 */

/** How a layer is told: along its ways, the newest first, or by name. @param {Layer} layer @param {string[]} columns @returns {Sort} */
export function defaultSort({ id, time }, columns) {
  const column = columns.find((each) => each === BRANCH || time.includes(each)) ?? "name";
  return { layer: id, column, down: time.includes(column) };
}

/**
 * What finds and sorts the features of a table.
 * @param {import("../page.js").Page} page
 */
export function createTableQuery(page) {
  const { atlas, texts, state, filter, drawn } = page;
  const collator = () => new Intl.Collator(texts.lang, { numeric: true });

  /** @param {Feature[]} features @param {Sort} sort @param {Layer} layer */
  const sorted = (features, { column, down }, layer) => {
    const [{ compare }, along] = [collator(), orderAlong(layer, atlas)];
    const keyOf = (/** @type {Feature} */ feature) => {
      if (column === BRANCH) return along.get(feature.id) ?? along.size;
      return (isExact(column, layer) ? feature.is[column] : inColumn(column, feature, page)) ?? "";
    };
    const keyed = features.map((feature) => ({ feature, key: keyOf(feature) }));
    return keyed.sort(({ key: x }, { key: y }) => {
      const order = typeof x === "number" && typeof y === "number" ? x - y : compare(String(x), String(y));
      // What is empty comes last either way.
      return x === "" || y === "" ? Number(x === "") - Number(y === "") : down ? -order : order;
    }).map(({ feature }) => feature);
  };
  /** @param {Listed} listed */
  const few = ({ layers, columns, sort, text }) => {
    const words = fold(text).split(" ");
    const there = state.get().inView ? featuresInSight(page, layers) : featuresIn(layers).flatMap((feature) => filter.shown(feature) ?? []);
    return sorted(there, sort, layers[0]).filter((feature) => {
      if (!text) return true;
      const told = fold(columns.map((column) => inColumn(column, feature, page)).join(" "));
      return words.every((word) => told.includes(word));
    });
  };

  /** Of a layer of many what finds and sorts its rows. */
  let known = { of: "", rows: /** @type {ReturnType<typeof createRows> | null} */ (null), by: "", sorted: new Uint32Array(), text: "", matches: /** @type {Uint8Array | null} */ (null) };
  /** @param {Layer} layer */
  const rowsOf = (layer) => {
    const of = `${texts.lang} ${layer.id}`;
    if (known.of !== of) known = { of, rows: createRows(layer, (column, feature) => inColumn(column, feature, page)), by: "", sorted: new Uint32Array(), text: "", matches: null };
    return /** @type {ReturnType<typeof createRows>} */ (known.rows);
  };
  /** @param {Listed} listed */
  const many = ({ layers: [layer], columns, sort, text }) => {
    const rows = rowsOf(layer);
    const by = `${sort.column} ${sort.down}`;
    if (known.by !== by) known.sorted = rows.sorted(sort.column, { compare: isExact(sort.column, layer) ? undefined : collator().compare, down: sort.down });
    if (known.text !== text) known.matches = text ? rows.matching(text, columns) : null;
    Object.assign(known, { by, text });
    const [off, { matches }] = [filter.offIn(layer), known];
    const seen = state.get().inView ? new Uint8Array(layer.features.length) : null;
    if (seen) drawn.rows(layer).forEach((row) => (seen[row] = 1));
    /** @type {Feature[]} */
    const there = [];
    for (const row of known.sorted) if (!off[row] && (!matches || matches[row]) && (!seen || seen[row])) there.push(layer.features[row]);
    return there;
  };
  return {
    /** @param {Listed} listed */
    run: (listed) => (listed.layers[0].cells && !listed.layers[1] ? many(listed) : few(listed)),
    /** Make ready what is told of very many before it is needed, one column after the other. @param {Layer} layer @param {string[]} columns */
    prepare: (layer, columns) => layer.cells && columns.forEach((column) => setTimeout(() => rowsOf(layer).matching("", [column]))),
  };
}

/**
 * Where each segment of a network stands along its ways, one after the other.
 * @param {Layer} layer
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {Map<string, number>} by id
 */
function orderAlong(layer, { ways }) {
  const own = ways.filter((way) => way.layer === layer);
  const ids = new Set(own.flatMap(({ segments, others }) => [...segments, ...others]).map(({ id }) => id));
  return new Map([...ids].map((id, i) => [id, i]));
}
