// @ts-check
import { byId, element, svg } from "./dom.js";
import { CORRIDORS, featuresByKey } from "./filter.js";
import { strokes } from "./corridors.js";
import { FORMATS, roundTable } from "./dialogues.js";
import { diamond } from "./exercises.js";
import { KINDS, placeSign } from "./places.js";

/** The ladder of reality, from what runs to what is only said. */
const STATUSES = [
  "operating", "trial", "building", "funded", "agreed", "proposed", "disrupted", "suspended",
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
  kind: { values: KINDS, sign: (value, signs) => sign(placeSign(signs, value)) },
  border: {
    values: ["boundary", "disputed", "line_of_control"],
    sign: (value) => swatch([svg("path", { d: "M2 8H34", class: `border ${value}` })]),
  },
};

/** Groups of lines, which are told in kilometres, and of those whose pieces say nothing. */
const IN_KM = ["corridor", "status", "mode"];
const UNCOUNTED = ["border"];

/**
 * The legend is the filter and the count.
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @param {import("./state.js").State} state
 */
export function addLegend(atlas, texts, state) {
  const body = byId("legend-body");
  const behind = featuresByKey(atlas);
  /** @type {Map<string, HTMLInputElement>} */
  const boxes = new Map();
  /** @param {string} group @param {import("./data.js").Feature[]} features */
  const amount = (group, features) => {
    if (UNCOUNTED.includes(group)) return "";
    if (!IN_KM.includes(group)) return texts.number(features.length);
    const km = features.reduce((sum, { is }) => sum + is.len_km, 0);
    return texts.say("unit.km", { n: texts.number(Math.round(km)) });
  };
  for (const [group, { values, sign: draw }] of Object.entries(SECTIONS)) {
    const rows = values.filter((value) => behind.has(`${group}.${value}`)).map((value) => {
      const key = `${group}.${value}`;
      const box = /** @type {HTMLInputElement} */ (
        element("input", { type: "checkbox", "data-key": key, checked: true })
      );
      boxes.set(key, box);
      box.addEventListener("change", () => state.set({ hidden: toggled(state.get().hidden, key) }));
      return element("label", {}, [
        box,
        draw(value, atlas.signs),
        element("span", { class: "name" }, [texts.word(group, value)]),
        element("span", { class: "count" }, [amount(group, [...(behind.get(key)?.values() ?? [])])]),
      ]);
    });
    if (rows.length) {
      const title = element("legend", {}, [texts.say(`group.${group}`)]);
      const hint = texts.has(`hint.${group}`)
        ? [element("p", { class: "hint" }, [texts.say(`hint.${group}`)])]
        : [];
      body.append(element("fieldset", { class: group }, [title, ...hint, ...rows]));
    }
  }
  state.on("hidden", ({ hidden }) => {
    boxes.forEach((box, key) => {
      box.checked = !hidden.has(key);
    });
  });
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
  const paths = strokes(mode, status);
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
