// @ts-check
import { byId, element, svg } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { countryOf, eventsOf, featuresIn, ofShape, placesOf } from "../data/layers.js";
import { claimedSign } from "../marks/claimed.js";
import { lineSign } from "../marks/lines.js";
import { networkSign } from "../marks/network.js";
import { pointSign } from "../marks/signs.js";
import { membersOf } from "./members.js";

/**
 * A group of the legend: its title, its values, how one of them is drawn and called, and how many
 * features behind it are told.
 * @typedef {object} Group
 * @property {string} name first half of its keys
 * @property {string} title
 * @property {string} hint key of what is said beneath, if there is such a text
 * @property {string[]} values
 * @property {(value: string) => Node | string} sign
 * @property {(value: string) => string} word
 * @property {(features: import("../data/read.js").Feature[]) => string} amount
 */

/**
 * The legend is the filter and the count, on the day that the map shows.
 * @param {import("../page.js").Page} page
 */
export function addLegend(page) {
  const { atlas, texts, state, filter, worlds } = page;
  const body = byId("legend-body");

  const draw = () => {
    const { hidden, body: lit, date } = state.get();
    const focused = body.contains(document.activeElement) && document.activeElement?.getAttribute("data-key");
    const behind = filter.behindKeys();
    const sections = groupsOf(page).map((group) => {
      const keys = group.values.map((value) => [value, `${group.name}.${value}`]);
      const rows = keys.filter(([, key]) => behind.has(key) || hidden.has(key)).map(([value, key]) => {
        const amount = group.amount([...(behind.get(key)?.values() ?? [])]);
        const change = () => state.set({ hidden: toggled(state.get().hidden, key) });
        return entry({ key, on: !hidden.has(key), sign: group.sign(value), name: group.word(value), amount, change });
      });
      return { name: group.name, node: section(group, rows, texts) };
    });
    const world = worlds(date);
    const bodies = atlas.bodies.map((name) => {
      const members = membersOf(name, atlas, world);
      const change = () => state.set({ body: state.get().body === name ? null : name });
      const sign = swatch([svg("path", { d: "M9 2h18v12H9z", class: "member" })]);
      const amount = texts.number(members.length);
      return entry({ key: `body.${name}`, on: lit === name, sign, name: texts.word("body", name), amount, change });
    });
    const members = section({ name: "body", title: texts.say("group.body"), hint: "hint.body" }, bodies, texts);
    const at = sections.findIndex(({ name }) => name === "host");
    sections.splice(at < 0 ? sections.length : at, 0, { name: "body", node: members });
    const all = element("button", { type: "button", "data-key": "all", hidden: hidden.size === 0 }, [texts.say("legend.all")]);
    all.addEventListener("click", () => state.set({ hidden: new Set() }));
    const use = element("div", { class: "use" }, [element("p", { class: "hint" }, [texts.say("legend.use")]), all]);
    body.replaceChildren(use, ...sections.map(({ node }) => node));
    if (!focused) return;
    const again = body.querySelector(`[data-key="${CSS.escape(focused)}"]:not([hidden])`) ?? body.querySelector("input");
    /** @type {HTMLElement | null} */ (again)?.focus();
  };
  state.on([...FILTERED, "body", "lang"], draw);
  draw();
}

/**
 * The groups in order: networks and what their lines tell, events and where they took place, other
 * points, boundaries.
 * @param {import("../page.js").Page} page
 * @returns {Group[]}
 */
function groupsOf({ atlas, texts }) {
  const networks = ofShape(atlas, "network");
  const hosts = new Set(featuresIn(eventsOf(atlas).filter(({ host }) => host)).map((event) => countryOf(event) ?? ""));
  const count = (/** @type {any[]} */ features) => texts.number(features.length);
  const kilometres = (/** @type {import("../data/read.js").Feature[]} */ features) =>
    texts.kilometres(Math.round(features.reduce((sum, { is }) => sum + (is.len_km ?? 0), 0)));
  /** @param {import("../data/read.js").Layer} layer @returns {Group[]} */
  const ofPoints = (layer) => layer.legend.map((column) => ({
    name: column,
    title: layer.legend.length > 1 ? texts.say(`column.${column}`) : texts.title(layer),
    hint: `layers.${layer.id}.hints.${column}`,
    values: valuesOf(column, layer, atlas),
    sign: (value) => swatch([pointSign(layer, { [column]: value }, atlas)], "-18 -8 36 16"),
    word: (value) => texts.word(column, value),
    amount: count,
  }));
  /** @param {"status" | "mode"} name @returns {Group} */
  const ofLines = (name) => ({
    name,
    title: texts.say(`group.${name}`),
    hint: `hint.${name}`,
    values: networks.length ? Object.keys(atlas.values[name] ?? {}) : [],
    sign: (value) => swatch([networkSign({ [name]: value }, atlas)]),
    word: (value) => texts.word(name, value),
    amount: kilometres,
  });
  return [
    {
      name: "corridor",
      title: texts.say("group.corridor"),
      hint: "hint.corridor",
      values: networks.map(({ id }) => id),
      sign: (id) => swatch([networkSign({ layer: networks.find((layer) => layer.id === id) }, atlas)]),
      word: (id) => texts.say(`layers.${id}.name`),
      amount: kilometres,
    },
    ofLines("status"),
    ofLines("mode"),
    ...eventsOf(atlas).flatMap(ofPoints),
    {
      name: "host",
      title: texts.say("group.host"),
      hint: "hint.host",
      values: [...hosts],
      sign: () => "",
      word: texts.country,
      amount: count,
    },
    ...placesOf(atlas).flatMap(ofPoints),
    {
      name: "border",
      title: texts.say(`layers.${ofShape(atlas, "lines")[0]?.id}.title`),
      hint: `worldview.${atlas.view.worldview}`,
      values: Object.keys(atlas.values.border ?? {}),
      sign: (value) => swatch([value === "claimed" ? claimedSign() : lineSign(value)]),
      word: (value) => texts.word("border", value),
      amount: () => "",
    },
  ];
}

/**
 * The values of a column in the order of the atlas, or as they come.
 * @param {string} column
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../data/read.js").Atlas} atlas
 */
function valuesOf(column, { features }, { values }) {
  return values[column] ? Object.keys(values[column]) : [...new Set(features.map(({ is }) => is[column]))];
}

/**
 * @param {Pick<Group, "name" | "title" | "hint">} group
 * @param {HTMLElement[]} rows
 * @param {import("../text/voice.js").Texts} texts
 */
function section({ name, title, hint }, rows, texts) {
  const told = texts.has(hint) ? [element("p", { class: "hint" }, [texts.say(hint)])] : [];
  const legend = element("legend", {}, [title]);
  return element("fieldset", { "data-group": name, hidden: rows.length === 0 }, [legend, ...told, ...rows]);
}

/**
 * @param {{key: string, on: boolean, sign: Node | string, name: string, amount: string,
 *   change: () => void}} row
 */
function entry({ key, on, sign, name, amount, change }) {
  const box = element("input", { type: "checkbox", "data-key": key, checked: on });
  box.addEventListener("change", change);
  return element("label", {}, [
    box,
    sign,
    element("span", { class: "name" }, [name]),
    element("span", { class: "count" }, [amount]),
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

/** @param {SVGElement[]} shapes @param {string} [viewBox] */
function swatch(shapes, viewBox = "0 0 36 16") {
  return svg("svg", { viewBox, class: "swatch", "aria-hidden": "true" }, shapes);
}
