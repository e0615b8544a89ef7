// @ts-check
import { byId, isOnPaper } from "./dom.js";

/**
 * Say that something failed: on the page that it did, in the console why.
 * @param {unknown} error
 */
export function report(error) {
  console.error(error);
  byId("failed").hidden = false;
}

/**
 * Put on parts, each by itself: one that fails takes no other along.
 * @param {((page: import("./page.js").Page) => void)[]} parts
 * @param {import("./page.js").Page} page
 */
export function putOn(parts, page) {
  parts.forEach((part) => attempt(() => part(page)));
}

/**
 * Do something that may fail, and say it if it does.
 * @param {() => void} act
 */
export function attempt(act) {
  try {
    act();
  } catch (error) {
    report(error);
  }
}

/**
 * Do something once all that changes together has changed, however often it is asked for meanwhile; for paper at
 * once, as a script that prints waits for nothing.
 * @param {() => void} act that may fail
 * @returns {() => void}
 */
export function onceAll(act) {
  let isAsked = false;
  return () => {
    if (isOnPaper()) return attempt(act);
    if (isAsked) return;
    isAsked = true;
    queueMicrotask(() => {
      isAsked = false;
      attempt(act);
    });
  };
}

/**
 * Say, once each, which of the files that users' elements load did not come, which of these
 * elements are missing for that or another reason, and what the address asks for in vain. What lies
 * in a missing element is shown without it.
 * @param {import("./page.js").Page} page
 */
export function watchMissing({ texts, state, address }) {
  /** @type {Set<string>[]} */
  const [files, kinds] = [new Set(), new Set()];
  let unread = new Set(address.unread(location.hash));
  const [text, close] = byId("missing").children;
  const say = () => {
    /** @param {string} key @param {Set<string>} names */
    const tell = (key, names) => (names.size ? [texts.say(key, { names: texts.join([...names]) })] : []);
    const told = [...tell("page.not_loaded", files), ...tell("page.missing", kinds), ...tell("page.unread", unread)];
    text.textContent = told.join(" ");
    byId("missing").hidden = !told.length;
  };
  close.addEventListener("click", () => (byId("missing").hidden = true));
  state.on("lang", () => byId("missing").hidden || say());
  addEventListener("popstate", () => {
    unread = new Set(address.unread(location.hash));
    say();
  });
  addEventListener("error", ({ target }) => {
    const script = document.currentScript;
    const address = target instanceof Element && (target.getAttribute("src") ?? target.getAttribute("href"));
    if (address && !target.matches(".leaflet-tile")) {
      const { host, pathname } = new URL(address, location.href);
      const file = pathname.slice(pathname.lastIndexOf("/") + 1);
      files.add(host ? `${file} (${host})` : file);
    } else if (script?.dataset.kind) {
      kinds.add(script.dataset.kind);
      window[script.dataset.name ?? ""] ??= L.featureGroup();
    } else return;
    say();
  }, true);
  say();
}
