// @ts-check
import { LOCAL } from "../text/voice.js";
import { tabsOf } from "../panels/tabs.js";
import { QUESTIONS } from "../data/evidence.js";
import { ASKED, BEST, BEST_BY, OVER_LINES, SHUT } from "../data/courses.js";
import { featuresBy } from "../data/kinds.js";
import { networkEnds, featuresIn, firstYear, ofShape, tablesOf } from "../data/layers.js";

/** How a reader looks, not at what: once switched, it stays so on the way back; a link that says otherwise is followed. */
const LOOKS = /** @type {(keyof import("./store.js").Scene)[]} */ (["lang", "names", "evidence", "theme"]);
/** What makes a new entry in the browser's history; all else amends the present one. */
const STOPS = /** @type {(keyof import("./store.js").Scene)[]} */ (["tab", "scene", "feature"]);
const AMENDED = /** @type {(keyof import("./store.js").Scene)[]} */ ([
  "date", "then", "milestone", "span", "hidden", "body", "layer", "inView", ...ASKED, "way", "view", "sought", "panels", ...LOOKS,
]);
/** What a link keeps. */
export const LINKED = [...STOPS, ...AMENDED];
const SETTLE_MS = 250;
const LASTING = /^(https?|file):/;

/**
 * A part of the state that the address tells.
 * @typedef {object} Part
 * @property {(scene: any) => string} write
 * @property {(text: string) => Partial<import("./store.js").Scene> | null} read null for what
 *   cannot be read, which is as if it were not there
 */

/** @typedef {ReturnType<typeof createAddress>} Address */

/** Of what is not understood, no more is told. */
const LONGEST = 40;
/** Stands before what is on though it is off from the beginning. */
const ON = "!";

/**
 * The address after `#`: a link to it shows the same, and the browser's Back goes back. What is as
 * its tab or scene begins is left out.
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("./scenes.js").Scenes} scenes
 */
export function createAddress(atlas, { initial, beginning }) {
  /** @param {keyof import("./store.js").Scene} key @param {readonly string[]} values @returns {Part} */
  const choice = (key, values) => ({
    write: (scene) => scene[key] ?? "",
    read: (text) => (values.includes(text) ? { [key]: text } : null),
  });
  /** @param {"date" | "then"} key @returns {Part} */
  const day = (key) => ({
    write: (scene) => scene[key] ?? "",
    read: (text) => {
      const isInTime = text >= String(firstYear(atlas)) && text <= initial.date;
      return isDay(text) && isInTime ? { [key]: text } : null;
    },
  });
  // What has no name, as the land beneath, has no details either.
  const isNamed = (/** @type {string} */ id) => Boolean(atlas.byId.get(id)?.[0].is.name);
  const ends = networkEnds(atlas);
  const segments = featuresIn(ofShape(atlas, "network")).map(({ id }) => id);
  const supposed = [...atlas.passages.map(({ id }) => id), ...segments, ...segments.map((id) => SHUT + id)];
  /** @type {Record<string, Part>} */
  const parts = {
    tab: choice("tab", tabsOf(atlas)),
    scene: choice("scene", atlas.story.map(({ id }) => id)),
    feature: {
      write: ({ feature }) => feature ?? "",
      read: (text) => (isNamed(text) ? { feature: text } : null),
    },
    near: {
      write: ({ sought, feature }) => (sought === feature ? "" : sought ?? ""),
      read: (text) => (isNamed(text) || featuresBy(text, atlas).length ? { sought: text } : null),
    },
    date: day("date"),
    then: day("then"),
    milestone: choice("milestone", atlas.milestones.map(({ id }) => id)),
    span: choice("span", ["so_far", "year"]),
    off: {
      // What is off from the beginning stays so in links that do not say otherwise.
      write: ({ hidden }) => [...[...hidden].filter((key) => !initial.hidden.has(key)).sort(), ...[...initial.hidden].filter((key) => !hidden.has(key)).map((key) => ON + key)].join(","),
      read: (text) => {
        const keys = text.split(",").filter(Boolean);
        const usual = [...initial.hidden].filter((key) => !keys.includes(ON + key));
        return { hidden: new Set([...usual, ...keys.filter((key) => !key.startsWith(ON))]) };
      },
    },
    body: choice("body", atlas.bodies),
    from: choice("from", ends),
    to: choice("to", ends),
    by: choice("by", BEST_BY),
    over: choice("over", OVER_LINES),
    if: {
      write: ({ whatif }) => [...whatif].sort().join(","),
      read: (text) => {
        const known = text.split(",").filter((id) => supposed.includes(id));
        return known.length ? { whatif: new Set(known) } : null;
      },
    },
    way: {
      write: ({ way }) => way ?? "",
      read: (text) => (text === BEST || text.split(".").every((id) => atlas.ways.some((way) => way.id === id)) ? { way: text } : null),
    },
    layer: choice("layer", tablesOf(atlas).map(({ id }) => id)),
    rows: {
      write: ({ inView }) => (inView ? "view" : ""),
      read: (text) => (text === "view" ? { inView: true } : null),
    },
    at: {
      write: ({ view }) =>
        view ? `${view.lon.toFixed(3)},${view.lat.toFixed(3)},${view.zoom.toFixed(2)}` : "",
      read: (text) => {
        const [lon, lat, zoom] = text.split(",").map(Number);
        return [lon, lat, zoom].every(Number.isFinite) ? { view: { lon, lat, zoom } } : null;
      },
    },
    lang: choice("lang", Object.keys(atlas.texts)),
    names: choice("names", [...Object.keys(atlas.texts), LOCAL]),
    evidence: choice("evidence", Object.keys(QUESTIONS)),
    theme: choice("theme", ["light", "dark"]),
    panels: choice("panels", ["off"]),
  };

  /** @param {import("./store.js").Scene} scene */
  const write = (scene) => {
    const { tab, scene: first } = initial;
    const usual = { ...initial, ...beginning(scene.tab, scene.scene), tab, scene: first };
    const told = Object.entries(parts).flatMap(([key, part]) => {
      const text = part.write(scene);
      return text === part.write(usual) ? [] : [`${key}=${encoded(text)}`];
    });
    if (told.length) return `#${told.join("&")}`;
    return atlas.address && `#tab=${scene.tab}`; // without any address it would open elsewhere
  };

  /** @param {string} hash @returns {[string, string][]} */
  const known = (hash) =>
    [...new URLSearchParams(hash.slice(1))].filter(([key]) => Object.hasOwn(parts, key));

  /** What an address says, the rest as its tab or scene begins.
   * @param {string} hash
   * @returns {import("./store.js").Scene} */
  const read = (hash) => {
    const told = Object.assign({}, ...known(hash).map(([key, text]) => parts[key].read(text)));
    const { tab = told.panels ? "about" : told.scene ? "story" : initial.tab, scene = initial.scene, feature = null } = told;
    return { ...initial, ...beginning(tab, scene), sought: feature, ...told };
  };

  /** What the page is opened at. */
  const here = () => read(location.hash || atlas.address);

  return {
    here,
    /** What an address asks for that is not here. @param {string} hash */
    unread: (hash) => known(hash).flatMap(([key, text]) => (!text || parts[key].read(text) ? [] : [`${key}=${text.slice(0, LONGEST)}`])),
    /** A link to what is shown; empty where the page has no address that can be opened again.
     * @param {import("./store.js").Scene} scene */
    link: (scene) => (LASTING.test(location.href) ? location.href.split("#")[0] + write(scene) : ""),
    /**
     * Keep the address and the state together from now on.
     * @param {import("./store.js").State} state
     */
    follow: (state) => {
      if (location.protocol === "about:") return; // a frame in a notebook has no address
      let timer = 0;
      let returning = false;
      /** How often a reader switched what is held, and when each last; an entry knows how often until then. */
      let switched = window.history.state?.switched ?? 0;
      /** @type {Map<string, number>} */
      const last = new Map();
      /** @param {"pushState" | "replaceState"} how @param {string} [url] */
      const keep = (how, url = write(state.get()) || "#") => {
        clearTimeout(timer);
        try {
          window.history[how]({ sought: state.get().sought, switched }, "", url);
        } catch {
          // Some frames refuse, and some browsers so many in so short a time.
        }
      };
      keep("replaceState", location.href);
      LOOKS.forEach((key) => state.on(key, () => returning || last.set(key, (switched += 1))));
      state.on(AMENDED, () => {
        clearTimeout(timer);
        timer = setTimeout(() => keep("replaceState"), SETTLE_MS);
      });
      state.on(STOPS, (scene) => {
        if (write(scene) !== location.hash) keep(returning ? "replaceState" : "pushState");
      });
      addEventListener("popstate", ({ state: kept }) => {
        if (location.hash && !known(location.hash).length) return; // a link inside the page
        const told = { ...here(), ...(kept ? { sought: kept.sought } : {}) };
        const isTold = (/** @type {string} */ key) => (last.get(key) ?? 0) <= (kept?.switched ?? Infinity);
        returning = true;
        state.set({ ...Object.fromEntries(LINKED.filter(isTold).map((key) => [key, told[key]])), fan: null });
        returning = false;
        if (!kept) keep("replaceState", location.href);
      });
    },
  };
}

/**
 * Whether a text is a day of the calendar.
 * @param {string} text
 */
function isDay(text) {
  const day = new Date(text);
  return !Number.isNaN(day.valueOf()) && day.toISOString().slice(0, 10) === text;
}

/**
 * A value as it may stand in an address, and be read there by people.
 * @param {string} text
 */
function encoded(text) {
  return encodeURI(text).replace(/[&+#]/g, encodeURIComponent);
}
