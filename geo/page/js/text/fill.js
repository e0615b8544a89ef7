// @ts-check
import { countryOf, partiesOf } from "../data/layers.js";
import { cell } from "./cells.js";

/**
 * What a template says of a feature: `{column}` and `{column.form}` stand for values in words,
 * `{dates}` for the days of an event, `{all}` for who took part, `{country}` for where it lies,
 * `{name}` for its name. A form may hold such places itself. If one of them is empty, nothing is
 * said: no sentence has a hole.
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
    country: () => (countryOf(feature) ? texts.country(countryOf(feature)) : ""),
    name: () => texts.name(feature),
  };
  /** @param {string} column @param {string} form */
  const ofForm = (column, form) => {
    const told = is[column] ?? "";
    return told && fill(texts.template(`${column}_${form}.${told}`), feature, page, options);
  };
  let isWhole = true;
  const text = template.replace(/\{(\w+)(?:\.(\w+))?\}/g, (_, column, form) => {
    const told = form ? ofForm(column, form) : (Object.hasOwn(known, column) ? known[column]() : null) ?? value(column, feature, page);
    isWhole &&= told !== "";
    return texts.within(told);
  });
  return isWhole ? text : "";
}

/**
 * A value as it stands in a sentence.
 * @param {string} name of its column
 * @param {import("../data/read.js").Feature} feature
 * @param {Pick<import("../page.js").Page, "atlas" | "texts">} page
 * @returns {string}
 */
function value(name, feature, page) {
  const { is, layer } = feature;
  const [told, { type, standing, precision = "" } = { type: "text" }] = [is[name] ?? "", layer.columns[name]];
  if (told === "") return "";
  if (type === "iso_a2") return page.texts.country(told);
  if (type === "choice" && !standing) return page.texts.word(name, told);
  if (type === "date") return page.texts.since(told, is[precision]);
  if (type === "number" || type === "integer") return page.texts.number(told);
  const said = cell(name, feature, page);
  return typeof said === "string" ? said : said.text;
}
