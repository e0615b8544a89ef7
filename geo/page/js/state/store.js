// @ts-check

/**
 * Everything that can change on the page.
 * @typedef {object} Scene
 * @property {"story" | "explore" | "ways" | "table" | "about"} tab
 * @property {string} layer the layer that the table lists
 * @property {boolean} inView whether it lists but what the map shows
 * @property {string | null} scene id of the scene of the story that is told
 * @property {{lon: number, lat: number, zoom: number} | null} view where the reader went, null
 *   while the page chooses
 * @property {string | null} sought id of the feature, or key of the kind, that the page brings into
 *   sight, while it chooses the view
 * @property {ReadonlySet<string>} hidden what the legend has switched off, as `group.value`
 * @property {string | null} body the organisation whose members are lit
 * @property {string | null} from id of the place where ways begin, null for the beginning of each
 * @property {string | null} to id of the place where they end, null for the end of each
 * @property {string} by what courses are best by: `distance`, `time` or `cost`
 * @property {string} over which lines they may use: all that are there; `runs`: those that run; `all`: as if all
 *   that is announced were open
 * @property {ReadonlySet<string>} whatif ids of passages that count as shut, and of segments that count as open, or, with `-` before it, as shut
 * @property {string | null} way key of the course that is open, ids of ways joined by `.`
 * @property {string | null} feature id of the feature whose details are open
 * @property {string | null} hover id of the feature under the pointer
 * @property {string | null} fan id of an event whose pile is open
 * @property {string} date the day that the map shows
 * @property {string | null} then an earlier day that it is compared with
 * @property {string | null} milestone id of the turning point whose card is open
 * @property {"so_far" | "year"} span which events: all until that day, or those of its year
 * @property {string} evidence what is asked of the evidence that colour tells of; nothing: colour
 *   tells what things are
 * @property {"auto" | "light" | "dark"} theme
 * @property {string} lang of the interface
 * @property {string | null} names language of the names on the map; null follows the interface
 * @property {"peek" | "half" | "full"} panel how far the panel is open; a wide window knows but
 *   closed (`peek`) and open
 * @property {boolean} legend whether the legend is open
 * @property {string} panels `off`: the map alone, as for another page to hold; nothing: with all beside it
 */

/**
 * What follows from a change, before anyone hears of it; before the beginning there is nothing.
 * @typedef {(scene: Scene, before: Partial<Scene>) => Partial<Scene> | null} Rule
 */

/**
 * @typedef {object} State
 * @property {() => Scene} get
 * @property {(patch: Partial<Scene>) => void} set the one way to change the state
 * @property {(keys: keyof Scene | (keyof Scene)[], listener: (scene: Scene) => void) => void} on
 *   run a listener, once, when any of the keys has changed
 */

/** Listeners that still set each other off after so many rounds never come to rest. */
const MOST_ROUNDS = 20;

/**
 * Make the state. Rules complete a change, then listeners run in the order they came. Where one of
 * them changes the state again, those that come after it see only the last state, and those that
 * came before hear of it once all have run.
 * @param {Scene} initial
 * @param {{rules?: Rule[], failed?: (error: unknown) => void}} [options] `failed` is told of what
 *   a listener throws; it must not throw itself
 * @returns {State}
 */
export function createState(initial, { rules = [], failed = console.error } = {}) {
  /** @param {Scene} wanted @param {Partial<Scene>} before */
  const complete = (wanted, before) =>
    Object.freeze(rules.reduce((scene, rule) => ({ ...scene, ...rule(scene, before) }), wanted));
  let scene = complete({ ...initial }, {});
  /** @type {{keys: (keyof Scene)[], listener: (scene: Scene) => void, seen: Scene}[]} */
  const listeners = [];
  let telling = false;

  const tell = () => {
    for (let round = 0; listeners.some(isBehind); round += 1) {
      if (round < MOST_ROUNDS) {
        listeners.filter(isBehind).forEach(run);
      } else {
        listeners.forEach((each) => (each.seen = scene));
        failed(new Error("listeners set each other off without end"));
      }
    }
  };
  /** @param {typeof listeners[number]} listener */
  const isBehind = ({ keys, seen }) => keys.some((key) => !Object.is(seen[key], scene[key]));
  /** @param {typeof listeners[number]} each */
  const run = (each) => {
    if (!isBehind(each)) return;
    each.seen = scene;
    try {
      each.listener(scene);
    } catch (error) {
      failed(error);
    }
  };

  return {
    get: () => scene,
    set(patch) {
      scene = complete({ ...scene, ...patch }, scene);
      if (telling) return;
      telling = true;
      tell();
      telling = false;
    },
    on(keys, listener) {
      listeners.push({ keys: [keys].flat(), listener, seen: scene });
    },
  };
}
