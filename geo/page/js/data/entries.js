// @ts-check
import { OF_COUNTRY, kindsIn, namesOfKind } from "./kinds.js";
import { findable } from "./find.js";
import { areasOf, countryOf, eventsOf, isEvents, ofShape, partiesOf, placesOf, unique } from "./layers.js";
import { grouped, listed } from "./read.js";
import { plainLines } from "../marks/lines.js";
import { LOCAL } from "../text/names.js";

/** Columns that tell of a row, not of what it is about. */
const OF_ROWS = ["id", "note", "sources", "licence", "confidence", "worldview", "transliterated"];

/**
 * What can be found: a feature, a kind with all that is of it, a turning point; two places and the ways
 * between them; a day, or two that are compared; what the page can do.
 * @typedef {object} Thing
 * @property {string} key
 * @property {import("./read.js").Feature} [feature]
 * @property {import("./read.js").Feature[]} [kind]
 * @property {import("../tables.js").MilestoneRow} [milestone]
 * @property {{from: string, to: string}} [ends]
 * @property {Partial<import("../state/store.js").Scene>} [when] the day, or days, on which it is asked for
 * @property {{title: () => string, told: () => string, run: () => void, changes?: boolean}} [act] `changes`:
 *   whether it tells what has changed
 */

/**
 * All that can be found, each thing once, by its names in every language and by what is told of it.
 * @param {Pick<import("../page.js").Page, "atlas" | "texts">} page
 * @returns {import("./find.js").Entry<Thing>[]}
 */
export function entriesOf({ atlas, texts }) {
  const tables = Object.values(atlas.texts);
  const words = (/** @type {string[]} */ ...keys) => tables.flatMap((table) => keys.map((key) => table[key] ?? ""));
  const translated = (/** @type {string} */ text) => [text, ...Object.values(atlas.phrases[text] ?? {})];
  /** @param {import("./read.js").Feature} feature */
  const namesOf = (feature) => {
    const { is, layer } = feature;
    const said = [...texts.languages, LOCAL].map((language) => texts.nameIn(feature, language).text);
    const found = layer.search.map((column) => is[column]).filter(Boolean);
    return [is.name, ...said, ...listed(is.aliases), ...[is.name, ...found].flatMap(translated)].filter(Boolean);
  };
  const countries = grouped(areasOf(atlas), ({ is }) => is.iso_a2);
  const country = (/** @type {string} */ iso2) => (countries.get(iso2) ?? []).flatMap(namesOf);
  const steps = grouped(atlas.history, ({ segment }) => segment);
  /** @param {import("./read.js").Feature} feature */
  const toldOf = (feature) => {
    const { id, is, layer } = feature;
    const columns = Object.entries(layer.columns).filter(([name, { standing }]) => is[name] && !standing && !OF_ROWS.includes(name));
    return [
      ...words(`layers.${layer.id}.title`, `layers.${layer.id}.name`),
      ...(isEvents(layer) ? [is[layer.time[0]].slice(0, 4), ...partiesOf(feature, atlas).flatMap(country)] : []),
      ...columns.flatMap(([name, { type }]) => {
        if (type === "text") return translated(is[name]);
        if (type === "iso_a2") return country(is[name]);
        if (type.startsWith("choice")) return listed(is[name]).flatMap((value) => words(`${name}.${value}`, `${name}_full.${value}`));
        return type.startsWith("reference") ? listed(is[name]).flatMap((id) => (atlas.byId.get(id) ?? []).flatMap(namesOf)) : [];
      }),
      ...(layer.shape === "network" ? steps.get(id) ?? [] : []).map(({ note }) => note ?? ""),
    ];
  };
  const places = placesOf(atlas).filter(({ cells }) => !cells).map((layer) => tellingFirst(layer, atlas));
  const layers = [ofShape(atlas, "areas"), places, eventsOf(atlas), ofShape(atlas, "network"), plainLines(atlas)].flat().filter(({ cells }) => !cells);
  const { languages } = texts;
  return [
    ...[...kindsIn(atlas)].filter(([key]) => !key.startsWith(OF_COUNTRY)).map(([key, kind]) => {
      const group = `group.${key.split(".")[0]}`;
      const inFull = tables.filter((table) => table[key] && table[group]).map((table) => `${table[key]} ${table[group]}`);
      return findable({ key, kind }, [...namesOfKind(key, atlas), ...inFull], [], true);
    }),
    ...unique(layers).map((feature) => findable({ key: feature.id, feature }, namesOf(feature), toldOf(feature))),
    ...atlas.milestones.map((milestone) => {
      const inAll = (/** @type {string} */ column) => [column, ...languages.map((language) => `${column}_${language}`)]
        .map((name) => milestone[name]).filter(Boolean);
      return findable({ key: `milestone.${milestone.id}`, milestone }, inAll("label"), inAll("text"));
    }),
  ];
}

/**
 * A layer of places, the most telling kinds first; of those of one name in one country, a town and
 * its station, the first.
 * @param {import("./read.js").Layer} layer
 * @param {import("./read.js").Atlas} atlas
 */
function tellingFirst(layer, { values }) {
  const { kinds = "" } = layer.mark ?? {};
  const order = Object.keys(values[kinds] ?? {});
  const sorted = [...layer.features].sort((a, b) => order.indexOf(a.is[kinds]) - order.indexOf(b.is[kinds]));
  const named = grouped(sorted, (place) => [place.is.name, countryOf(place)].join());
  return { ...layer, features: [...named.values()].map(([first]) => first) };
}
