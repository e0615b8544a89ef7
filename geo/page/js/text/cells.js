// @ts-check
import { listed } from "../data/read.js";

/** @typedef {import("./names.js").Said} Said */

/**
 * The value of a column as it stands by itself.
 * @param {string} name
 * @param {import("../data/read.js").Feature} feature
 * @param {Pick<import("../page.js").Page, "atlas" | "texts">} page
 * @returns {string | Said} nothing for what is empty
 */
export function cell(name, { layer, is }, { atlas, texts }) {
  const [value, column] = [is[name], layer.columns[name] ?? { type: "text" }];
  if (value === null || value === undefined || value === "") return "";
  if (column.standing) return texts.word("standing", value);
  if (column.names_a) return nameIn(column.names_a, value, atlas, texts);
  switch (column.type) {
    case "choice":
      return full(name, value, texts);
    case "choices":
      return inMillimetres(name, column)
        ? listed(value).map((mm) => texts.say("unit.mm", { n: mm })).join("\u00a0/ ")
        : listed(value).map((each) => full(name, each, texts)).join(", ");
    case "iso_a2":
      // A segment within one country need not say so twice.
      return name === "iso_to" && value === is.iso_from ? "" : texts.country(value);
    case "iso_a2s":
      return texts.join(listed(value).map(texts.country));
    case "references":
      return listed(value).map((id) => nameOf(id, atlas, texts)).join(", ");
    case "reference":
      return nameOf(value, atlas, texts);
    case "date":
      return texts.date(value, is[column.precision ?? ""]);
    case "boolean":
      return texts.word("boolean", String(value));
    case "year":
      return String(value);
    case "integer":
    case "number":
      return amount(name, value, column, is, texts);
    default:
      return texts.told(String(value));
  }
}

/** @param {string} column @param {string} value @param {import("./voice.js").Texts} texts */
function full(column, value, texts) {
  return texts.has(`${column}_full.${value}`) ? texts.word(`${column}_full`, value) : texts.word(column, value);
}

/** @param {string} name @param {import("../data/read.js").Column} column */
function inMillimetres(name, { unit }) {
  return unit === "mm" || name === "gauge_mm";
}

/**
 * @param {string} name
 * @param {number} value
 * @param {import("../data/read.js").Column} column
 * @param {Record<string, any>} is
 * @param {import("./voice.js").Texts} texts
 */
function amount(name, value, column, is, texts) {
  if (value === 0 && texts.has(`zero.${name}`)) return texts.say(`zero.${name}`);
  if (column.unit === "km") return texts.kilometres(value);
  if (column.unit) return texts.say(`unit.${column.unit}`, { n: texts.number(value) });
  if (column.with_year) {
    return texts.say("country.population", { n: texts.number(value), year: is[column.with_year] ?? "" });
  }
  return texts.number(value);
}

/** @param {string} id @param {import("../data/read.js").Atlas} atlas @param {import("./voice.js").Texts} texts */
function nameOf(id, atlas, texts) {
  const [feature] = atlas.byId.get(id) ?? [];
  return feature ? texts.name(feature) : id;
}

/**
 * A name that a feature of another layer bears in other languages too.
 * @param {string} layer
 * @param {string} name
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("./voice.js").Texts} texts
 */
function nameIn(layer, name, atlas, texts) {
  const features = atlas.layers.find(({ id }) => id === layer)?.features ?? [];
  const feature = features.find(({ is }) => is.name === name);
  return feature ? texts.nameIn(feature) : texts.told(name);
}
