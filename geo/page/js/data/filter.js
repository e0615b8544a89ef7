// @ts-check
import { before } from "./columns.js";
import { ASKED } from "./question.js";
import { branchesOf, codedIn, featuresIn, isEvents, networkKey, weightIn, wholeKey } from "./layers.js";
import { lazily } from "./memory.js";
import { grouped } from "./read.js";
import { spanOf, UNKNOWN } from "./time.js";

/** What stands for the areas that several claim. */
const CLAIMED = "border.claimed";

/** What was not there on the day, beside the number of groups of the legend that hide it. */
const NOT_THERE = 128;

/** What a feature as it was, and what the legend hides of it, depend on. */
export const FILTERED = /** @type {("hidden" | "date" | "then" | "span")[]} */ (["hidden", "date", "then", "span"]);

/** What the map shows depends on besides: that asks for lines that are shown on request. */
const REQUESTED = /** @type {const} */ (["tab", "scene", "layer", "sought", "feature", ...ASKED, "way"]);

/** What it depends on whether a feature is shown. */
export const SHOWN = /** @type {(keyof import("../state/store.js").Scene)[]} */ ([...FILTERED, ...REQUESTED]);

/**
 * What the map shows of the features, by the day, the span and the legend.
 * @typedef {ReturnType<typeof createFilter>} Filter
 */

/**
 * @param {Pick<import("../page.js").Page, "atlas" | "state" | "worlds" | "courses" | "scenes">} page
 */
export function createFilter({ atlas, state, worlds, courses, scenes }) {
  const filtered = filteredIn(atlas);
  const fields = atlas.layers.filter(({ cells }) => cells);
  /** @type {Map<import("./read.js").Layer, {asked: unknown[], off: Uint8Array}>} */
  const known = new Map();
  /**
   * Of each row of a layer of many how many groups of the legend hide it, and whether it was not there: 0
   * is shown.
   * @param {import("./read.js").Layer} layer
   */
  const offIn = (layer) => {
    const { date, hidden } = state.get();
    const span = spanOf(state.get());
    const asked = [date, span, hidden];
    const last = known.get(layer);
    if (last && asked.every((each, i) => each === last.asked[i])) return last.off;
    const off = new Uint8Array(layer.features.length);
    if (layer.time.length) {
      const [first, end] = [layer.time[0], layer.time[1] ?? layer.time[0]].map((name) => codedIn(layer, name));
      const [after, begin] = [before(first, `${date}~`), span === "year" && isEvents(layer) ? before(end, date.slice(0, 4)) : 0];
      // A day that nobody knows is none on which it was there, and none on which it ended.
      const [known, over] = [first, end].map(({ of }) => Number(of[0] === null));
      for (let i = 0; i < off.length; i += 1) {
        const isOver = end.at[i] >= over && end.at[i] < begin;
        off[i] = first.at[i] < known || first.at[i] >= after || isOver ? NOT_THERE : 0;
      }
    }
    for (const { at, isOff } of groupsIn(layer, hidden)) {
      if (isOff.includes(1)) for (let i = 0; i < off.length; i += 1) off[i] += isOff[at[i]];
    }
    known.set(layer, { asked, off });
    return off;
  };
  /**
   * A feature as it was on the day, or in the year, of the scene; null if there was none.
   * @param {import("./read.js").Feature} feature
   */
  const at = (feature) => {
    const { date } = state.get();
    const { layer, is } = feature;
    if (!layer) return feature;
    const outOfSpan = spanOf(state.get()) === "year" && isEvents(layer) && lastOf(layer.time, is) < date.slice(0, 4);
    return outOfSpan ? null : worlds(date).at(feature);
  };
  /**
   * Whether a reader asks for what is shown on request: it stands out, is open, or on the way between two places.
   * @param {import("./read.js").Feature} feature
   */
  const isRequested = ({ id, layer }) => {
    const scene = state.get();
    const { tab, feature, sought } = scene;
    return [feature, sought].includes(id) || (tab === "table" && scene.layer === layer.id) ||
      courses.answer(scene).has(id) || scenes.subject(scene).lit.has(id);
  };
  /** One feature for all that the legend tells alike. */
  const samples = lazily(() => {
    const all = samplesOf(atlas).map((feature) => ({ feature, keys: allKeysOf(feature) }));
    return [...new Map(all.map((each) => [`${each.feature.layer?.id} ${each.keys}`, each])).values()];
  });
  return {
    at,
    /**
     * A feature as it was, if the legend lets it be seen.
     * @param {import("./read.js").Feature} feature
     */
    shown: (feature) => {
      if (feature.layer?.cells) return offIn(feature.layer)[feature.n ?? 0] ? null : at(feature);
      const { hidden } = state.get();
      const there = at(feature);
      const own = there?.layer?.on_request ? networkKey(there.layer) : "";
      const isOn = there && !isOff(there, hidden, own) && (!hidden.has(own) || isRequested(there));
      return isOn ? there : null;
    },
    /** Whether the legend shows the areas that several claim. */
    showsClaimed: () => !state.get().hidden.has(CLAIMED),
    offIn,
    /** Of each row of a layer of many whether the legend lets it be seen, whatever the day.
     * @param {import("./read.js").Layer} layer @returns {(row: number) => boolean} */
    legendShows: (layer) => {
      const off = offIn(layer);
      return (row) => off[row] % NOT_THERE === 0;
    },
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

/** What was asked of a feature once. @type {WeakMap<import("./read.js").Feature, {own: string[], branches: string[], all: string[]}>} */
const asked = new WeakMap();

/** @param {import("./read.js").Feature} feature */
function keysAndBranches(feature) {
  const known = asked.get(feature);
  if (known) return known;
  const [own, branches] = [ownKeys(feature), branchKeys(feature)];
  const keys = { own, branches, all: [...own, ...branches] };
  asked.set(feature, keys);
  return keys;
}

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

/** @param {string[]} keys @param {ReadonlySet<string>} hidden */
function areAll(keys, hidden) {
  return keys.length > 0 && keys.every((key) => hidden.has(key));
}

/**
 * Whether the legend hides a feature, but for one key.
 * @param {import("./read.js").Feature} feature
 * @param {ReadonlySet<string>} hidden
 * @param {string} but
 */
function isOff(feature, hidden, but) {
  const { own, branches } = keysAndBranches(feature);
  return own.some((key) => key !== but && hidden.has(key)) || areAll(branches, hidden);
}

/** @param {string[]} time @param {Record<string, any>} is */
function lastOf(time, is) {
  return is[time[1] ?? time[0]];
}

/** @param {string} key */
function groupOf(key) {
  return key.slice(0, key.indexOf("."));
}
