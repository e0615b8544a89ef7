// @ts-check
import { CORRIDORS, EVENTS } from "./time.js";

/** What the legend can switch off, layer by layer: columns, whose names are those of its groups. */
const GROUPS = {
  instc: ["mode", "status"],
  ashgabat: ["mode", "status"],
  exercises: ["series", "host"],
  dialogues: ["format", "host"],
  places: ["kind"],
  borders: ["border"],
  areas: ["border"],
};

/** What the filter depends on. */
export const FILTERED = /** @type {("hidden" | "date" | "span")[]} */ (["hidden", "date", "span"]);

/**
 * What the map shows of the features, by the day, the span and the legend.
 * @typedef {ReturnType<typeof createFilter>} Filter
 */

/**
 * @param {Pick<import("../page.js").Page, "atlas" | "state" | "worlds">} page
 */
export function createFilter({ atlas, state, worlds }) {
  /**
   * A feature as it was on the day, or in the year, of the scene; null if there was none.
   * @param {import("./read.js").Feature} feature
   */
  const at = (feature) => {
    const { date, span } = state.get();
    const outOfSpan = span === "year" && EVENTS.includes(feature.layer) && feature.is.end < date.slice(0, 4);
    return outOfSpan ? null : worlds(date).at(feature);
  };
  return {
    at,
    /**
     * A feature as it was, if the legend lets it be seen.
     * @param {import("./read.js").Feature} feature
     */
    shown: (feature) => {
      const { hidden } = state.get();
      const there = at(feature);
      return there && !keysOf(there).some((key) => hidden.has(key)) ? there : null;
    },
    /**
     * The features behind each key of the legend, of those that its other groups let be seen; one
     * that stands in two layers counts once.
     * @returns {Map<string, Map<string, import("./read.js").Feature>>} by key, then by id
     */
    behindKeys: () => {
      const { hidden } = state.get();
      const found = new Map();
      for (const feature of Object.keys(GROUPS).flatMap((layer) => atlas.layers[layer] ?? [])) {
        const there = at(feature);
        if (!there) continue;
        const keys = keysOf(there);
        const off = keys.filter((key) => hidden.has(key)).map(groupOf);
        for (const key of keys.filter((own) => off.every((group) => group === groupOf(own)))) {
          if (!found.has(key)) found.set(key, new Map());
          found.get(key).set(there.id, there);
        }
      }
      return found;
    },
  };
}

/**
 * The keys of a feature in the legend, as `group.value`.
 * @param {import("./read.js").Feature} feature
 * @returns {string[]}
 */
export function keysOf({ layer, is }) {
  const own = CORRIDORS.includes(layer) ? [`corridor.${layer}`] : [];
  return [...own, ...(GROUPS[layer] ?? []).map((column) => `${column}.${is[column]}`)];
}

/** @param {string} key */
function groupOf(key) {
  return key.slice(0, key.indexOf("."));
}
