// @ts-check

/** The corridors, in the order in which they lie side by side. */
export const CORRIDORS = ["instc", "ashgabat"];

/** What the legend can switch off, layer by layer: the column and the key of its group. */
const GROUPS = {
  instc: { mode: "mode", status: "status" },
  ashgabat: { mode: "mode", status: "status" },
  exercises: { series: "series" },
  places: { kind: "kind" },
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
 * Distinct features by key of the legend.
 * @param {import("./data.js").Atlas} atlas
 * @returns {Map<string, Set<string>>}
 */
export function idsByKey(atlas) {
  const ids = new Map();
  for (const layer of Object.keys(GROUPS)) {
    for (const feature of atlas.layers[layer] ?? []) {
      for (const key of keysOf(feature)) {
        if (!ids.has(key)) ids.set(key, new Set());
        ids.get(key).add(feature.id);
      }
    }
  }
  return ids;
}
