// @ts-check
import { bdi, byId, element, isDrawn, renew } from "../dom.js";
import { listed } from "../data/read.js";
import { FILTERED } from "../data/filter.js";
import { flows } from "./flows.js";
import { held } from "./held.js";
import { history, whyBroken } from "./history.js";
import { promises, promised } from "./promises.js";
import { LOCAL } from "../text/names.js";
import { shareBar } from "./share.js";
import { cell } from "../text/cells.js";
import { sentences } from "../text/sentences.js";
import { byWeight, sourceList } from "../text/sources.js";
import { inItsTongue } from "../text/tongue.js";
import { spreads } from "./spread.js";
import { through } from "./through.js";

/** So many sources are in sight at once. */
const IN_SIGHT = 3;

/**
 * Everything that is known of the chosen feature, and who says so.
 * @param {import("../page.js").Page} page
 */
export function addDetails(page) {
  const { atlas, texts, state, sheet, filter } = page;
  const [details, body] = [byId("details"), byId("details-body")];
  /** @type {HTMLElement | SVGElement | null} */
  let opener = null;
  const close = () => state.set({ feature: null, fan: null, hover: null });
  byId("details-close").addEventListener("click", close);
  page.closers.details = close;
  /** Of the feature and language that are shown: a citation stays while time goes on. */
  let share = { of: "", bar: element("section") };
  const fill = () => {
    const { feature: id, date, lang } = state.get();
    const [feature] = atlas.byId.get(id ?? "") ?? [];
    const of = `${id} ${lang}`;
    if (!feature || share.of !== of) body.replaceChildren();
    if (!feature) return;
    if (share.of !== of) share = { of, bar: shareBar(feature, page) };
    const there = filter.at(feature);
    const then = date === atlas.edition.date ? [] : [
      element("p", { class: "then" }, [
        texts.say(there ? "details.then" : "details.not_then", { date: texts.date(date) }),
      ]),
    ];
    renew(body, [...then, ...content(there ?? feature, share.bar, page)]);
  };
  const open = () => {
    const { feature: id, tab } = state.get();
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const isFree = !focused || focused === document.body;
    const isInside = details.contains(focused);
    sheet.root.querySelectorAll(".selected").forEach((mark) => mark.classList.remove("selected"));
    fill();
    if (!id) {
      const back = opener && isDrawn(opener) ? opener : byId(`tab-${tab}`);
      if (isFree || isInside) back.focus({ preventScroll: true });
      opener = null;
      return;
    }
    const marks = sheet.root.querySelectorAll(`[data-id="${CSS.escape(id)}"]`);
    marks.forEach((mark) => mark.classList.add("selected"));
    if (!isFree && !isInside) opener = focused;
    byId("details-title").focus({ preventScroll: true });
  };
  state.on("feature", open);
  state.on([...FILTERED, "lang"], fill);
  if (state.get().feature) open();
}

/**
 * @param {import("../data/read.js").Feature} feature
 * @param {HTMLElement} share
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]}
 */
function content(feature, share, page) {
  const { texts } = page;
  const { layer, is } = feature;
  const name = texts.nameIn(feature);
  const heading = element("h2", { id: "details-title", tabindex: -1 }, [bdi(name.text, name.lang)]);
  const kind = element("p", { class: "kind" }, [
    texts.kind(feature),
  ]);
  const [first, ...further] = [...sentences(feature, page), ...promised(feature, page)].map((text) => bdi(text));
  const noted = (/** @type {string} */ text) => element("span", {}, inItsTongue({ text, lang: texts.facts }, texts));
  if (is.note) further.push(noted(is.note));
  const why = whyBroken(feature, page.atlas).map(noted);
  const told = (/** @type {HTMLElement[]} */ all) => all.map((text) => element("p", { class: "told" }, [text]));
  const rows = layer.details.flatMap((column) => {
    // Not to be a member says something of a partner alone.
    if (layer.columns[column]?.standing && !layer.partner && is[column] === "none") return [];
    const value = cell(column, feature, page);
    return value ? row(texts.say(`column.${column}`), [value], texts) : [];
  });
  const others = otherNames(feature, texts);
  if (others.length) rows.push(...row(texts.say("column.aliases"), others, texts));
  rows.push(
    ...(is.precision_m && (layer.shape === "points" || layer.shape === "network") ? row(texts.say("column.precision"), [precision(is.precision_m, texts)], texts) : []),
    ...(is.as_of ? row(texts.say("column.as_of"), [texts.date(is.as_of)], texts) : []),
    ...(is.licence ? row(texts.say("column.licence"), [is.licence], texts) : []),
  );
  return [
    kind, heading,
    ...told([...(first ? [first] : []), ...why]),
    ...whoSays(feature, page),
    ...held(feature, page),
    ...told(further),
    ...through(feature, page),
    share,
    ...history(feature, page),
    ...promises(feature, page),
    ...flows(feature, page),
    ...spreads(feature, page),
    element("dl", {}, rows),
  ];
}

/**
 * How sure a feature is, and by whom: the weightiest sources in sight, the others to open.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]}
 */
function whoSays({ is }, page) {
  const { texts } = page;
  const all = byWeight(listed(is.sources), page.atlas);
  const [shown, more] = [all.slice(0, IN_SIGHT), all.slice(IN_SIGHT)];
  const others = more.length < 2 ? [] : [
    element("details", { "data-list": "sources" }, [
      element("summary", {}, [texts.count("details.more", more.length)]),
      sourceList(more, page),
    ]),
  ];
  return [
    element("section", { class: "who" }, [
      element("h3", {}, [texts.say("details.sources")]),
      ...(is.confidence ? [element("p", { class: "sure" }, [`${texts.say("column.confidence")}: ${texts.word("confidence", is.confidence)}`])] : []),
      all.length ? sourceList(others.length ? shown : all, page) : texts.say("details.no_source"),
      ...others,
    ]),
  ];
}

/**
 * What it is called besides, in other languages and scripts.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../text/voice.js").Texts} texts
 * @returns {import("../text/names.js").Said[]}
 */
function otherNames(feature, texts) {
  const { is } = feature;
  const given = [...texts.languages, LOCAL].map((lang) => texts.nameIn(feature, lang));
  const aliases = listed(is.aliases).map((text) => ({ text, lang: "" }));
  const seen = new Set([texts.name(feature)]);
  return [...given, ...aliases].filter(({ text }) => !seen.has(text) && seen.add(text));
}

/**
 * @param {string} label
 * @param {(string | import("../text/names.js").Said)[]} values
 * @param {import("../text/voice.js").Texts} texts
 */
function row(label, values, texts) {
  const cells = values.map((value) => {
    return element("dd", {}, typeof value === "string" ? [bdi(value)] : inItsTongue(value, texts));
  });
  return [element("dt", {}, [label]), ...cells];
}

/**
 * @param {number} metres
 * @param {import("../text/voice.js").Texts} texts
 */
function precision(metres, texts) {
  return texts.say("details.precision", { km: texts.kilometres(metres / 1000) });
}
