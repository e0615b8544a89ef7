// @ts-check
import { onceAll } from "../failure.js";
import { ASKED } from "../data/question.js";
import { isAnchor } from "./address.js";

/** How a reader looks, not at what: once switched, it stays so on the way back; a link that says otherwise is followed. */
const LOOKS = /** @type {(keyof import("./store.js").Scene)[]} */ (["lang", "names", "evidence", "theme"]);
/** What makes a new entry in the browser's history; all else amends the present one. */
const STOPS = /** @type {(keyof import("./store.js").Scene)[]} */ (["tab", "scene", "feature"]);
/** What a link keeps. */
export const LINKED = /** @type {(keyof import("./store.js").Scene)[]} */ ([
  ...STOPS, "date", "then", "milestone", "span", "hidden", "body", "layer", "inView", ...ASKED, "way", "view", "sought", "panels", ...LOOKS,
]);
const SETTLE_MS = 250;

/**
 * Keep address and state together from now on: the browser's Back goes back.
 * @param {import("./address.js").Address} address
 * @param {import("./store.js").State} state
 */
export function followAddress({ here, write }, state) {
  if (location.protocol === "about:") return; // a frame in a notebook has no address
  let [timer, closeUntil, isBehind, isReturning] = [0, 0, false, false];
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
  /** The first change is kept once its gesture is seen, which keeping it would delay, those that follow it closely together. */
  const amend = () => {
    const isFirst = performance.now() > closeUntil;
    closeUntil = performance.now() + SETTLE_MS;
    isBehind = true;
    clearTimeout(timer);
    timer = setTimeout(() => isBehind && keep("replaceState"), isFirst ? 0 : SETTLE_MS);
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
}
