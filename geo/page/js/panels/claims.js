// @ts-check
import { bdi, element, renew, setHidden, setText } from "../dom.js";
import { ASKED } from "../data/question.js";
import { finding, LESS, verdict } from "../data/findings.js";
import { listed } from "../data/read.js";
import { sourceTitle } from "../text/sources.js";

/**
 * All times, prices and lengths in print, or those between the ends that a reader asks for, each held
 * against what the page finds, as the reader supposes. They are reckoned when they are looked at.
 * @param {import("../page.js").Page} page
 */
export function addClaims(page) {
  const { atlas, texts, state, courses } = page;
  if (!atlas.ways.length || !atlas.relations.length) return;
  const list = element("div");
  const heading = element("summary");
  const claims = /** @type {HTMLDetailsElement} */ (element("details", { class: "published claims" }, [heading, list]));
  document.getElementById("ways")?.append(claims);
  let drawn = "";
  const draw = () => {
    const scene = state.get();
    if (scene.tab !== "ways") return;
    const { from, to, lang } = scene;
    const own = atlas.relations.filter((row) => !from || !to || isBetween(row, [from, to]));
    setHidden(claims, !own.length);
    setText(heading, texts.count("ways.claims", own.length));
    const told = [lang, from, to, courses.told(scene)].join();
    if (!claims.open || told === drawn) return;
    drawn = told;
    renew(list, [claimList(own, page)]);
  };
  claims.addEventListener("toggle", draw);
  state.on(["tab", "lang", "date", ...ASKED], draw);
  draw();
}

/** Whether a figure in print is of a journey between two places, there or back.
 * @param {import("../tables.js").RelationRow} relation @param {string[]} ends */
export function isBetween({ from_place: from, to_place: to }, ends) {
  return from !== to && ends.includes(from) && ends.includes(to);
}

/**
 * Figures in print, who says so, and what the page finds.
 * @param {import("../tables.js").RelationRow[]} relations
 * @param {import("../page.js").Page} page
 * @param {Partial<import("../state/store.js").Scene>} [supposed] in place of what the reader supposes
 */
export function claimList(relations, page, supposed) {
  const { atlas, texts, wayTexts, state } = page;
  /** @param {string | null} cell ids of ways @param {(branch: string) => string} name */
  const named = (cell, name) => {
    const ways = atlas.ways.filter(({ id }) => listed(cell).includes(id));
    return texts.join([...new Set(ways.map(({ branch }) => name(branch)))]);
  };
  const inFull = (/** @type {string} */ branch) => texts.branch(branch, texts.lang).text;
  return element("ul", { class: "sources" }, relations.map((row) => {
    const { from_place: from, to_place: to, low, high, unit, evidence, counts, finish, sources, way, against } = row;
    const told = texts.told(counts);
    const found = finding(row, { ...state.get(), ...supposed }, page);
    const [amount, judged] = [texts.amount(low, high, unit), verdict({ low, high }, found)];
    return element("li", {}, [
      element("strong", {}, [unit.startsWith(LESS) ? texts.say("ways.than", { amount, ways: named(against, (branch) => texts.word("branch", branch)) }) : amount]),
      ` ${texts.word("ways.evidence", evidence)}, ${texts.date(finish, "year")}`,
      element("span", { class: "origin" }, [[`${wayTexts.stop(from)} – ${wayTexts.stop(to)}`, named(way, inFull)].filter(Boolean).join(", "), ": ", bdi(told.text, told.lang)]),
      element("span", { class: `verdict ${judged}` }, [texts.say(`ways.verdict.${judged}`, { found: found ? wayTexts.range(found, unit) : "" })]),
      ...listed(sources).map((source) => element("span", { class: "origin" }, [sourceTitle(source, atlas)])),
    ]);
  }));
}
