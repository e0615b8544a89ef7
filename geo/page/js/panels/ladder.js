// @ts-check
import { element } from "../dom.js";
import { MEASURES, total } from "../data/performance.js";
import { grouped, listed } from "../data/read.js";
import { sourceTitle } from "../text/sources.js";
import { claimList, isBetween } from "./claims.js";

/** @typedef {import("../data/course.js").Course} Course */
/** @typedef {import("../data/performance.js").Part} Part */
/** @typedef {{name: string, time: Part[], cost: Part[]}} Rung what is met on a course, or one of its modes */

/**
 * What stands in the way along a course, the worst first, what nobody knows last; and what the way
 * itself takes, so that all adds up.
 * @param {Course} course
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement}
 */
export function ladder(course, page) {
  const { atlas, texts, wayTexts } = page;
  const rungs = rungsOf(course, page);
  const cited = [...new Set(rungs.flatMap(({ time, cost }) => [...time, ...cost].flatMap(({ sources }) => sources)))];
  return element("section", { class: "flows ladder" }, [
    element("table", {}, [
      element("caption", {}, [texts.say("ways.ladder")]),
      element("thead", {}, [element("tr", {}, [element("td"), ...["h", "USD/TEU"].map((unit) => element("th", { scope: "col", class: "amount" }, [texts.unitOf(unit, 2)]))])]),
      element("tbody", {}, rungs.map(({ name, time, cost }) => {
        const numbers = [...new Set([...time, ...cost].flatMap(({ sources }) => sources))].map((source) => cited.indexOf(source) + 1);
        return element("tr", {}, [
          element("th", { scope: "row" }, [name, ...(numbers.length ? [element("span", { class: "by" }, [`[${numbers.join(", ")}]`])] : [])]),
          ...[time, cost].map((parts) => element("td", { class: "amount" }, parts.length ? [wayTexts.range(sumOf(parts))] : [])),
        ]);
      })),
    ]),
    element("details", { "data-list": `ladder-${course.key}` }, [
      element("summary", { "data-key": `ladder-${course.key}` }, [`${texts.say("details.sources")}: ${texts.number(cited.length)}`]),
      element("ol", {}, cited.map((source) => element("li", {}, [sourceTitle(source, atlas)]))),
    ]),
  ]);
}

/** @param {Course} course @param {import("../page.js").Page} page @returns {Rung[]} */
function rungsOf({ parts: { time, cost } }, { texts, wayTexts }) {
  const fees = cost.filter(({ kind }) => kind !== MEASURES.cost.along);
  const met = time.filter(({ kind }) => kind !== MEASURES.time.along).map((part) => {
    const fee = part.kind === MEASURES.time.wait ? [] : fees.splice(0, 1);
    return { name: wayTexts.part(part), time: [part], cost: fee };
  });
  const hours = (/** @type {Rung} */ rung) => (sumOf(rung.time).high === Infinity ? -1 : sumOf(rung.time).high);
  const moved = (/** @type {Part[]} */ parts, /** @type {string} */ kind) => grouped(parts.filter((part) => part.kind === kind), ({ mode }) => mode);
  const prices = moved(cost, MEASURES.cost.along);
  const moving = [...moved(time, MEASURES.time.along)].map(([mode, parts]) => {
    return { name: texts.say("ways.moving", { mode: texts.word("mode", mode) }), time: parts, cost: prices.get(mode) ?? [] };
  });
  return [...met.sort((a, b) => hours(b) - hours(a)), ...moving];
}

/** @param {Part[]} parts */
function sumOf(parts) {
  return total(parts.map(({ span }) => span));
}

/**
 * Times, prices and lengths in print between the ends of a course, there or back, and who says so.
 * @param {Course} course
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]} nothing if none is
 */
export function published({ runs, steps }, page) {
  const { atlas, texts } = page;
  const ends = [steps[0].start, steps[steps.length - 1].end];
  const ways = runs.flatMap((run) => run.ways.map(({ id }) => id));
  const own = atlas.relations.filter((row) => isBetween(row, ends) && (!row.way || listed(row.way).some((way) => ways.includes(way))));
  if (!own.length) return [];
  return [element("section", { class: "published" }, [
    element("h4", {}, [texts.say("ways.published")]),
    claimList(own, page),
  ])];
}
