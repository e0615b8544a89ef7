// @ts-check
import { bdi, element, svg } from "../dom.js";
import { listed } from "../data/read.js";
import { sourceTitles } from "../text/sources.js";

const WIDTH = 300;
const MARGIN = 8;
const ROW = 11;
const RADIUS = 4;
const HEAD = 18;
const FOOT = 20;

/**
 * What sources print about a feature where they differ, each quantity with the value chosen.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]}
 */
export function spreads({ id }, page) {
  return page.atlas.quantities
    .filter(({ features }) => listed(features).includes(id))
    .map((quantity) => spreadOf(quantity.id, page));
}

/**
 * What sources print about one quantity.
 * @param {string} id
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement}
 */
export function spreadOf(id, page) {
  const { atlas, texts } = page;
  const quantity = /** @type {import("../tables.js").QuantityRow} */ (atlas.quantities.find((each) => each.id === id));
  const claims = atlas.claims
    .filter((claim) => claim.quantity === id)
    .sort((a, b) => a.low - b.low || a.high - b.high);
  const { name, working, unit, reason } = quantity;
  const chosen = texts.say("spread.working", { value: texts.amount(working, working, unit) });
  const title = texts.told(name);
  return element("section", { class: "spread" }, [
    element("h3", {}, [bdi(title.text, title.lang)]),
    ...plot(quantity, claims, texts),
    element("ul", { class: "claims" }, claims.map((claim) => line(claim, unit, page))),
    element("p", {}, [chosen, " ", bdi(reason, texts.facts)]),
  ]);
}

/**
 * A dot for each claim, a bar where it is a range, and a line at the value chosen; nothing if all
 * claims are the same.
 * @param {import("../tables.js").QuantityRow} quantity
 * @param {import("../tables.js").ClaimRow[]} claims
 * @param {import("../text/voice.js").Texts} texts
 * @returns {SVGElement[]}
 */
function plot({ working, unit }, claims, texts) {
  const values = [working, ...claims.flatMap(({ low, high }) => [low, high])];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least === most) return [];
  const across = (/** @type {number} */ value) =>
    MARGIN + ((value - least) / (most - least)) * (WIDTH - 2 * MARGIN);
  /** @type {number[]} */
  const ends = [];
  const spots = claims.map(({ low, high }) => {
    const [from, to] = [across(low) - RADIUS, across(high) + RADIUS];
    const free = ends.findIndex((end) => end < from);
    const row = free < 0 ? ends.length : free;
    ends[row] = to + 1;
    return { from, to, row };
  });
  const base = HEAD + ends.length * ROW;
  const marks = spots.map(({ from, to, row }) =>
    svg("rect", {
      class: "claim",
      x: from.toFixed(1),
      y: base - (row + 1) * ROW + 1,
      width: (to - from).toFixed(1),
      height: 2 * RADIUS,
      rx: RADIUS,
    }),
  );
  const [at, half] = [across(working), WIDTH / 2];
  const write = (x, y, kind, text) => svg("text", { x: x.toFixed(1), y, class: kind }, [text]);
  const side = at < half / 2 ? "start" : at > half * 1.5 ? "end" : "middle";
  const spoken = texts.say("spread.range", {
    range: texts.amount(least, most, unit),
    working: texts.amount(working, working, unit),
  });
  const shapes = [
    svg("path", { class: "axis", d: `M0 ${base}H${WIDTH}` }),
    svg("path", { class: "working", d: `M${at.toFixed(1)} ${HEAD - 4}V${base + 4}` }),
    ...marks,
    write(at, HEAD - 7, `working ${side}`, texts.amount(working, working, unit)),
    write(0, base + 14, "start", texts.number(least)),
    write(WIDTH, base + 14, "end", texts.amount(most, most, unit)),
  ];
  const size = { viewBox: `0 0 ${WIDTH} ${base + FOOT}`, role: "img", "aria-label": spoken };
  return [svg("svg", size, shapes)];
}

/**
 * @param {import("../tables.js").ClaimRow} claim
 * @param {string} unit
 * @param {import("../page.js").Page} page
 */
function line({ low, high, sources, date, date_prec: exact, note }, unit, { atlas, texts }) {
  const dated = date ? texts.date(date, exact) : "";
  return element("li", {}, [
    element("strong", {}, [texts.amount(low, high, unit)]),
    " ", ...sourceTitles(sources, atlas),
    ...(dated || note
      ? [element("span", { class: "origin" }, [dated, dated && note ? ". " : "", bdi(note ?? "", texts.facts)])]
      : []),
  ]);
}
