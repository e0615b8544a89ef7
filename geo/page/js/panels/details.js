// @ts-check
import { bdi, byId, element, renew } from "../dom.js";
import { listed } from "../data/read.js";
import { FILTERED } from "../data/filter.js";
import { history } from "./history.js";
import { FACTS, LOCAL } from "../text/voice.js";
import { isIndia } from "../marks/countries.js";
import { shareBar } from "./share.js";
import { sentences } from "../text/sentences.js";
import { sourceList } from "../text/sources.js";
import { spreads } from "./spread.js";

/** Layers of polygons, which have no one position. */
const AREAS = ["countries", "republics"];
const STANDINGS = ["instc", "ashgabat", "eaeu", "csto"];

/** Rows of the small table by layer; what is empty is left out. */
const ROWS = {
  segment: ["branch", "gauge_mm", "since", "operator", "iso_from", "iso_to", "geom_basis"],
  exercises: ["series", "edition", "strength", "focus"],
  dialogues: ["format", "attendance", "outcome"],
  places: ["kind", "iso_a2"],
  countries: ["sco_since", ...STANDINGS],
  republics: [
    "capital", "population", "area_km2", "afghan_border_km", "sco_since", ...STANDINGS,
  ],
};

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
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
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
        texts.say(there ? "details.then" : "details.not_then", { date: texts.day(date) }),
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
      const back = opener?.checkVisibility() ? opener : byId(`tab-${tab}`);
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
    texts.say(isIndia(feature) ? "layer.india" : `layer.${layer}`),
  ]);
  const told = sentences(feature, page).map((text) => bdi(text));
  if (is.note) told.push(bdi(is.note, FACTS));
  const rows = (ROWS[layer] ?? ROWS.segment).flatMap((column) => {
    // Not to be a member says something of a republic alone.
    if (layer === "countries" && is[column] === "none") return [];
    const value = cell(column, is, page);
    return value ? row(texts.say(`column.${column}`), value) : [];
  });
  const others = otherNames(feature, texts);
  if (others.length) rows.push(...row(texts.say("column.aliases"), ...others));
  rows.push(
    ...row(texts.say("column.confidence"), texts.word("confidence", is.confidence)),
    ...(AREAS.includes(layer) ? [] : row(texts.say("column.precision"), precision(is.precision_m, texts))),
    ...row(texts.say("column.as_of"), texts.day(is.as_of)),
    ...row(texts.say("column.licence"), is.licence),
  );
  return [
    kind, heading,
    ...told.map((text) => element("p", { class: "told" }, [text])),
    share,
    element("dl", {}, rows),
    ...history(feature, page),
    ...spreads(feature, page),
    element("h3", {}, [texts.say("details.sources")]),
    sourceList(listed(is.sources), page),
  ];
}

/**
 * What it is called besides, in other languages and scripts.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../text/voice.js").Texts} texts
 * @returns {import("../text/voice.js").Said[]}
 */
function otherNames(feature, texts) {
  const { is } = feature;
  const given = ["en", "hi", "ru", LOCAL].map((lang) => texts.nameIn(feature, lang));
  const aliases = listed(is.aliases).map((text) => ({ text, lang: "" }));
  const seen = new Set([texts.name(feature)]);
  return [...given, ...aliases].filter(({ text }) => !seen.has(text) && seen.add(text));
}

/**
 * @param {string} label
 * @param {...(string | import("../text/voice.js").Said)} values
 */
function row(label, ...values) {
  const cells = values.map((value) => {
    return element("dd", {}, [typeof value === "string" ? bdi(value) : bdi(value.text, value.lang)]);
  });
  return [element("dt", {}, [label]), ...cells];
}

/**
 * @param {string} column
 * @param {Record<string, any>} is
 * @param {import("../page.js").Page} page
 * @returns {string | import("../text/voice.js").Said}
 */
export function cell(column, is, { atlas, texts }) {
  const value = is[column];
  if (value === null || value === undefined || value === "") return "";
  if (column === "iso_to" && value === is.iso_from) return "";
  if (["iso_from", "iso_to", "iso_a2"].includes(column)) return texts.country(value);
  if (["since", "sco_since"].includes(column)) return texts.date(value);
  if (column === "gauge_mm") return listed(value).map((mm) => texts.say("unit.mm", { n: mm })).join(" / ");
  if (column === "branch") return listed(value).map((name) => texts.word("branch_name", name)).join(", ");
  if (column === "area_km2") return texts.say("unit.km2", { n: texts.number(value) });
  if (column === "afghan_border_km") {
    return value === 0 ? texts.say("country.no_border") : texts.kilometres(value);
  }
  if (column === "population") {
    return texts.say("country.population", { n: texts.number(value), year: is.pop_year ?? "" });
  }
  if (column === "edition") return texts.number(value);
  if (column === "capital") {
    const place = atlas.layers.places?.find((other) => other.is.name === value);
    return place ? texts.nameIn(place) : texts.told(value);
  }
  if (["series", "format", "kind", "geom_basis"].includes(column)) return texts.word(column, value);
  if (STANDINGS.includes(column)) return texts.word("standing", value);
  return texts.told(String(value));
}

/**
 * @param {number} metres
 * @param {import("../text/voice.js").Texts} texts
 */
function precision(metres, texts) {
  return texts.say("details.precision", { km: texts.kilometres(metres / 1000) });
}
