// @ts-check

/**
 * Everything that can change on the page.
 * @typedef {object} Scene
 * @property {"story" | "explore" | "table" | "about"} tab
 * @property {string} layer the layer that the table lists
 * @property {string | null} scene id of the scene of the story that is told
 * @property {{lon: number, lat: number, zoom: number} | null} view where the reader went, null
 *   while the page chooses
 * @property {ReadonlySet<string>} hidden what the legend has switched off, as `group.value`
 * @property {string | null} body the organisation whose members are lit
 * @property {string | null} feature id of the feature whose details are open
 * @property {string | null} hover id of the feature under the pointer
 * @property {string | null} fan id of an event whose pile is open
 * @property {string} date the day that the map shows
 * @property {"so_far" | "year"} span which events: all until that day, or those of its year
 * @property {"auto" | "light" | "dark"} theme
 * @property {string} lang of the interface
 * @property {string | null} names language of the names on the map; null follows the interface
 * @property {"peek" | "half" | "full"} panel how far the panel is open; a wide window knows but
 *   closed (`peek`) and open
 * @property {boolean} legend whether the legend is open
 */

/**
 * @typedef {object} State
 * @property {() => Scene} get
 * @property {(patch: Partial<Scene>) => void} set the one way to change the state
 * @property {(keys: keyof Scene | (keyof Scene)[], listener: (scene: Scene) => void) => void} on
 *   run a listener, once, when any of the keys has changed
 */

/**
 * Make the state; listeners run in the order they came, after all changed keys are in place.
 * @param {Scene} initial
 * @returns {State}
 */
export function createState(initial) {
  let scene = Object.freeze({ ...initial });
  /** @type {{keys: (keyof Scene)[], listener: (scene: Scene) => void}[]} */
  const listeners = [];
  return {
    get: () => scene,
    set(patch) {
      const before = scene;
      scene = Object.freeze({ ...scene, ...patch });
      for (const { keys, listener } of listeners) {
        if (keys.some((key) => !Object.is(before[key], scene[key]))) listener(scene);
      }
    },
    on(keys, listener) {
      listeners.push({ keys: [keys].flat(), listener });
    },
  };
}
