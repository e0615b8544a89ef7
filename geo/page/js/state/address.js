// @ts-check
import { LOCAL } from "../text/names.js";
import { tabsOf } from "../panels/tabs.js";
import { QUESTIONS } from "../data/evidence.js";
import { ASKED, BEST, BEST_BY, OVER_LINES, SHUT } from "../data/question.js";
import { legendKeys } from "../data/filter.js";
import { featuresBy } from "../data/kinds.js";
import { networkEnds, featuresIn, firstYear, ofShape, tablesOf } from "../data/layers.js";
import { lazily } from "../data/memory.js";
import { onceAll } from "../failure.js";

/** How a reader looks, not at what: once switched, it stays so on the way back; a link that says otherwise is followed. */
const LOOKS = /** @type {(keyof import("./store.js").Scene)[]} */ (["lang", "names", "evidence", "theme"]);
/** What makes a new entry in the browser's history; all else amends the present one. */
const STOPS = /** @type {(keyof import("./store.js").Scene)[]} */ (["tab", "scene", "feature"]);
/** What a link keeps. */
export const LINKED = /** @type {(keyof import("./store.js").Scene)[]} */ ([
  ...STOPS, "date", "then", "milestone", "span", "hidden", "body", "layer", "inView", ...ASKED, "way", "view", "sought", "panels", ...LOOKS,
]);
const SETTLE_MS = 250;
const LASTING = /^(https?|file):/;

/**
 * A part of the state that the address tells.
 * @typedef {object} Part
 * @property {(scene: any) => string | null} write null where there is nothing to tell
 * @property {(text: string) => Partial<import("./store.js").Scene> | null} read null for what
 *   cannot be read, which is as if it were not there
 * @property {(text: string) => string[]} [odd] which items of a list cannot be read
 */

/** @typedef {ReturnType<typeof createAddress>} Address */

/** Of what is not understood, no more is told. */
const LONGEST = 40;
/** Stands before what is on though it is off from the beginning. */
const ON = "!";
/** A place in degrees, and how near. */
const PLACE = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/;

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
  const legend = lazily(() => new Set([...legendKeys(atlas), ...initial.hidden, ...atlas.story.flatMap(({ map }) => map.hidden)]));
  /**
   * Items of which each is read by itself.
   * @param {(scene: any) => string[]} told @param {(item: string) => boolean} isKnown
   * @param {(items: string[]) => Partial<import("./store.js").Scene> | null} read @returns {Part}
   */
  const items = (told, isKnown, read) => ({
    write: (scene) => told(scene).map((item) => item.replace(/[%,]/g, encodeURIComponent)).join(","),
    read: (text) => read(itemsIn(text).filter(isKnown)),
    odd: (text) => itemsIn(text).filter((item) => !isKnown(item)),
  });
  /** @type {Record<string, Part>} */
  const parts = {
    tab: choice("tab", tabsOf(atlas)),
    scene: choice("scene", atlas.story.map(({ id }) => id)),
    feature: {
      write: ({ feature }) => feature ?? "",
      read: (text) => (isNamed(text) ? { feature: text } : null),
    },
    near: {
      // What is open is what was sought, where nothing else is said.
      write: ({ sought, feature }) => (sought === feature ? null : sought ?? ""),
      read: (text) => (!text ? { sought: null } : isNamed(text) || featuresBy(text, atlas).length ? { sought: text } : null),
    },
    date: day("date"),
    then: day("then"),
    milestone: choice("milestone", atlas.milestones.map(({ id }) => id)),
    span: choice("span", ["so_far", "year"]),
    // What is off from the beginning stays so in links that do not say otherwise.
    off: items(
      ({ hidden }) => [...[...hidden].filter((key) => !initial.hidden.has(key)).sort(), ...[...initial.hidden].filter((key) => !hidden.has(key)).map((key) => ON + key)],
      (item) => legend().has(item.startsWith(ON) ? item.slice(ON.length) : item),
      (keys) => {
        const usual = [...initial.hidden].filter((key) => !keys.includes(ON + key));
        return { hidden: new Set([...usual, ...keys.filter((key) => !key.startsWith(ON))]) };
      },
    ),
    body: choice("body", atlas.bodies),
    from: choice("from", ends),
    to: choice("to", ends),
    by: choice("by", BEST_BY),
    over: choice("over", OVER_LINES),
    if: items(({ whatif }) => [...whatif].sort(), (id) => supposed.includes(id), (known) => ({ whatif: new Set(known) })),
    way: {
      write: ({ way }) => way ?? "",
      read: (text) => (text === BEST || text.split(".").every((id) => atlas.ways.some((way) => way.id === id)) ? { way: text } : null),
    },
    layer: items(({ layer }) => layer.split(","), (id) => tablesOf(atlas).some((each) => each.id === id), (known) => (known[0] ? { layer: known.join() } : null)),
    rows: {
      write: ({ inView }) => (inView ? "view" : ""),
      read: (text) => (text === "view" ? { inView: true } : null),
    },
    at: {
      write: ({ view }) =>
        view ? `${view.lon.toFixed(3)},${view.lat.toFixed(3)},${view.zoom.toFixed(2)}` : "",
      read: (text) => {
        const [lon, lat, zoom] = PLACE.exec(text)?.slice(1).map(Number) ?? [];
        return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { view: { lon, lat, zoom } } : null;
      },
    },
    lang: choice("lang", Object.keys(atlas.texts)),
    names: choice("names", [...Object.keys(atlas.texts), LOCAL]),
    evidence: choice("evidence", Object.keys(QUESTIONS)),
    theme: choice("theme", ["light", "dark"]),
    panels: choice("panels", ["off", ""]),
  };

  /** The tab of an address that names none. @param {Partial<import("./store.js").Scene>} told */
  const impliedTab = ({ panels, scene }) => (panels ? "about" : scene ? "story" : initial.tab);

  /** @param {import("./store.js").Scene} scene */
  const write = (scene) => {
    const usual = { ...initial, ...beginning(scene.tab, scene.scene), scene: initial.scene };
    const others = Object.keys(parts).filter((key) => key !== "tab" && parts[key].write(scene) !== parts[key].write(usual));
    const tab = impliedTab(Object.fromEntries(others.map((key) => [key, parts[key].write(scene)])));
    const told = [...(scene.tab === tab ? [] : ["tab"]), ...others];
    if (told.length) return `#${told.map((key) => `${key}=${encoded(parts[key].write(scene) ?? "")}`).join("&")}`;
    return atlas.address && `#tab=${scene.tab}`; // without any address it would open elsewhere
  };

  const isPart = (/** @type {string} */ key) => Object.hasOwn(parts, key);
  /** @param {string} hash @returns {[string, string][]} */
  const toldIn = (hash) => (isAnchor(hash) ? [] : [...new URLSearchParams(hash.slice(1))]);

  /** What an address says, the rest as its tab or scene begins.
   * @param {string} hash
   * @returns {import("./store.js").Scene} */
  const read = (hash) => {
    const told = Object.assign({}, ...toldIn(hash).filter(([key]) => isPart(key)).map(([key, text]) => parts[key].read(text)));
    const { tab = impliedTab(told), scene = initial.scene, feature = null } = told;
    return { ...initial, ...beginning(tab, scene), sought: feature, ...told };
  };

  /** What the page is opened at. */
  const here = () => read(location.hash || atlas.address);

  return {
    here,
    /** What an address asks for that is not here. @param {string} hash */
    unread: (hash) => toldIn(hash).flatMap(([key, text], i, told) => {
      const isLast = told.findLastIndex(([other]) => other === key) === i;
      const odd = !isPart(key) || !isLast ? [text] : parts[key].odd?.(text) ?? (parts[key].read(text) ? [] : [text]);
      return odd.map((each) => (each ? `${key}=${each}` : key).slice(0, LONGEST));
    }),
    /** A link to what is shown; empty where the page has no address that can be opened again.
     * @param {import("./store.js").Scene} scene */
    link: (scene) => (LASTING.test(location.href) ? location.href.split("#")[0] + write(scene) : ""),
    /**
     * Keep the address and the state together from now on.
     * @param {import("./store.js").State} state
     */
    follow: (state) => {
      if (location.protocol === "about:") return; // a frame in a notebook has no address
      let [timer, isBehind, isReturning] = [0, false, false];
      /** The state that the present entry stands for. */
      let entry = state.get();
      /** How often a reader switched what is held, and when each last; an entry knows how often until then. */
      let switched = window.history.state?.switched ?? 0;
      /** @type {Map<string, number>} */
      const last = new Map();
      /** @param {"pushState" | "replaceState"} how @param {string} [url] */
      const keep = (how, url = write(entry) || "#") => {
        isBehind = false;
        try {
          window.history[how]({ switched }, "", url);
        } catch {
          // Some frames refuse, and some browsers so many in so short a time.
        }
      };
      /** The first change is kept at once, those that follow it closely together. */
      const amend = () => {
        if (timer) isBehind = true;
        else keep("replaceState");
        clearTimeout(timer);
        timer = setTimeout(() => {
          timer = 0;
          if (isBehind) keep("replaceState");
        }, SETTLE_MS);
      };
      keep("replaceState", location.href);
      LOOKS.forEach((key) => state.on(key, () => isReturning || last.set(key, (switched += 1))));
      // However often a gesture sets the state, it makes one entry.
      state.on(LINKED, onceAll(() => {
        const [before, now] = [entry, state.get()];
        if (now === before) return;
        const stops = STOPS.some((key) => now[key] !== before[key]);
        if (stops && isBehind) keep("replaceState");
        entry = now;
        if (stops && write(now) !== location.hash) keep("pushState");
        else amend();
      }));
      addEventListener("popstate", ({ state: kept }) => {
        if (isAnchor(location.hash)) return;
        const told = here();
        const isTold = (/** @type {string} */ key) => (last.get(key) ?? 0) <= (kept?.switched ?? Infinity);
        isReturning = true;
        state.set({ ...Object.fromEntries(LINKED.filter(isTold).map((key) => [key, told[key]])), fan: null });
        isReturning = false;
        entry = state.get();
        keep("replaceState", kept ? undefined : location.href);
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

/** Whether an address leads to a place inside the page. @param {string} hash */
function isAnchor(hash) {
  return document.getElementById(hash.slice(1)) !== null;
}

/** @param {string} text items that may hold the comma that stands between them */
function itemsIn(text) {
  return text.split(",").filter(Boolean).map((item) => item.replace(/%(25|2C)/gi, decodeURIComponent));
}

/**
 * A value as it may stand in an address, and be read there by people.
 * @param {string} text
 */
function encoded(text) {
  return encodeURI(text).replace(/[&+#]/g, encodeURIComponent);
}
