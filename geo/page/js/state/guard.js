// @ts-check
import { HEIGHTS } from "../panels/panel.js";

/** What a key takes, by the sort of what it begins with. */
const TAKES = { Boolean: "true or false", Set: "a Set of texts", String: "a text" };
const NUMBERS = ["lon", "lat", "zoom"];

/**
 * The state as users' scripts have it: what a key cannot hold, and what is not on this map, is refused before
 * anything changes. Nothing, as null or "", stands for what the page begins with. A row of the legend that is not there
 * hides nothing, and may be named.
 * @param {import("./store.js").State} state
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("./address.js").Address} address
 * @param {import("./scenes.js").Scenes} scenes
 * @returns {import("./store.js").State}
 */
export function guarded(state, atlas, { write, unread }, { initial }) {
  const isThere = (/** @type {string | null} */ id) => id === null || atlas.byId.has(id);
  /** What no address tells. */
  const beside = { hover: isThere, fan: isThere, panel: (/** @type {any} */ height) => HEIGHTS.includes(height) };
  /** @param {string} key @param {any} value */
  const held = (key, value) => {
    if (!Object.hasOwn(initial, key)) throw new TypeError(`the state of this map has no ${key}`);
    const [usual, tag] = [initial[key], typeTag(value)];
    if (value === "" || value === null || value === undefined) return usual;
    const [isHeld, taken] = key === "view" ? [NUMBERS.every((part) => Number.isFinite(value[part])), `numbers for ${NUMBERS.join(", ")}`]
      : [tag === typeTag(usual ?? "") && (tag !== "Set" || [...value].every((each) => typeTag(each) === "String")), TAKES[typeTag(usual ?? "")]];
    if (!isHeld) throw new TypeError(`${key} takes ${taken}, not this ${tag}`);
    return structuredClone(value); // theirs may change unheard
  };
  return {
    get: () => structuredClone(state.get()), // what a script changes in its own is not the page's
    on: (keys, listener) => state.on(keys, (scene) => listener(structuredClone(scene))),
    set(patch) {
      const taken = Object.fromEntries(Object.entries({ ...patch }).map(([key, value]) => [key, held(key, value)]));
      const scene = { ...state.get(), ...taken };
      const odd = Object.keys(beside).filter((key) => !beside[key](scene[key])).map((key) => `${key}=${scene[key]}`);
      odd.push(...unread(write({ ...scene, hidden: initial.hidden })));
      if (odd.length) throw new RangeError(`not on this map: ${odd.join(", ")}`);
      state.set(taken);
    },
  };
}

/** What a value is, whichever window it comes from. @param {unknown} value */
function typeTag(value) {
  return Object.prototype.toString.call(value).slice(8, -1);
}
