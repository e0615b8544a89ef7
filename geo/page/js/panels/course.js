// @ts-check
import { element, pushButton, svg } from "../dom.js";
import { listed } from "../data/read.js";
import { kmByStatus, taken } from "../data/course.js";
import { SHUT } from "../data/question.js";
import { HOURS_A_DAY, MEASURES } from "../data/performance.js";
import { strokeOf } from "../marks/network.js";
import { flowTables } from "./flows.js";
import { ladder, published } from "./ladder.js";
import { segmentLine, strip } from "./strip.js";

/** @typedef {import("../data/course.js").Course} Course */

const WIDE_PX = 324;
/** Of what cuts a course, so much is named. */
const MOST_REASONS = 3;

/**
 * A way as a card: a line to scale, how long it is and what it takes, and all of it where it is open.
 * @param {Course} course
 * @param {number} most kilometres of the longest
 * @param {import("../page.js").Page} page
 */
export function courseCard(course, most, page) {
  const { texts, state, courses, wayTexts } = page;
  const { key, steps, km } = course;
  const isOpen = courses.open(state.get()) === course;
  const { from, to } = state.get();
  const which = (/** @type {(feature: import("../data/read.js").Feature) => boolean} */ is) => steps.filter(({ feature }) => is(feature));
  const counts = {
    borders: steps.flatMap(({ crossings }) => crossings), breaks: steps.flatMap(({ breaks }) => breaks),
    reloadings: course.parts.time.filter(({ kind }) => kind === MEASURES.time.transfer),
    gaps: steps.flatMap(({ gaps }) => gaps), unbuilt: which(wayTexts.isUnbuilt), broken: which((each) => wayTexts.meaning(each) === "broken"),
  };
  const told = Object.entries(counts).filter(([, all]) => all.length).map(([what, all]) => texts.count(`ways.${what}`, all.length));
  const head = pushButton({ "aria-expanded": String(isOpen), "data-key": key, "data-way": key }, [
    element("strong", {}, [wayTexts.course(course)]),
    element("strong", {}, [wayTexts.km(km)]),
    ...(from && to ? [] : [element("span", {}, [`${wayTexts.stop(steps[0].start)} – ${wayTexts.stop(steps[steps.length - 1].end)}`])]),
  ]);
  return element("li", {}, [
    element("h3", {}, [head]),
    toScale(course, most, page),
    element("p", {}, [amounts(course.kmByMode, (mode) => texts.word("mode", mode), page)]),
    ...(course.cut.length ? [element("p", { class: "cut" }, [whyCut(course, page)])] : takes(course, counts.unbuilt.length > 0, page)),
    element("p", {}, [told.join(" · ")]),
    ...(isOpen ? detailsOf(course, page) : []),
  ]);
}

/** Days and price as ranges, and what is not known.
 * @param {Course} course @param {boolean} isUnbuilt @param {import("../page.js").Page} page */
function takes(course, isUnbuilt, { atlas, texts, wayTexts }) {
  if (!atlas.performance.length) return [];
  const { low, high } = taken(course, "time");
  const days = { low: low / HOURS_A_DAY, high: high / HOURS_A_DAY };
  const spans = [{ by: "time", unit: "days", span: days }, { by: "cost", unit: "USD/TEU", span: taken(course, "cost") }];
  const told = spans.map(({ by, unit, span }) => {
    const missing = course.parts[by].filter(({ sources }) => !sources.length).length;
    const lacks = missing && texts.count("ways.unknown_parts", missing);
    return element("span", { class: "takes" }, [element("b", {}, [`${texts.say(`ways.${by}`)}: ${wayTexts.range(span, unit)}`]), ...(lacks ? [` (${lacks})`] : [])]);
  });
  return [element("p", {}, [...(isUnbuilt ? [`${texts.say("ways.if_built")} `] : []), ...told])];
}

/** What is said of a segment that is supposed shut. @param {string} id @param {import("../page.js").Page} page */
export function shutName(id, { atlas, texts }) {
  return texts.say("ways.shut", { name: texts.name(/** @type {import("../data/read.js").Feature[]} */ (atlas.byId.get(id))[0]) });
}

/** Why a step cannot be travelled. @param {import("../data/course.js").Step} step @param {import("../page.js").Page} page */
export function cutBy({ feature }, page) {
  const { atlas, texts, state, wayTexts } = page;
  if (state.get().whatif.has(SHUT + feature.id)) return shutName(feature.id, page);
  const shut = atlas.passages.find(({ id }) => state.get().whatif.has(id) && listed(feature.is.passages).includes(id));
  return shut ? texts.say("ways.shut", { name: texts.field(shut, "name") }) : `${texts.name(feature)}: ${wayTexts.statusWord(wayTexts.status(feature))}`;
}

/** @param {Course} course @param {import("../page.js").Page} page */
function whyCut({ cut }, page) {
  const { texts } = page;
  const reasons = [...new Set(cut.map((step) => cutBy(step, page)))];
  const others = reasons.splice(MOST_REASONS);
  return texts.say("ways.cut", { reasons: texts.join([...reasons, ...(others.length ? [texts.say("ways.more", { n: texts.number(others.length) })] : [])]) });
}

/** @param {Map<string, number>} kms @param {(key: string) => string} name @param {import("../page.js").Page} page */
function amounts(kms, name, { wayTexts }) {
  return [...kms].map(([key, km]) => `${name(key)} ${wayTexts.km(km)}`).join(" · ");
}

/** The course as one line, drawn as on the map. @param {Course} course @param {number} most @param {import("../page.js").Page} page */
function toScale({ steps }, most, { atlas, wayTexts }) {
  const x = (/** @type {number} */ km) => (1 + (km * (WIDE_PX - 2)) / most).toFixed(1);
  const [lines, signs] = [/** @type {SVGElement[]} */ ([]), /** @type {SVGElement[]} */ ([])];
  const sign = (/** @type {string} */ kind, /** @type {string} */ d) => signs.push(svg("path", { class: kind, d }));
  let at = 0;
  for (const { feature, crossings, gaps, breaks } of steps) {
    const { len_km: km } = feature.is;
    lines.push(strokeOf(feature, wayTexts.status(feature), atlas, `M${x(at)} 10H${x(at + km)}`));
    crossings.forEach((border) => sign("tick", `M${x(at + border.km)} 4V16`));
    if (gaps.length) sign("gap", `M${x(at)} 2H${x(at + km)}`);
    if (breaks.length) sign("diamond", `M${x(at)} 5l5 5-5 5-5-5z`);
    at += km;
  }
  return svg("svg", { viewBox: `0 0 ${WIDE_PX} 20`, "aria-hidden": "true" }, [...lines, ...signs]);
}

/** Totals, the strip, what is carried, and the other lines. @param {Course} course @param {import("../page.js").Page} page */
function detailsOf(course, page) {
  const { atlas, texts, wayTexts } = page;
  const totals = [
    ["column.iso_a2", amounts(course.kmByCountry, wayTexts.country, page)],
    ["column.status", amounts(kmByStatus(course, wayTexts.status), wayTexts.statusWord, page)],
  ].flatMap(([title, told]) => [element("dt", {}, [texts.say(title)]), element("dd", {}, [told])]);
  const ways = course.runs.flatMap((run) => run.ways);
  const carried = atlas.flows.filter(({ branch }) => ways.some((way) => listed(branch).includes(way.branch)));
  const travelled = new Set(course.steps.map(({ feature }) => feature));
  const others = [...new Set(ways.flatMap((way) => way.others))].filter((feature) => !travelled.has(feature));
  const key = `others-${course.key}`;
  return [
    element("dl", {}, totals),
    ...(atlas.performance.length ? [ladder(course, page)] : []),
    ...published(course, page),
    strip(course, page),
    ...(carried.length ? [flowTables(carried, page)] : []),
    ...(others.length ? [element("details", { "data-list": key }, [
      element("summary", { "data-key": key }, [texts.say("ways.others", { n: texts.number(others.length) })]),
      ...others.map((feature) => segmentLine(feature, page, true)),
    ])] : []),
  ];
}
