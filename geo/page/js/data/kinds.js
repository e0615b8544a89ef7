// @ts-check
import { keysOf } from "./filter.js";
import { featuresIn, MEMBERS } from "./layers.js";
import { listed } from "./read.js";

/**
 * What features may have in common that has a word, by key: a layer, a branch, an organisation, a value of
 * the legend; and each sea, which is but a name and where it may stand.
 * @param {import("./read.js").Atlas} atlas
 * @returns {Map<string, import("./read.js").Feature[]>} each feature once
 */
export function kindsIn(atlas) {
  const declared = atlas.layers.flatMap(({ legend, branches }) => [
    ...legend.flatMap((column) => Object.keys(atlas.values[column] ?? {}).map((value) => `${column}.${value}`)),
    ...(branches ?? []).map((branch) => `branch.${branch}`),
  ]);
  const kinds = new Map(declared.map((key) => [key, /** @type {Map<string, any>} */ (new Map())]));
  const full = atlas.memberships.filter(({ status, to }) => MEMBERS.includes(status) && !to);
  for (const feature of [...featuresIn(atlas.layers), ...(atlas.ground.areas ?? [])]) {
    const { id, is, layer } = feature;
    const keys = [
      ...keysOf(feature),
      ...listed(is.branch).map((branch) => `branch.${branch}`),
      ...(layer?.shape === "areas" ? full.filter(({ iso_a3: iso3 }) => iso3 === is.iso_a3) : []).map(({ body }) => `body.${body}`),
      ...(layer && layer.shape !== "network" ? [`layer.${layer.id}`] : []),
    ];
    for (const key of keys) {
      if (!kinds.has(key)) kinds.set(key, new Map());
      if (!kinds.get(key)?.has(id)) kinds.get(key)?.set(id, feature);
    }
  }
  for (const { key, at } of atlas.spots.seas ?? []) kinds.set(`sea.${key}`, new Map([[key, spread(key, at)]]));
  const named = [...kinds].filter(([key]) => namesOfKind(key, atlas).length);
  return new Map(named.map(([key, features]) => [key, [...features.values()]]));
}

/** @param {string} id @param {number[][]} at @returns {import("./read.js").Feature} */
function spread(id, at) {
  const layer = /** @type {any} */ ({ id: "", shape: "points", columns: {}, legend: [], time: [] });
  return { id, layer, is: {}, shape: "", scale: 1, parts: at };
}

/**
 * What features are that a reader asks for by an id, or by what they have in common.
 * @param {string} key
 * @param {import("./read.js").Atlas} atlas
 */
export function featuresBy(key, atlas) {
  return atlas.byId.get(key) ?? kindsIn(atlas).get(key) ?? [];
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
