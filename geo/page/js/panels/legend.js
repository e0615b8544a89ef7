// @ts-check
import { byId, element, svg } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { strokes } from "../marks/corridors.js";
import { FORMATS, roundTable } from "../marks/dialogues.js";
import { diamond } from "../marks/exercises.js";
import { KINDS, placeSign } from "../marks/places.js";
import { membersOf } from "./members.js";
import { BODIES, CORRIDORS, EVENTS, UNKNOWN } from "../data/time.js";
import { hatchSign } from "../marks/areas.js";

/** The ladder of reality, from what runs to what is only said. */
const STATUSES = [
  "operating", "trial", "building", "funded", "agreed", "proposed", "disrupted", "suspended", UNKNOWN,
];

/** Groups in the order of the legend, each with its values and how to draw one. */
const SECTIONS = {
  corridor: { values: CORRIDORS, sign: (value) => stroke(value, "rail", "operating") },
  status: { values: STATUSES, sign: (value) => stroke("", "rail", value) },
  mode: {
    values: ["rail", "road", "sea", "ferry", "river"],
    sign: (value) => stroke("", value, "operating"),
  },
  series: {
    values: ["kazind", "khanjar", "dustlik", "birlik", "cyber", "sco"],
    sign: (value, signs) => sign(diamond(signs, value, "high")),
  },
  format: { values: FORMATS, sign: (value, signs) => sign(roundTable(signs, value, false)) },
  host: { values: [], sign: () => "" },
  kind: { values: KINDS, sign: (value, signs) => sign(placeSign(signs, value)) },
  border: {
    values: ["boundary", "disputed", "line_of_control", "claimed"],
    sign: (value) =>
      swatch([
        value === "claimed"
          ? hatchSign()
          : svg("path", { d: "M2 8H34", class: `border ${value}` }),
      ]),
  },
};

/** Groups of lines, which are told in kilometres, and of those whose pieces say nothing. */
const IN_KM = ["corridor", "status", "mode"];
const UNCOUNTED = ["border"];

/**
 * The legend is the filter and the count, on the day that the map shows.
 * @param {import("../page.js").Page} page
 */
export function addLegend({ atlas, texts, state, filter, worlds }) {
  const body = byId("legend-body");
  /** @param {string} group @param {import("../data/read.js").Feature[]} features */
  const amount = (group, features) => {
    if (UNCOUNTED.includes(group)) return "";
    if (!IN_KM.includes(group)) return texts.number(features.length);
    const km = features.reduce((sum, { is }) => sum + is.len_km, 0);
    return texts.kilometres(Math.round(km));
  };
  const hosts = [...new Set(EVENTS.flatMap((layer) => atlas.layers[layer] ?? []).map(({ is }) => is.host))];

  const draw = () => {
    const { hidden, body: lit, date } = state.get();
    const focused = body.contains(document.activeElement) && document.activeElement?.getAttribute("data-key");
    const behind = filter.behindKeys();
    const sections = Object.entries(SECTIONS).map(([group, { values, sign: signOf }]) => {
      const all = group === "host" ? hosts : values;
      const keys = all.map((value) => [value, `${group}.${value}`]);
      const rows = keys.filter(([, key]) => behind.has(key) || hidden.has(key)).map(([value, key]) => {
        const features = [...(behind.get(key)?.values() ?? [])];
        const word = group === "host" ? texts.country(value) : texts.word(group, value);
        const change = () => state.set({ hidden: toggled(state.get().hidden, key) });
        return entry(key, !hidden.has(key), signOf(value, atlas.signs), word, amount(group, features), change);
      });
      const hint = group === "border" ? `worldview.${atlas.view.worldview}` : `hint.${group}`;
      return section(group, hint, rows, texts);
    });
    const world = worlds(date);
    const bodies = BODIES.map((name) => {
      const members = membersOf(name, atlas, world);
      const change = () => state.set({ body: state.get().body === name ? null : name });
      const square = swatch([svg("path", { d: "M9 2h18v12H9z", class: "member" })]);
      return entry(`body.${name}`, lit === name, square, texts.word("organisation", name), texts.number(members.length), change);
    });
    sections.splice(5, 0, section("body", "hint.body", bodies, texts));
    const all = element("button", { type: "button", "data-key": "all", hidden: hidden.size === 0 }, [texts.say("legend.all")]);
    all.addEventListener("click", () => state.set({ hidden: new Set() }));
    const use = element("div", { class: "use" }, [element("p", { class: "hint" }, [texts.say("legend.use")]), all]);
    body.replaceChildren(use, ...sections);
    if (!focused) return;
    const again = body.querySelector(`[data-key="${CSS.escape(focused)}"]:not([hidden])`) ?? body.querySelector("input");
    /** @type {HTMLElement | null} */ (again)?.focus();
  };
  state.on([...FILTERED, "body", "lang"], draw);
  draw();
}

/**
 * @param {string} group
 * @param {string} key of a hint, if there is one
 * @param {HTMLElement[]} rows
 * @param {import("../text/voice.js").Texts} texts
 */
function section(group, key, rows, texts) {
  const hint = texts.has(key) ? [element("p", { class: "hint" }, [texts.say(key)])] : [];
  const title = element("legend", {}, [texts.say(`group.${group}`)]);
  return element("fieldset", { class: group, hidden: rows.length === 0 }, [title, ...hint, ...rows]);
}

/**
 * @param {string} key
 * @param {boolean} on
 * @param {Node | string} signOf
 * @param {string} name
 * @param {string} count
 * @param {() => void} change
 */
function entry(key, on, signOf, name, count, change) {
  const box = element("input", { type: "checkbox", "data-key": key, checked: on });
  box.addEventListener("change", change);
  return element("label", {}, [
    box,
    signOf,
    element("span", { class: "name" }, [name]),
    element("span", { class: "count" }, [count]),
  ]);
}

/**
 * @param {ReadonlySet<string>} keys
 * @param {string} key
 */
function toggled(keys, key) {
  const result = new Set(keys);
  if (!result.delete(key)) result.add(key);
  return result;
}

/**
 * @param {string} corridor
 * @param {string} mode
 * @param {string} status
 */
function stroke(corridor, mode, status) {
  const paths = strokes();
  paths.forEach((path) => path.setAttribute("d", "M2 8H34"));
  const group = svg("g", { class: `segment ${corridor} mode-${mode} status-${status}` }, paths);
  return swatch([group]);
}

/** @param {SVGElement[]} shapes */
function swatch(shapes) {
  return svg("svg", { viewBox: "0 0 36 16", class: "swatch", "aria-hidden": "true" }, shapes);
}

/** @param {SVGElement} shape */
function sign(shape) {
  return svg("svg", { viewBox: "-18 -8 36 16", class: "swatch", "aria-hidden": "true" }, [shape]);
}
