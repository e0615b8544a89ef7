// @ts-check
import { bdi, element } from "./dom.js";

/**
 * @param {string[]} ids
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @returns {HTMLElement}
 */
export function sourceList(ids, atlas, texts) {
  const items = ids.map((id) => {
    const { publisher, date } = atlas.sources.get(id) ?? {};
    const origin = [publisher, date ? texts.date(date) : null].filter(Boolean);
    return element("li", {}, [
      sourceTitle(id, atlas),
      element("span", { class: "origin" }, [bdi(origin.join(", "))]),
    ]);
  });
  return element("ul", { class: "sources" }, items);
}

/**
 * The title of a source: a link if its address is one of the web, else text.
 * @param {string} id
 * @param {import("./data.js").Atlas} atlas
 * @returns {HTMLElement}
 */
export function sourceTitle(id, atlas) {
  const { title = id, url } = atlas.sources.get(id) ?? {};
  if (!/^https?:\/\//i.test(url ?? "")) return bdi(title);
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, [bdi(title)]);
}
