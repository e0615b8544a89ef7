// @ts-check
import { groupsIn, keysOf } from "./keys.js";
import { countriesOf, featuresIn, MEMBERS } from "./layers.js";
import { grouped, listed } from "./read.js";

/** The group of what has to do with a country; who asks for several means what has to do with all. */
export const OF_COUNTRY = "country.";
/** @type {WeakMap<import("./read.js").Atlas, Map<string, import("./read.js").Feature[]>>} */
const known = new WeakMap();

/**
 * What features may have in common that has a word, by key: a layer, a branch, an organisation, a value of
 * the legend, a country; and each sea, which is but a name and where it may stand.
 * @param {import("./read.js").Atlas} atlas
 * @returns {Map<string, import("./read.js").Feature[]>} each feature once
 */
export function kindsIn(atlas) {
  if (!known.has(atlas)) known.set(atlas, allKinds(atlas));
  return /** @type {Map<string, import("./read.js").Feature[]>} */ (known.get(atlas));
}

/** @param {import("./read.js").Atlas} atlas @returns {Map<string, import("./read.js").Feature[]>} */
function allKinds(atlas) {
  const declared = atlas.layers.flatMap(({ legend, branches }) => [
    ...legend.flatMap((column) => Object.keys(atlas.values[column] ?? {}).map((value) => `${column}.${value}`)),
    ...(branches ?? []).map((branch) => `branch.${branch}`),
  ]);
  const kinds = new Map(declared.map((key) => [key, /** @type {Map<string, any>} */ (new Map())]));
  const full = atlas.memberships.filter(({ status, until }) => MEMBERS.includes(status) && !until);
  const add = (/** @type {string} */ key, /** @type {import("./read.js").Feature} */ feature) => {
    if (!kinds.has(key)) kinds.set(key, new Map());
    if (!kinds.get(key)?.has(feature.id)) kinds.get(key)?.set(feature.id, feature);
  };
  for (const layer of atlas.layers.filter(({ cells }) => cells)) {
    for (const { keys, at } of groupsIn(layer)) layer.features.forEach((feature, row) => add(keys[at[row]], feature));
    layer.features.forEach((feature) => add(`layer.${layer.id}`, feature));
  }
  for (const feature of [...featuresIn(atlas.layers.filter(({ cells }) => !cells)), ...(atlas.ground.areas ?? [])]) {
    const { is, layer } = feature;
    const keys = [
      ...keysOf(feature),
      ...listed(is.branch).map((branch) => `branch.${branch}`),
      ...(layer?.shape === "areas" ? full.filter(({ iso_a3: iso3 }) => iso3 === is.iso_a3) : []).map(({ body }) => `body.${body}`),
      ...(layer && layer.shape !== "network" ? [`layer.${layer.id}`] : []),
      ...(layer && layer.shape !== "areas" ? countriesOf(feature, atlas) : []).map((iso2) => OF_COUNTRY + iso2),
    ];
    keys.forEach((key) => add(key, feature));
  }
  for (const { key, at } of atlas.spots.seas ?? []) kinds.set(`sea.${key}`, new Map([[key, seaFeature(key, at)]]));
  const named = [...kinds].filter(([key]) => key.startsWith(OF_COUNTRY) || namesOfKind(key, atlas).length);
  return new Map(named.map(([key, features]) => [key, [...features.values()]]));
}

/** @param {string} id @param {number[][]} at @returns {import("./read.js").Feature} */
function seaFeature(id, at) {
  const layer = /** @type {any} */ ({ id: "", shape: "points", columns: {}, legend: [], time: [] });
  return { id, layer, is: {}, unpack: () => at };
}

/**
 * What features are that a reader asks for by an id, or by keys of what they have in common, joined
 * by commas: of keys of one group they have any.
 * @param {string} key
 * @param {import("./read.js").Atlas} atlas
 */
export function featuresBy(key, atlas) {
  const groups = [...grouped(key.split(","), (each) => (each.startsWith(OF_COUNTRY) ? each : each.split(".")[0])).values()];
  const [first, ...others] = groups.map((keys) => keys.flatMap((each) => kindsIn(atlas).get(each) ?? []));
  const ids = others.map((features) => new Set(features.map(({ id }) => id)));
  return atlas.byId.get(key) ?? first.filter(({ id }) => ids.every((some) => some.has(id)));
}

/**
 * The features of a kind that there were on the day, and were of it then.
 * @param {string} key
 * @param {Pick<import("../page.js").Page, "atlas" | "filter">} page
 */
export function listedOn(key, { atlas, filter }) {
  const keys = key.split(",");
  return featuresBy(key, atlas).flatMap((feature) => {
    const there = feature.is.name ? filter.at(feature) : null;
    return there && keysOf(feature).every((own) => !keys.includes(own) || keysOf(there).includes(own)) ? [there] : [];
  });
}

/**
 * Whether what is sought is told in a list, as all is that has something in common and names of its own.
 * @param {string | null} [key]
 */
export function isListed(key) {
  return Boolean(key?.includes(".")) && !/^(sea|border)\./.test(key ?? "");
}

/**
 * What a kind is called, in all languages or in one, the fullest first.
 * @param {string} key
 * @param {import("./read.js").Atlas} atlas
 * @param {string[]} [languages]
 * @returns {string[]}
 */
export function namesOfKind(key, { texts, layers }, languages = Object.keys(texts)) {
  const [group, value] = key.split(/\.(.*)/);
  const isLayer = ["layer", "corridor"].includes(group);
  const keys = isLayer ? [`layers.${value}.title`, `layers.${value}.name`] : [`${group}_full.${value}`, key];
  return languages.flatMap((language) => {
    const table = texts[language];
    const parts = group !== "branch" ? [] : layers.filter(({ branches }) => branches?.includes(value))
      .map(({ id }) => (table[`layers.${id}.part`] ?? "").replace("{names}", table[key]));
    return [...keys.map((each) => table[each]), ...parts].filter(Boolean);
  });
}
