// @ts-check
import { countryOf, partiesOf } from "../data/layers.js";
import { listed } from "../data/read.js";
import { nameIn } from "./cells.js";

/**
 * What a template says of a feature: `{column}` and `{column.form}` stand for values in words,
 * `{dates}` for the days of an event, `{all}` for who took part, `{country}` for where it lies,
 * `{name}` for its name. A form may hold such places itself.
 * @param {string} template
 * @param {import("../data/read.js").Feature} feature
 * @param {Pick<import("../page.js").Page, "atlas" | "texts">} page
 * @param {{bare?: boolean}} [options] whether dates stand without their preposition
 * @returns {string}
 */
export function fill(template, feature, page, options = {}) {
  const { atlas, texts } = page;
  const { is } = feature;
  const known = {
    dates: () => (options.bare ? texts.range(feature) : texts.during(feature)),
    all: () => texts.join(partiesOf(feature, atlas).map(texts.country)),
    country: () => texts.country(countryOf(feature) ?? ""),
    name: () => texts.name(feature),
  };
  return template.replace(/\{(\w+)(?:\.(\w+))?\}/g, (_, column, form) => {
    if (form) return fill(texts.template(`${column}_${form}.${is[column]}`), feature, page, options);
    return known[column]?.() ?? value(column, feature, page);
  });
}

/**
 * The columns that a template asks for.
 * @param {string} template
 */
export function asked(template) {
  return [...template.matchAll(/\{(\w+)/g)].map(([, column]) => column);
}

/**
 * A value as it stands in a sentence.
 * @param {string} name of its column
 * @param {import("../data/read.js").Feature} feature
 * @param {Pick<import("../page.js").Page, "atlas" | "texts">} page
 * @returns {string}
 */
function value(name, { is, layer }, { atlas, texts }) {
  const [told, column] = [is[name], layer.columns[name]];
  if (told === null || told === undefined) return "";
  if (column?.names_a) return nameIn(column.names_a, told, atlas, texts).text;
  if (column?.type === "iso_a2") return texts.country(told);
  if (column?.type === "iso_a2s") return texts.join(listed(told).map(texts.country));
  if (column?.type === "choice") return texts.word(name, told);
  if (column?.type === "date") return texts.since(told);
  if (typeof told === "number") return column?.begins ? String(told) : texts.number(told);
  return texts.told(String(told)).text;
}
