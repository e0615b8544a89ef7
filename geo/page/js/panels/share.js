// @ts-check
import { bdi, element, pushButton, renew } from "../dom.js";
import { codedIn } from "../data/layers.js";
import { listed } from "../data/read.js";
import { notice } from "../notice.js";

/** A link that others can open too. */
const PUBLIC = /^https?:/;

/** Whose the atlas is, before its title. @param {import("../data/read.js").Atlas} atlas */
function byOf({ edition: { authors } }) {
  return authors.length ? `${authors.join(", ")}. ` : "";
}

/**
 * How to cite a feature, as a sentence.
 * @param {import("../data/read.js").Feature} feature
 * @param {string} link or nothing
 * @param {import("../page.js").Page} page
 */
function sentence({ id, is }, link, { atlas, texts }) {
  const { title, version, date } = atlas.edition;
  const sources = listed(is.sources).map((source) => atlas.sources.get(source)?.title ?? source);
  return byOf(atlas) + texts.say("cite.sentence", {
    name: is.name, id, title, version, date: texts.date(date), licence: is.licence ?? texts.say("details.no_licence"), link,
    sources: sources.join("; ") || texts.say("details.no_source"),
  }).trimEnd();
}

/**
 * How to cite something of this atlas, as an entry of BibTeX.
 * @param {string} key
 * @param {Record<string, string>} own fields besides those of the edition
 * @param {import("../data/read.js").Atlas} atlas
 * @param {string} link or nothing
 */
function bibTex(key, own, { edition: { title, authors, version, date } }, link) {
  const safe = (/** @type {string} */ text) =>
    text.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, "\\$&").replace(/[~^]/g, "\\$&{}");
  const { title: named, note } = own;
  const fields = {
    title: `{${safe(named)}}`,
    author: (authors.length ? authors : [title]).map((author) => `{${safe(author)}}`).join(" and "),
    year: date.slice(0, 4),
    edition: `Version ${version}, data as of ${date}`,
    note: safe(note),
    ...(link ? { url: link.replace(/[{}]/g, "") } : {}),
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}}`);
  return `@misc{${key},\n${lines.join(",\n")}\n}\n`;
}

/**
 * Buttons for what a reader can take along, and where it is shown.
 * @param {import("../page.js").Page} page
 */
function createCounter({ texts, tools }) {
  const shown = element("div", { class: "shared", "aria-live": "polite" });
  /** @param {string} key @param {() => void} act */
  const button = (key, act) => pushButton({}, [texts.say(key)], act);
  /** A text to copy; it stays in sight, for where the clipboard is closed to the page.
   * @param {...string} blocks */
  const offer = (...blocks) => {
    shown.replaceChildren(
      ...blocks.map((text) => {
        const copy = button("share.copy", () => copyText(text, texts));
        return element("div", {}, [element("pre", { tabindex: 0 }, [bdi(text)]), copy]);
      }),
    );
  };
  const link = () => (PUBLIC.test(tools.link()) ? tools.link() : "");
  /** To a file on this disk no link leads: then what follows its address, and how it becomes one. */
  const linkActs = () => (tools.link() ? [button("share.link", () => {
    const given = link() || (tools.link().replace(/^[^#]*/, "") || "#");
    offer(given);
    if (!link()) shown.append(element("p", { class: "origin" }, [texts.say("share.from_file")]));
    copyText(given, texts);
  })] : []);
  return { shown, button, offer, link, linkActs };
}

/**
 * What a reader can take along of a feature: a link, a citation, its data.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement}
 */
export function shareBar(feature, page) {
  const { atlas, tools } = page;
  const { id, is, layer } = feature;
  const { shown, button, offer, link, linkActs } = createCounter(page);
  const fields = { title: is.name, note: `Feature ${id}; licence ${is.licence ?? "not given"}` };
  const cite = () => offer(sentence(feature, link(), page), bibTex(`${atlas.name}-${id}`, fields, atlas, link()));
  return element("section", { class: "share" }, [
    element("div", { class: "tools" }, [
      ...linkActs(),
      button("share.cite", cite),
      button("share.feature", () => tools.feature(feature)),
      button("share.layer", () => tools.layers([layer], "geojson")),
    ]),
    shown,
  ]);
}

/**
 * How to cite the map as a whole, and a link to it, as it is shown: `draw` says it in the language of
 * the page, `link` follows what is shown.
 * @param {import("../page.js").Page} page
 */
export function citation(page) {
  const { atlas, texts, tools } = page;
  const { version, date } = atlas.edition;
  const { shown, button, offer, link, linkActs } = createCounter(page);
  const licences = [...new Set(atlas.layers.flatMap((layer) => codedIn(layer, "licence").of).filter(Boolean))].sort().join(", ");
  const section = element("section", { class: "share" });
  const [told, linked] = ["citation", "linked"].map((name) => element("p", { class: name }));
  const cited = () => byOf(atlas) + texts.say("cite.map", { title: texts.say("page.title"), version, date: texts.date(date), licences, link: link() }).trimEnd();
  const follow = () => {
    renew(told, [bdi(cited())]);
    renew(linked, [bdi(link() ? "" : tools.link(), "zxx")]);
  };
  const draw = () => {
    const fields = { title: texts.say("page.title"), note: `Licences ${licences}` };
    section.replaceChildren(
      element("h3", { id: "cite", tabindex: -1 }, [texts.say("cite.heading")]),
      told, linked,
      element("div", { class: "tools" }, [
        button("share.copy", () => copyText(cited(), texts)),
        ...linkActs(),
        button("cite.bibtex", () => offer(bibTex(atlas.name, fields, atlas, link()))),
      ]),
      shown,
    );
    follow();
  };
  return { section, draw, link: follow };
}

/**
 * Copy a text, and say whether it worked.
 * @param {string} text
 * @param {import("../text/voice.js").Texts} texts
 */
async function copyText(text, texts) {
  try {
    await navigator.clipboard.writeText(text);
    notice(texts.say("share.copied"));
  } catch {
    notice(texts.say("share.not_copied"));
  }
}
