// @ts-check
import { createParts } from "./parts.js";

/** @typedef {ReturnType<typeof createAddress>} Address */

const LASTING = /^(https?|file):/;
/** Of what is not understood, no more is told. */
const LONGEST = 40;

/**
 * The address after `#`: a link to it shows the same. What is as its tab or scene begins is left out.
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("./scenes.js").Scenes} scenes
 */
export function createAddress(atlas, { initial, beginning }) {
  const parts = createParts(atlas, initial);
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
    write,
    /** What an address asks for that is not here. @param {string} hash */
    unread: (hash) => toldIn(hash).flatMap(([key, text], i, told) => {
      const isLast = told.findLastIndex(([other]) => other === key) === i;
      const odd = !isPart(key) || !isLast ? [text] : parts[key].odd?.(text) ?? (parts[key].read(text) ? [] : [text]);
      return odd.map((each) => (each ? `${key}=${each}` : key).slice(0, LONGEST));
    }),
    /** A link to what is shown; empty where the page has no address that can be opened again.
     * @param {import("./store.js").Scene} scene */
    link: (scene) => (LASTING.test(location.href) ? location.href.split("#")[0] + write(scene) : ""),
  };
}

/** Whether an address leads to a place inside the page. @param {string} hash */
export function isAnchor(hash) {
  return document.getElementById(hash.slice(1)) !== null;
}

/**
 * A value as it may stand in an address, and be read there by people.
 * @param {string} text
 */
function encoded(text) {
  return encodeURI(text).replace(/[&+#]/g, encodeURIComponent);
}
