// @ts-check

/**
 * Everything that can change on the page.
 * @typedef {object} Scene
 * @property {{x: number, y: number, zoom: number} | null} view centre in projected metres
 * @property {ReadonlySet<string>} hidden what the legend has switched off, as `group.value`
 * @property {string | null} feature id of the feature whose details are open
 * @property {string | null} hover id of the feature under the pointer
 * @property {string | null} fan id of an event whose pile is open
 * @property {string} date the day that the map shows
 * @property {"auto" | "light" | "dark"} theme
 * @property {string} lang of the interface
 * @property {string | null} names language of the names on the map; null follows the interface
 * @property {boolean} panel whether the panel is open
 * @property {boolean} legend whether the legend is open
 */

/**
 * @typedef {object} State
 * @property {() => Scene} get
 * @property {(patch: Partial<Scene>) => void} set the one way to change the state
 * @property {(key: keyof Scene, listener: (scene: Scene) => void) => void} on
 */

/**
 * Make the state; listeners run after all changed keys are in place.
 * @param {Scene} initial
 * @returns {State}
 */
export function createState(initial) {
  let scene = Object.freeze({ ...initial });
  /** @type {Map<string, ((scene: Scene) => void)[]>} */
  const listeners = new Map();
  return {
    get: () => scene,
    set(patch) {
      const before = scene;
      scene = Object.freeze({ ...scene, ...patch });
      for (const [key, functions] of listeners) {
        if (!Object.is(before[key], scene[key])) functions.forEach((listener) => listener(scene));
      }
    },
    on(key, listener) {
      listeners.set(key, [...(listeners.get(key) ?? []), listener]);
    },
  };
}
