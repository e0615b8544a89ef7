// @ts-check
import { bdi, element, pushButton, svg } from "../dom.js";
import { listed } from "../data/read.js";
import { strokeOf } from "../marks/network.js";
import { cell } from "../text/cells.js";

/**
 * A course stop by stop, from the first country to the last, each segment as it is on the day.
 * @param {import("../data/course.js").Course} course
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement}
 */
export function strip({ steps }, page) {
  const { atlas, texts, wayTexts } = page;
  let country = "";
  let isOdd = false;
  /** @type {import("../tables.js").FlowRow | undefined} */
  let told;
  const row = (/** @type {string} */ kind, /** @type {(Node | string)[]} */ content) =>
    element("li", { class: isOdd ? `${kind} odd` : kind }, content);

  /** @param {string} id */
  const stop = (id) => {
    const { iso_a2: iso } = atlas.byId.get(id)?.[0].is ?? {};
    const isNew = iso && iso !== country;
    if (isNew) [country, isOdd] = [iso, !isOdd];
    return row("stop", [
      ...(isNew ? [element("span", { class: "country" }, [texts.country(iso)])] : []),
      pushButton({ "data-id": id, "data-key": `stop-${id}` }, [bdi(wayTexts.stop(id))]),
      ...carried(id),
    ]);
  };

  /** @param {import("../data/course.js").Step} step */
  const segment = ({ feature, crossings }) => {
    const status = wayTexts.status(feature);
    const borders = crossings.map(({ country: from, into, place }) => {
      const countries = `${texts.country(from)} – ${texts.country(into)}`;
      return place ? texts.say("ways.border", { countries, place: wayTexts.stop(place) }) : countries;
    });
    return row("step", [
      svg("svg", { "aria-hidden": "true" }, [strokeOf(feature, status, atlas, "M8 0V400")]),
      segmentLine(feature, page),
      ...borders.map((border) => element("small", {}, [border])),
      ...carried(feature.id),
    ]);
  };

  /** The last figure of what was carried by the day, once where it holds for several. @param {string} id */
  const carried = (id) => {
    const { date } = page.state.get();
    const last = atlas.flows.filter(({ features, basis, finish }) => basis === "counted" && finish <= date && listed(features).includes(id))
      .sort((a, b) => (a.finish < b.finish ? 1 : -1))[0];
    if (!last || last === told) return [];
    told = last;
    const [amount, period] = [texts.amount(last.amount, last.amount, last.unit), texts.told(last.period).text];
    return [element("small", {}, [texts.say("ways.carried", { amount, period })])];
  };

  const inMm = (/** @type {string} */ gauges) => listed(gauges).map((n) => texts.say("unit.mm", { n })).join(" / ");
  const rows = steps.flatMap((step) => [
    stop(step.start),
    ...step.breaks.map((gauges) => row("break", [texts.say("ways.break", { gauges: gauges.map(inMm).join(" – ") })])),
    segment(step),
    ...step.gaps.map((gap) => row("gap", [texts.say("ways.gap"), " ", segmentLine(gap, page, true)])),
  ]);
  return element("ol", { class: "strip" }, [...rows, stop(steps[steps.length - 1].end)]);
}

/**
 * What a segment is, in a line to be pressed.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @param {boolean} [named] whether all see its name, which stands between its stops else
 */
export function segmentLine(feature, page, named = false) {
  const { texts, wayTexts } = page;
  const { id, is } = feature;
  const gauge = cell("gauge_mm", feature, page);
  const told = [texts.word("mode", is.mode), wayTexts.km(is.len_km), ...(gauge ? [String(gauge)] : [])].join(" · ");
  const runs = wayTexts.meaning(feature) === "runs";
  return pushButton({ "data-id": id, "data-key": `line-${id}` }, [
    element("span", { class: named ? null : "unseen" }, [bdi(texts.name(feature)), ": "]),
    told,
    ...(runs ? [] : [" ", element("em", {}, [wayTexts.statusWord(wayTexts.status(feature))])]),
  ]);
}
