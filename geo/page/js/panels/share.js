// @ts-check
import { bdi, element } from "../dom.js";
import { listed } from "../data/read.js";

/** A link that others can open too. */
const PUBLIC = /^https?:/;

/**
 * How to cite a feature, as a sentence.
 * @param {import("../data/read.js").Feature} feature
 * @param {string} link or nothing
 * @param {import("../page.js").Page} page
 */
function sentence({ id, is }, link, { atlas, texts }) {
  const { title, version, date } = atlas.edition;
  const sources = listed(is.sources).map((source) => atlas.sources.get(source)?.title ?? source);
  return texts.say("cite.sentence", {
    name: is.name, id, title, version, date: texts.day(date), licence: is.licence, link,
    sources: sources.join("; "),
  }).trimEnd();
}

/**
 * How to cite a feature, as an entry of BibTeX.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../data/read.js").Atlas} atlas
 * @param {string} link or nothing
 */
function bibTex({ id, is }, atlas, link) {
  const { title, version, date } = atlas.edition;
  const safe = (/** @type {string} */ text) =>
    text.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, "\\$&").replace(/[~^]/g, "\\$&{}");
  const fields = {
    title: `{${safe(is.name)}}`,
    author: `{${safe(title)}}`,
    year: date.slice(0, 4),
    edition: `Version ${version}, data as of ${date}`,
    note: `Feature ${id}; licence ${safe(is.licence)}`,
    ...(link ? { url: link.replace(/[{}]/g, "") } : {}),
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}}`);
  return `@misc{${atlas.name}-${id},\n${lines.join(",\n")}\n}\n`;
}

/**
 * What a reader can take along of a feature: a link, a citation, its data.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement}
 */
export function shareBar(feature, page) {
  const { atlas, texts, tools } = page;
  const shown = element("div", { class: "shared", "aria-live": "polite" });
  const button = (key, act) => {
    const node = element("button", { type: "button" }, [texts.say(key)]);
    node.addEventListener("click", act);
    return node;
  };
  /** A text to copy; it stays in sight, for where the clipboard is closed to the page.
   * @param {...string} blocks */
  const offer = (...blocks) => {
    shown.replaceChildren(
      ...blocks.map((text) => {
        const copy = button("share.copy", () => copyText(text, copy, texts));
        return element("div", {}, [element("pre", { tabindex: 0 }, [bdi(text)]), copy]);
      }),
    );
  };
  const cite = () => {
    const link = PUBLIC.test(tools.link()) ? tools.link() : "";
    offer(sentence(feature, link, page), bibTex(feature, atlas, link));
  };
  return element("section", { class: "share" }, [
    element("div", { class: "tools" }, [
      ...(tools.link() ? [button("share.link", () => offer(tools.link()))] : []),
      button("share.cite", cite),
      button("share.feature", () => tools.feature(feature)),
      button("share.layer", () => tools.layer(feature.layer)),
    ]),
    shown,
  ]);
}

/**
 * @param {string} text
 * @param {HTMLElement} button says whether it worked
 * @param {import("../text/voice.js").Texts} texts
 */
async function copyText(text, button, texts) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = texts.say("share.copied");
  } catch {
    button.textContent = texts.say("share.not_copied");
  }
}
