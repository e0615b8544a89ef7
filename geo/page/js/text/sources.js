// @ts-check
import { bdi, element } from "../dom.js";
import { listed } from "../data/read.js";

/** Kinds of sources, the weightiest first. */
const KINDS_OF_SOURCES = ["treaty", "official", "research", "reference", "press", "dataset"];

/** @param {string[]} ids @param {import("../data/read.js").Atlas} atlas */
export function byWeight(ids, { sources }) {
  const weight = (/** @type {string} */ id) => KINDS_OF_SOURCES.indexOf(sources.get(id)?.kind ?? "");
  return ids.toSorted((a, b) => weight(a) - weight(b));
}

/**
 * @param {string[]} ids
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement}
 */
export function sourceList(ids, { atlas, texts }) {
  const items = byWeight(ids, atlas).map((id) => {
    const { publisher, date, date_prec: exact } = atlas.sources.get(id) ?? {};
    const origin = [...(publisher ? [bdi(publisher, texts.facts)] : []), ...(date ? [bdi(texts.date(date, exact))] : [])];
    return element("li", {}, [
      sourceTitle(id, atlas),
      element("span", { class: "origin" }, origin.flatMap((part, i) => (i ? [", ", part] : [part]))),
    ]);
  });
  return element("ul", { class: "sources" }, items);
}

/**
 * The titles of sources, one after the other.
 * @param {string | null} ids
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {(Node | string)[]}
 */
export function sourceTitles(ids, atlas) {
  return listed(ids).flatMap((id, i) => [...(i ? ["; "] : []), sourceTitle(id, atlas)]);
}

/**
 * The title of a source: a link if its address is one of the web, else text.
 * @param {string} id
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {HTMLElement}
 */
export function sourceTitle(id, atlas) {
  const { title, url, language } = atlas.sources.get(id) ?? { title: id };
  const name = bdi(title, isOurs(title, language) ? Object.keys(atlas.texts)[0] : language ?? "");
  if (!/^https?:\/\//i.test(url ?? "")) return name;
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, [name]);
}

/** Whether a title describes in Latin letters what is written in others. @param {string} title @param {string | null} [language] */
function isOurs(title, language) {
  const isLatin = !/\p{L}/u.test(title.replace(/\p{Script=Latin}/gu, ""));
  return isLatin && Boolean(language) && new Intl.Locale(language ?? "").maximize().script !== "Latn";
}
