// @ts-check
import { bdi, element, svg } from "../dom.js";
import { grouped, listed } from "../data/read.js";
import { sourceTitle } from "../text/sources.js";

/**
 * What was carried or traded of a feature.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]} nothing for what has no figures
 */
export function flows({ id, is }, page) {
  const own = page.atlas.flows.filter(({ features, branch }) => {
    return listed(features).includes(id) || listed(branch).some((each) => listed(is.branch).includes(each));
  });
  return own.length ? [flowTables(own, page)] : [];
}

/**
 * What was carried or traded by year: a table with bars for each way of counting, and the sources
 * by number below.
 * @param {import("../tables.js").FlowRow[]} own
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement}
 */
export function flowTables(own, page) {
  const { atlas, texts } = page;
  const cited = [...new Set(own.flatMap(({ sources }) => listed(sources)))];
  const counted = grouped(own, (row) => [row.features, row.branch, row.counts, row.unit, row.direction].join());
  return element("section", { class: "flows" }, [
    element("h3", {}, [texts.say("details.flows")]),
    ...[...counted.values()].map((rows) => tableOf(rows, cited, page)),
    element("ol", {}, cited.map((source) => element("li", {}, [sourceTitle(source, atlas)]))),
  ]);
}

/**
 * @param {import("../tables.js").FlowRow[]} rows of one way of counting
 * @param {string[]} cited ids of sources, by their numbers
 * @param {import("../page.js").Page} page
 */
function tableOf(rows, cited, { texts }) {
  const [{ counts, unit, branch, direction }] = rows;
  const title = texts.told(counts);
  const branches = texts.join(listed(branch).map((each) => texts.branch(each, texts.lang).text));
  const way = direction === "both" ? "" : texts.word("direction", direction);
  const of = [branches, way].filter(Boolean).map((part) => ` (${part})`);
  const most = Math.max(...rows.map(({ amount }) => amount));
  const inOrder = [...rows].sort((a, b) => (a.start < b.start ? -1 : Number(a.start > b.start)));
  return element("table", {}, [
    element("caption", {}, [bdi(title.text, title.lang), `${of.join("")}, ${texts.unitOf(unit, most)}`]),
    element("tbody", {}, inOrder.flatMap((row) => {
      const numbers = listed(row.sources).map((source) => cited.indexOf(source) + 1).join(", ");
      const forecast = row.basis === "forecast" ? `, ${texts.say("flows.forecast")}` : "";
      const period = texts.told(row.period);
      const bar = svg("rect", { width: `${(100 * row.amount) / most}%`, height: "100%" });
      const figure = element("tr", { "data-basis": row.basis }, [
        element("th", { scope: "row" }, [bdi(period.text, period.lang), forecast]),
        element("td", { class: "bar" }, rows.length > 1 ? [svg("svg", { "aria-hidden": "true" }, [bar])] : []),
        element("td", { class: "amount" }, [texts.number(row.amount)]),
        element("td", { class: "by" }, [`[${numbers}]`]),
      ]);
      const note = element("td", { colspan: 4, class: "origin" }, [bdi(row.note ?? "", texts.facts)]);
      return row.note ? [figure, element("tr", {}, [note])] : [figure];
    })),
  ]);
}
