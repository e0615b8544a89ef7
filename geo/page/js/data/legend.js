// @ts-check
import { featuresIn, isEvents, networkKey, weightIn } from "./layers.js";
import { allKeysOf, areAll, groupOf, groupsIn, keysAndBranches } from "./keys.js";
import { lazily } from "./memory.js";
import { grouped } from "./read.js";
import { UNKNOWN } from "./time.js";

/**
 * What stands behind the keys of the legend.
 * @typedef {ReturnType<typeof createLegend>} Legend
 */

/** @param {Pick<import("../page.js").Page, "atlas" | "state" | "filter">} page */
export function createLegend({ atlas, state, filter: { at, offIn } }) {
  const filtered = filteredIn(atlas);
  const fields = atlas.layers.filter(({ cells }) => cells);
  /** One feature for all that the legend tells alike. */
  const samples = lazily(() => {
    const all = samplesOf(atlas).map((feature) => ({ feature, keys: allKeysOf(feature) }));
    return [...new Map(all.map((each) => [`${each.feature.layer?.id} ${each.keys}`, each])).values()];
  });
  return {
    /**
     * How many features, and kilometres, there are behind each key of the legend, of those that its other
     * groups let be seen; one that stands in two layers counts once.
     * @returns {Map<string, {count: number, km: number}>}
     */
    behindKeys: () => {
      const { hidden } = state.get();
      /** @type {Map<string, Map<string, number>>} */
      const found = new Map();
      for (const feature of filtered) {
        const there = at(feature);
        if (!there) continue;
        const { own: keys, branches, all } = keysAndBranches(there);
        const off = keys.filter((key) => hidden.has(key)).map(groupOf);
        if (areAll(branches, hidden)) off.push(groupOf(branches[0]));
        for (const key of all.filter((own) => off.every((group) => group === groupOf(own)))) {
          if (!found.has(key)) found.set(key, new Map());
          found.get(key)?.set(there.id, there.is.len_km ?? 0);
        }
      }
      const behind = new Map([...found].map(([key, own]) => [key, { count: own.size, km: [...own.values()].reduce((sum, km) => sum + km, 0) }]));
      for (const layer of fields) {
        const off = offIn(layer);
        for (const { keys, at: number, isOff } of groupsIn(layer, hidden)) {
          const [counts, weight] = [new Uint32Array(keys.length), weightIn(layer)];
          off.forEach((groups, i) => (counts[number[i]] += groups === isOff[number[i]] ? weight(i) : 0));
          keys.forEach((key, n) => behind.set(key, { count: (behind.get(key)?.count ?? 0) + counts[n], km: behind.get(key)?.km ?? 0 }));
        }
      }
      return behind;
    },
    /** The modes of lines that have had a status. @param {string} status */
    modesEver: (status) => new Set(filtered.flatMap(everIn(atlas)).flatMap((/** @type {{is: Record<string, any>}} */ { is }) => (is.status === status ? is.mode : []))),
    /** What the legend hides so that of all networks and events those alone are seen that have a key
     * on some day, or of places those of its group; what is on request stays off unless it is that key.
     * @param {string} key @returns {ReadonlySet<string>} */
    allBut: (key) => {
      const all = samples();
      const isAside = ({ layer }) => layer?.on_request && key !== networkKey(layer);
      const isOther = (/** @type {string} */ each) => groupOf(each) === "branch" && groupOf(key) === "branch" && each !== key;
      const kept = new Set(all.flatMap(({ feature, keys }) => (keys.includes(key) && !isAside(feature) ? keys.filter((each) => !isOther(each)) : [])));
      const isGround = ({ layer }) => !layer || (layer.shape !== "network" && !isEvents(layer));
      const others = all.filter(({ feature, keys }) => !isGround(feature) || keys.some((each) => groupOf(each) === groupOf(key)));
      return new Set(others.flatMap(({ keys }) => keys).filter((each) => !kept.has(each)));
    },
  };
}

/** What the legend may hide, feature by feature. @param {import("./read.js").Atlas} atlas */
function filteredIn({ layers, ground }) {
  const single = [...featuresIn(layers.filter(({ cells }) => !cells)), ...(ground.areas ?? [])];
  return single.filter((feature) => allKeysOf(feature).length);
}

/**
 * What tells of a feature in each status that it had, or may have had.
 * @param {import("./read.js").Atlas} atlas
 */
function everIn({ history }) {
  const steps = grouped(history, ({ segment }) => segment);
  return (/** @type {import("./read.js").Feature} */ feature) => {
    const past = feature.layer?.shape === "network" ? [...(steps.get(feature.id) ?? []), { status: UNKNOWN }] : [];
    return [feature, ...past.map(({ status }) => ({ ...feature, is: { ...feature.is, status } }))];
  };
}

/**
 * Features in each status, and of layers of many one for all that the legend tells alike.
 * @param {import("./read.js").Atlas} atlas
 */
function samplesOf(atlas) {
  return [...filteredIn(atlas).flatMap(everIn(atlas)), ...atlas.layers.filter(({ cells }) => cells).flatMap(unlike)];
}

/**
 * The keys of the legend that have features on some day.
 * @param {import("./read.js").Atlas} atlas
 */
export function legendKeys(atlas) {
  return new Set(samplesOf(atlas).flatMap(allKeysOf));
}

/** A feature for each of the different rows that the legend knows. @param {import("./read.js").Layer} layer */
function unlike(layer) {
  const groups = groupsIn(layer);
  const first = new Map();
  for (let i = layer.features.length - 1; i >= 0; i -= 1) {
    let number = 0;
    for (const { keys, at } of groups) number = number * keys.length + at[i];
    first.set(number, layer.features[i]);
  }
  return [...first.values()];
}
