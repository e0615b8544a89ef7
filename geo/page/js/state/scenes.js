// @ts-check
import { featuresBy } from "../data/kinds.js";
import { isSheet, isWide } from "../map/cover.js";
import { ASKED } from "../data/question.js";
import { askedFor, featuresIn, isEvents, networkKey, ofShape, placesOf, tablesOf } from "../data/layers.js";
import { position } from "../data/read.js";
import { tabsOf } from "../panels/tabs.js";

/**
 * One scene of the story.
 * @typedef {object} StoryScene
 * @property {string} id
 * @property {string} heading
 * @property {string[]} text
 * @property {string[]} sources
 * @property {string} confidence
 * @property {string | null} correction
 * @property {{value: string, label: string, sources: string[], quantity: string | null}[]} figures
 * @property {number[]} relations rows of that table that are held against what the page finds
 * @property {string[]} callouts the text of each callout of the map
 * @property {{focus: string[], frame: number[] | null, date: string, hidden: string[],
 *   highlight: string[], callouts: {feature: string, lens: boolean}[]}} map
 */

/** What a subject is told by; the day only tells which course is open. */
const TOLD_BY = /** @type {const} */ (["tab", "scene", "sought", ...ASKED, "way", "feature"]);
/** What the subject of the page depends on. */
export const LIT = /** @type {const} */ ([...TOLD_BY, "date"]);

/** An event this near to a place, in degrees, was held there. */
const THERE = 0.1;

/**
 * How the page begins: each scene of the story sets the map; the other tabs share the reader's own.
 * @typedef {ReturnType<typeof createScenes>} Scenes
 */

/**
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("../data/courses.js").Courses} courses
 */
export function createScenes(atlas, courses) {
  const initial = opening(atlas);
  const byId = new Map(atlas.story.map((scene) => [scene.id, scene]));
  /** @type {{of: unknown[], lit: Set<string>, named: Set<string>}} */
  let subject = { of: [], lit: new Set(), named: new Set() };
  /**
   * The scene that the story tells now, if it does.
   * @param {import("./store.js").Scene} state
   * @returns {StoryScene | undefined}
   */
  const told = ({ tab, scene }) => (tab === "story" ? byId.get(scene ?? "") : undefined);
  /** Where lines begin and end, and how they are travelled. @param {string[]} ids */
  const endsOf = (ids) => ids.flatMap((id) => atlas.byId.get(id)?.[0] ?? [])
    .flatMap(({ is: { from_place, to_place, mode } }) => [from_place, to_place].map((place) => ({ place, mode })));
  /** Whether two lines of a subject meet at a place and go on as before. @param {string} at @param {ReturnType<typeof endsOf>} ends */
  const isPassed = (at, ends) => {
    const [one, other, ...more] = ends.filter(({ place }) => place === at);
    return Boolean(other) && !more.length && one.mode === other.mode;
  };
  /**
   * What a tab, and in the story a scene, begins with.
   * @param {import("./store.js").Scene["tab"]} tab
   * @param {string | null} scene
   * @returns {Partial<import("./store.js").Scene>}
   */
  const beginning = (tab, scene) => {
    const { date, hidden, span, body } = initial;
    const own = tab === "story" ? byId.get(scene ?? "")?.map : undefined;
    const map = own ? { date: own.date, hidden: new Set(own.hidden) } : { date, hidden };
    return { tab, scene, feature: null, fan: null, view: null, sought: null, then: null, milestone: null, span, body, ...map };
  };
  /** The places that a scene is about: those in its view, and those of its events. @param {StoryScene | undefined} scene */
  const placesFor = (scene) => {
    const { focus = [], highlight = [] } = scene?.map ?? {};
    const held = highlight.flatMap((id) => atlas.byId.get(id) ?? []).filter(({ layer }) => isEvents(layer)).map(position);
    return featuresIn(placesOf(atlas).filter(({ cells }) => !cells)).filter((place) => {
      const at = position(place);
      return focus.includes(place.id) || held.some((other) => Math.hypot(at[0] - other[0], at[1] - other[1]) < THERE);
    }).map(({ id }) => id);
  };
  return {
    initial,
    told,
    beginning,
    /**
     * What becomes of a scene of the story where a reader asks for something else: no more is hidden, nor
     * told in callouts; the day stays.
     * @param {import("./store.js").Scene} state
     * @returns {Partial<import("./store.js").Scene>}
     */
    left: ({ tab, scene, date }) => (tab === "story" ? { ...beginning(tabsOf(atlas)[1], scene), date } : {}),
    /**
     * The ids of what stands out, `lit`: the subject of the scene, all of a kind that a reader asked
     * for, and the course that is open with its ends; beside these what was chosen. `named` are they, the places that the
     * scene is about, and the ends of the lines that callouts tell of, but for mere stops on the way.
     * @param {import("./store.js").Scene} state
     */
    subject: (state) => {
      const [scene, { sought }] = [told(state), state];
      const open = courses.open(state);
      const of = [open, ...TOLD_BY.map((key) => state[key])];
      if (of.some((each, i) => each !== subject.of[i])) {
        // Members are lit as they are on the day.
        const kind = sought && !atlas.byId.has(sought) && !sought.startsWith("body.") ? featuresBy(sought, atlas) : [];
        const steps = open?.steps ?? [];
        const course = steps.length ? [steps[0].start, ...steps.map(({ feature }) => feature.id), steps[steps.length - 1].end] : [];
        const lit = [...(scene?.map.highlight ?? []), ...kind.map(({ id }) => id), ...course];
        const all = endsOf(lit);
        const ends = endsOf((scene?.map.callouts ?? []).map(({ feature }) => feature))
          .flatMap(({ place }) => (isPassed(place, all) ? [] : place));
        const standing = lit.length ? [...lit, ...askedFor(atlas, state)] : [];
        subject = { of, lit: new Set(standing), named: new Set([...standing, ...ends, ...placesFor(scene)]) };
      }
      return subject;
    },
  };
}

/**
 * What a page shows that nobody asked anything of.
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {import("./store.js").Scene}
 */
function opening(atlas) {
  const { story, edition } = atlas;
  // No scene of a story tells of what somebody has added: in each it steps back.
  const tabs = ["about", ...(atlas.panels ? [] : [atlas.layers.some(({ added }) => added) ? "explore" : "story"])];
  return {
    tab: /** @type {import("./store.js").Scene["tab"]} */ (tabsOf(atlas).find((tab) => tabs.includes(tab))),
    layer: tablesOf(atlas)[0]?.id ?? "",
    inView: false,
    scene: story[0]?.id ?? null,
    view: null,
    sought: null,
    hidden: new Set(ofShape(atlas, "network").filter(({ on_request: isAside }) => isAside).map(networkKey)),
    body: null,
    from: null,
    to: null,
    by: "distance",
    over: "",
    whatif: new Set(),
    way: null,
    feature: null,
    hover: null,
    fan: null,
    date: edition.date,
    then: null,
    milestone: null,
    span: "so_far",
    evidence: "",
    theme: "auto",
    lang: document.documentElement.lang,
    names: null,
    panel: isSheet() ? "peek" : "half",
    legend: isWide(),
    panels: atlas.panels,
  };
}
