// @ts-check
import { meaningOf } from "../data/layers.js";
import { listed } from "../data/read.js";
import { cell } from "./cells.js";

/** Columns that every layer or every network has, and tables tell shorter than details do. */
export const BRANCH = "branch";
const [CONFIDENCE, LENGTH, SINCE] = ["confidence", "len_km", "since"];
/** Where several layers are listed, which each row is of. */
export const OWNER = "table.layer";

/** @typedef {import("../data/read.js").Feature} Feature */
/** @typedef {import("../data/read.js").Layer} Layer */

/** @param {string} column @param {Layer} layer */
export function isNumber(column, { columns }) {
  return ["number", "integer", "year"].includes(columns[column]?.type);
}

/** Whether a column is sorted by what it holds, not by how that is told. @param {string} column @param {Layer} layer */
export function isExact(column, layer) {
  return isNumber(column, layer) || layer.columns[column]?.type === "date";
}

/**
 * What a table tells of a feature in a column.
 * @param {string} column
 * @param {Feature} feature
 * @param {import("../page.js").Page} page
 */
export function inColumn(column, feature, page) {
  const { is, layer } = feature;
  const { atlas, texts } = page;
  if (column === "name") return texts.name(feature);
  if (column === OWNER) return texts.title(layer);
  if (column === BRANCH) return listed(is.branch).filter((branch) => layer.branches?.includes(branch)).map((branch) => texts.word(BRANCH, branch)).join(", ");
  if (column === CONFIDENCE) return texts.word("certainty", is.confidence);
  if (column === LENGTH) return is.len_km ? texts.number(Math.round(is.len_km)) : "";
  if (column === SINCE && !is.since) {
    const isAhead = ["building", "promised"].includes(meaningOf(atlas, is.status));
    return isAhead ? "" : texts.say("table.not_known");
  }
  const { type, precision = "" } = layer.columns[column] ?? {};
  if (type === "date" && is[column] && (is[precision] ?? "day") === "day") return texts.brief(is[column]).replace(" ", "\u00a0"); // two lines at most
  const value = cell(column, feature, page);
  return typeof value === "string" ? value : value.text;
}

/**
 * The language of a text that the reader's does not have.
 * @param {string} column
 * @param {Feature} feature
 * @param {import("../page.js").Page} page
 */
export function foreignTo(column, feature, page) {
  const value = feature.layer.columns[column]?.type === "text" && column !== "name" ? cell(column, feature, page) : "";
  return typeof value === "string" || value.lang === page.texts.lang ? "" : value.lang;
}
