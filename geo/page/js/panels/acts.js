// @ts-check
import { byId } from "../dom.js";
import { findable } from "../data/find.js";
import { listed } from "../data/read.js";
import { bundlesOf, KINDS_OF_FILES, TAKEN } from "./downloads.js";
import { tabsOf } from "./tabs.js";

/**
 * What the page can do, to be found by its words in every language: open a tab, compare two days, lead to
 * where one takes along what is shown, and hand out a layer at once.
 * @param {import("../page.js").Page} page
 * @returns {import("../data/find.js").Entry<import("../data/entries.js").Thing>[]}
 */
export function actsOf({ atlas, texts, state, tools }) {
  const tables = Object.values(atlas.texts);
  const words = (/** @type {string[]} */ ...keys) => tables.flatMap((table) => keys.flatMap((key) => listed(table[key])));
  const press = (/** @type {string} */ id) => {
    byId(id).click();
    byId(id).focus();
  };
  const take = () => {
    press("tab-about");
    byId("cite").scrollIntoView();
    byId("cite").focus({ preventScroll: true });
  };
  const tabs = tabsOf(atlas).map((tab) => {
    const key = `tab.${tab}`;
    return findable({ key, act: { title: () => texts.say(key), told: () => texts.say("name.tabs"), run: () => press(`tab-${tab}`) } }, words(key));
  });
  const compare = {
    title: () => texts.say("change.title"),
    told: () => texts.say("change.start"),
    changes: true,
    run: () => {
      if (!state.get().then) byId("compare").click();
      byId("change-title").focus();
    },
  };
  const files = bundlesOf(atlas, texts).flatMap(({ key, layers }) => KINDS_OF_FILES.map((kind) => {
    const format = `download.${kind}`;
    const title = () => `${texts.say(format)}: ${texts.say(key)}`;
    const run = () => {
      take();
      tools.layers(layers, kind);
    };
    return findable({ key: `${format} ${key}`, act: { title, told: () => texts.say("download.layers"), run } }, tables.map((table) => `${table[format]} ${table[key]}`));
  }));
  return [
    findable({ key: "search.take", act: { title: () => listed(texts.say("search.take")).join(": "), told: () => texts.say("tab.about"), run: take } }, words("search.take", ...TAKEN)),
    findable({ key: "change.title", act: compare }, words("change.title", "change.start", "search.change")),
    ...tabs, ...files,
  ];
}
