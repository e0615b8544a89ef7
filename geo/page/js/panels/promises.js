// @ts-check
import { bdi, element } from "../dom.js";
import { grouped, listed } from "../data/read.js";
import { sourceTitles } from "../text/sources.js";
import { clock } from "./clock.js";

/**
 * In a sentence for each thing promised: the days, in order, and whether it came.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @returns {string[]}
 */
export function promised(feature, { atlas, texts }) {
  const things = grouped(promisesOf(feature, atlas), ({ what }) => what);
  return [...things].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, rows]) => {
    const days = new Set(rows.map((row) => texts.date(row.promised, row.promised_prec)));
    const named = texts.say(`promised.${what}`, { dates: [...days].join(texts.say("promised.then")) });
    const came = cameOf(feature, what, atlas);
    if (came) return texts.say(`promised.${what}_came`, { named, date: texts.date(came.valid_from, came.date_prec) });
    const isTold = feature.layer.shape === "network" && texts.has(`promised.${what}_not`);
    return isTold ? texts.say(`promised.${what}_not`, { named, date: texts.date(atlas.edition.date) }) : texts.sentence(named);
  });
}

/**
 * Each announcement by itself, with who says so.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]} nothing for what nobody promised
 */
export function promises(feature, page) {
  const rows = promisesOf(feature, page.atlas);
  if (!rows.length) return [];
  return [
    element("h3", {}, [page.texts.say("details.promises")]),
    ...clockOf(feature, page),
    announcements(rows, page),
  ];
}

/**
 * @param {import("../tables.js").PromiseRow[]} rows
 * @param {import("../page.js").Page} page
 */
function announcements(rows, { atlas, texts }) {
  const items = rows.map((row) => {
    const by = texts.told(row.promised_by);
    const announced = row.announced
      ? texts.say("promises.announced", { date: texts.date(row.announced, row.announced_prec) })
      : texts.say("promises.undated");
    return element("li", {}, [
      element("strong", {}, [`${texts.word("what", row.what)}: ${texts.date(row.promised, row.promised_prec)}`]),
      ` ${announced} `, bdi(by.text, by.lang),
      ...(row.note ? [". ", bdi(row.note, texts.facts)] : []),
      element("span", { class: "origin" }, sourceTitles(row.sources, atlas)),
    ]);
  });
  return element("ol", { class: "sources promises" }, items);
}

/**
 * The clocks of the links among some features that were promised, and are not there yet, and who says so.
 * @param {string[]} ids
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]}
 */
export function clocks(ids, page) {
  const { atlas, texts } = page;
  return ids.flatMap((id) => {
    const [feature] = atlas.byId.get(id) ?? [];
    const rows = feature ? promisesOf(feature, atlas) : [];
    if (feature?.layer.shape !== "network" || rows.some(({ what }) => cameOf(feature, what, atlas))) return [];
    const drawn = clockOf(feature, page);
    if (!drawn.length) return [];
    const told = element("details", { class: "evidence" }, [element("summary", {}, [texts.say("details.promises")]), announcements(rows, page)]);
    return [element("h3", {}, [bdi(texts.name(feature))]), ...drawn, told];
  });
}

/** @param {import("../data/read.js").Feature} feature @param {import("../page.js").Page} page */
function clockOf(feature, page) {
  const came = (/** @type {string} */ what) => cameOf(feature, what, page.atlas)?.valid_from ?? null;
  return clock(promisesOf(feature, page.atlas), { came, told: promised(feature, page).join(" ") }, page);
}

/**
 * The step by which something promised came, if it has.
 * @param {import("../data/read.js").Feature} feature
 * @param {string} what
 * @param {import("../data/read.js").Atlas} atlas
 */
function cameOf({ id }, what, { history, values }) {
  return history.find(({ segment, status }) => segment === id && values.status[status]?.keeps?.includes(what));
}

/** @param {import("../data/read.js").Feature} feature @param {import("../data/read.js").Atlas} atlas */
function promisesOf({ id }, atlas) {
  return atlas.promises.filter(({ features }) => listed(features).includes(id));
}
