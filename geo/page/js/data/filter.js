// @ts-check
import { before } from "./columns.js";
import { ASKED } from "./question.js";
import { areAll, CLAIMED, groupsIn, keysAndBranches } from "./keys.js";
import { codedIn, hasEnd, networkKey } from "./layers.js";
import { spanOf } from "./time.js";

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
 * @param {Pick<import("../page.js").Page, "state" | "worlds" | "courses" | "scenes">} page
 */
export function createFilter({ state, worlds, courses, scenes }) {
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
      const [after, begin] = [before(first, `${date}~`), span === "year" && hasEnd(layer) ? before(end, date.slice(0, 4)) : 0];
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
    const outOfSpan = spanOf(state.get()) === "year" && hasEnd(layer) && lastOf(layer.time, is) < date.slice(0, 4);
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
  };
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
