// @ts-check
import { element, svg } from "../dom.js";
import { dayOf } from "../data/days.js";
import { grouped } from "../data/read.js";
import { firstDay, lastDay } from "../data/time.js";

/** The drawing, and its edges around the field. */
const [CLOCK_WIDE, CLOCK_HIGH] = [324, 190];
const RIM = { left: 34, right: 8, top: 14, bottom: 32 };
const MOST_TICKS = 6;

/**
 * The clock of promises: each day that was promised, upwards, against the day on which it was
 * announced, to the right. What was promised for the day itself would lie on the diagonal; steps
 * upwards are delays. An announcement of no known day is a tick at the edge.
 * @param {import("../tables.js").PromiseRow[]} rows announcements of one thing or several, in order
 * @param {{came: (what: string) => string | null, told: string}} options the day on which something
 *   came, and all of it in words
 * @param {Pick<import("../page.js").Page, "atlas" | "texts">} page
 * @returns {HTMLElement[]} nothing where no day of an announcement is known
 */
export function clock(rows, { came, told }, { atlas, texts }) {
  const today = atlas.edition.date;
  const dated = rows.flatMap(({ announced, ...row }) => (announced ? { announced, ...row } : [])).sort((a, b) => (a.announced < b.announced ? -1 : 1));
  if (!dated.length) return [];
  const years = (/** @type {string[]} */ days) => days.map((day) => Number(day.slice(0, 4)));
  const from = Math.min(...years(dated.map(({ announced }) => announced)));
  const [low, high] = [Math.min, Math.max].map((pick) => pick(...years([today, ...rows.map(({ promised }) => promised)])));
  const along = scale([dayOf(from), today], [RIM.left, CLOCK_WIDE - RIM.right]);
  const up = scale([dayOf(Math.min(from, low)), dayOf(high + 1)], [CLOCK_HIGH - RIM.bottom, RIM.top]);
  const write = (/** @type {string} */ kind, /** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ text) =>
    svg("text", { class: kind, x: x.toFixed(1), y: y.toFixed(1) }, [text]);
  const path = (/** @type {string} */ kind, /** @type {string} */ d) => svg("path", { class: kind, d });
  const [left, right, base] = [RIM.left, CLOCK_WIDE - RIM.right, CLOCK_HIGH - RIM.bottom];
  const ticks = (/** @type {number} */ first, /** @type {number} */ last) => {
    const step = Math.ceil((last - first + 1) / MOST_TICKS);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((year) => year % step === 0).map((year) => dayOf(year));
  };
  const things = [...grouped(dated, ({ what }) => what)];
  const drawn = things.flatMap(([what, own], i) => {
    const kind = i ? "other" : "first";
    const spots = own.map(({ announced, promised }) => [along(announced), up(promised)].map((at) => at.toFixed(1)));
    const day = came(what);
    const stairs = spots.map(([x, y], k) => (k ? `H${x}V${y}` : `M${x} ${y}`)).join("") + `H${along(day ?? today).toFixed(1)}`;
    const spans = own.map((row, k) => {
      const [x, y] = spots[k];
      const [last, first] = [lastDay(row.announced, row.announced_prec), firstDay(row.promised, row.promised_prec)];
      return `M${x} ${y}H${along(last < today ? last : today).toFixed(1)}M${x} ${y}V${up(first).toFixed(1)}`;
    });
    return [
      path(`stairs ${kind}`, stairs), path(`span ${kind}`, spans.join("")),
      ...spots.map(([cx, cy]) => svg("circle", { class: kind, cx, cy, r: 4 })),
      ...(day ? [path("came", `M${along(day).toFixed(1)} ${(up(day) - 6).toFixed(1)}l6 6-6 6-6-6z`)] : []),
    ];
  });
  const undated = rows.filter(({ announced }) => !announced).map(({ promised }) => path("undated", `M${left - 4} ${up(promised).toFixed(1)}h8`));
  const first = dayOf(from);
  const shapes = [
    path("axis", `M${left} ${RIM.top}V${base}H${right}`),
    path("itself", `M${along(first).toFixed(1)} ${up(first).toFixed(1)}L${along(today).toFixed(1)} ${up(today).toFixed(1)}`),
    path("today", `M${left} ${up(today).toFixed(1)}H${right}`),
    ...ticks(from, Number(today.slice(0, 4))).map((day) => write("middle", along(day), base + 13, texts.date(day, "year"))),
    ...ticks(Math.min(from, low), high).map((day) => write("end", left - 6, up(day) + 3, texts.date(day, "year"))),
    write("end", right, base + 27, texts.say("clock.announced")),
    write("start", 0, RIM.top - 5, texts.say("clock.promised")),
    write("start", left + 4, up(today) + (up(today) < 2 * RIM.top ? 12 : -4), texts.say("time.today")),
    ...drawn, ...undated,
  ];
  const key = things.map(([what], i) => `${i ? "○" : "●"} ${texts.word("what", what)}`);
  return [element("figure", { class: "clock" }, [
    svg("svg", { viewBox: `0 0 ${CLOCK_WIDE} ${CLOCK_HIGH}`, role: "img", "aria-label": told }, shapes),
    element("figcaption", {}, [[...key, texts.say("clock.itself"), ...(undated.length ? [texts.say("clock.undated")] : [])].join(" · ")]),
  ])];
}

/**
 * @param {string[]} days
 * @param {number[]} places
 * @returns {(day: string) => number}
 */
function scale([first, last], [start, end]) {
  const [from, to] = [first, last].map(Date.parse);
  return (day) => start + ((Date.parse(day) - from) / (to - from)) * (end - start);
}
