// @ts-check
import { onceOf } from "./memory.js";
import { branchesOf, codedIn, isEvents, networkKey, wholeKey } from "./layers.js";

/* The keys of the legend that features have, as `group.value`. */

/** What stands for the areas that several claim. */
export const CLAIMED = "border.claimed";

export const keysAndBranches = onceOf((/** @type {import("./read.js").Feature} */ feature) => {
  const [own, branches] = [ownKeys(feature), branchKeys(feature)];
  return { own, branches, all: [...own, ...branches] };
});

/**
 * The keys of a feature in the legend, as `group.value`: its network, what it is as a
 * boundary, the columns that its layer names, and where an event took place.
 * @param {import("./read.js").Feature} feature
 */
export function keysOf(feature) {
  return keysAndBranches(feature).own;
}

/** @param {import("./read.js").Feature} feature */
export function allKeysOf(feature) {
  return keysAndBranches(feature).all;
}

/** @param {import("./read.js").Feature} feature @returns {string[]} */
function ownKeys({ layer, is }) {
  if (!layer) return [CLAIMED];
  const own = layer.shape === "network" ? [networkKey(layer)] : is.border ? [`border.${is.border}`] : [];
  const host = isEvents(layer) && layer.host ? [`host.${is[layer.host]}`] : [];
  return [...own, ...layer.legend.map((column) => `${column}.${is[column]}`), ...(layer.whole ? [wholeKey(layer)] : []), ...host];
}

/**
 * The keys of the branches of a segment, where the legend has several of its network; it is hidden with the last.
 * @param {import("./read.js").Feature} feature
 */
function branchKeys(feature) {
  const several = !feature.layer?.on_request && (feature.layer?.branches ?? []).length > 1;
  return several ? branchesOf(feature).map((branch) => `branch.${branch}`) : [];
}

/**
 * The groups of the legend that a layer of many stands in: the key of each value, which of them each row has,
 * and which the legend hides.
 * @param {import("./read.js").Layer} layer
 * @param {ReadonlySet<string>} [hidden]
 */
export function groupsIn(layer, hidden = new Set()) {
  const columns = layer.legend.map((column) => [column, column]);
  if (isEvents(layer) && layer.host) columns.push(["host", layer.host]);
  const groups = columns.map(([group, column]) => {
    const { of, at } = codedIn(layer, column);
    return { keys: of.map((value) => `${group}.${value}`), at };
  });
  if (layer.whole) groups.push({ keys: [wholeKey(layer)], at: new Uint32Array(layer.features.length) });
  return groups.map((group) => ({ ...group, isOff: group.keys.map((key) => Number(hidden.has(key))) }));
}

/** @param {string[]} keys @param {ReadonlySet<string>} hidden */
export function areAll(keys, hidden) {
  return keys.length > 0 && keys.every((key) => hidden.has(key));
}

/** @param {string} key */
export function groupOf(key) {
  return key.slice(0, key.indexOf("."));
}
