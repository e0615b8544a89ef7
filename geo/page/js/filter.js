// @ts-check

/** The corridors, in the order in which they lie side by side. */
export const CORRIDORS = ["instc", "ashgabat"];

/** What the legend can switch off, layer by layer: the column and the key of its group. */
const GROUPS = {
  instc: { mode: "mode", status: "status" },
  ashgabat: { mode: "mode", status: "status" },
  exercises: { series: "series" },
  dialogues: { format: "format" },
  places: { kind: "kind" },
  borders: { border: "border" },
  areas: { border: "border" },
};

/**
 * @param {import("./data.js").Feature} feature
 * @returns {string[]} its keys in the legend, as `group.value`
 */
export function keysOf({ layer, is }) {
  const own = CORRIDORS.includes(layer) ? [`corridor.${layer}`] : [];
  const columns = Object.entries(GROUPS[layer] ?? {});
  return [...own, ...columns.map(([column, group]) => `${group}.${is[column]}`)];
}

/**
 * @param {import("./data.js").Feature} feature
 * @param {import("./state.js").Scene} scene
 */
export function isShown(feature, { hidden }) {
  return !keysOf(feature).some((key) => hidden.has(key));
}

/**
 * The features behind each key of the legend; one that stands in two layers counts once.
 * @param {import("./data.js").Atlas} atlas
 * @returns {Map<string, Map<string, import("./data.js").Feature>>} by key, then by id
 */
export function featuresByKey(atlas) {
  const found = new Map();
  for (const layer of Object.keys(GROUPS)) {
    for (const feature of atlas.layers[layer] ?? []) {
      for (const key of keysOf(feature)) {
        if (!found.has(key)) found.set(key, new Map());
        found.get(key).set(feature.id, feature);
      }
    }
  }
  return found;
}
