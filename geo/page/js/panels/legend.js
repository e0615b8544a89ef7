// @ts-check
import { byId, element, svg } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { countryOf, eventsOf, featuresIn, ofShape, placesOf } from "../data/layers.js";
import { claimedSign } from "../marks/claimed.js";
import { lineSign, plainLines, plainLineSign } from "../marks/lines.js";
import { networkSign } from "../marks/network.js";
import { pointSign } from "../marks/signs.js";
import { membersOf } from "./members.js";

/**
 * A group of the legend: `hint` is the key of what is said beneath its title, if there is such a
 * text; `sign`, `word` and `amount` tell how a value is drawn, what it is called and how much of it
 * is there.
 * @typedef {object} Group
 * @property {string} name first half of its keys
 * @property {string} title
 * @property {string} hint
 * @property {string[]} values
 * @property {(value: string) => Node | string} sign
 * @property {(value: string) => string} word
 * @property {(features: import("../data/read.js").Feature[], value: string) => string} amount
 */

/** The group whose rows light countries instead of hiding features. */
const BODIES = "body";

/**
 * The legend is the filter and the count, on the day that the map shows. Its rows are those of
 * all days, made once for each language, and follow in place: none moves under a finger.
 * @param {import("../page.js").Page} page
 */
export function addLegend(page) {
  const { texts, state, filter } = page;
  const body = byId("legend-body");
  /** @type {(Row & {lights: boolean, amount: Group["amount"], value: string})[]} */
  let rows = [];
  const hint = element("p", { class: "hint" });
  const all = element("button", { type: "button", "data-key": "all" });
  all.addEventListener("click", () => {
    state.set({ hidden: new Set() });
    rows[0].box.focus();
  });

  const build = () => {
    const ever = filter.everKeys();
    rows = [];
    const sections = groupsOf(page).map((group) => {
      const lights = group.name === BODIES;
      const own = group.values.filter((value) => lights || ever.has(`${group.name}.${value}`)).map((value) => {
        const key = `${group.name}.${value}`;
        const row = entry(key, group.sign(value), group.word(value));
        row.box.addEventListener("change", () => {
          const { hidden, body: lit } = state.get();
          state.set(lights ? { body: lit === value ? null : value } : { hidden: toggled(hidden, key) });
        });
        rows.push({ ...row, lights, amount: group.amount, value });
        return row.label;
      });
      return section(group, own, texts);
    });
    hint.textContent = texts.say("legend.use");
    all.textContent = texts.say("legend.all");
    body.replaceChildren(element("div", { class: "use" }, [hint, all]), ...sections);
    follow();
  };
  const follow = () => {
    const { hidden, body: lit } = state.get();
    const behind = filter.behindKeys();
    for (const { key, label, box, told, lights, amount, value } of rows) {
      const features = [...(behind.get(key)?.values() ?? [])];
      box.checked = lights ? lit === value : !hidden.has(key);
      told.textContent = amount(features, value);
      label.toggleAttribute("data-none", !lights && !features.length);
    }
    all.hidden = hidden.size === 0;
  };
  state.on([...FILTERED, "body"], follow);
  state.on("lang", build);
  build();
}

/**
 * The groups in order: networks and what their lines tell, events, members of organisations, where
 * events took place, other points, other lines, boundaries.
 * @param {import("../page.js").Page} page
 * @returns {Group[]}
 */
function groupsOf({ atlas, texts, state, worlds }) {
  const [networks, events, lines] = [ofShape(atlas, "network"), eventsOf(atlas), ofShape(atlas, "lines").filter(({ features }) => features.some(({ is }) => is.border))];
  const hosts = featuresIn(events.filter(({ host }) => host)).map((event) => countryOf(event) ?? "");
  const count = (/** @type {any[]} */ features) => texts.number(features.length);
  const kilometres = (/** @type {import("../data/read.js").Feature[]} */ features) =>
    texts.kilometres(Math.round(features.reduce((sum, { is }) => sum + (is.len_km ?? 0), 0)));
  /** @param {Pick<Group, "name" | "values" | "sign"> & Partial<Group>} group @returns {Group} */
  const group = ({ name, ...own }) => ({
    name,
    title: texts.say(`group.${name}`),
    hint: `hint.${name}`,
    word: (value) => texts.word(name, value),
    amount: count,
    ...own,
  });
  /** @param {import("../data/read.js").Layer} layer @param {(value: string, column: string) => SVGElement} sign */
  const ofColumns = (layer, sign) => layer.legend.map((name) => group({
    name,
    title: layer.legend.length > 1 ? texts.say(`column.${name}`) : texts.title(layer),
    hint: `layers.${layer.id}.hints.${name}`,
    values: valuesOf(name, layer, atlas),
    sign: (value) => sign(value, name),
  }));
  /** @param {import("../data/read.js").Layer} layer */
  const ofPoints = (layer) => ofColumns(layer, (value, name) => {
    return swatch([pointSign(layer, { [name]: value }, atlas)], "-18 -8 36 16");
  });
  const ofSegments = (/** @type {string} */ name) => group({
    name,
    values: networks.length ? Object.keys(atlas.values[name] ?? {}) : [],
    sign: (value) => swatch([networkSign({ [name]: value }, atlas)]),
    amount: kilometres,
  });
  return [
    group({
      name: "corridor",
      values: networks.map(({ id }) => id),
      sign: (id) => swatch([networkSign({ hue: networks.find((layer) => layer.id === id)?.hue }, atlas)]),
      word: (id) => texts.say(`layers.${id}.name`),
      amount: kilometres,
    }),
    group({
      name: "branch",
      values: networks.flatMap(({ branches = [] }) => (branches.length > 1 ? branches : [])),
      sign: (branch) => swatch([networkSign({ hue: `branch-${branch}` }, atlas)]),
      word: (branch) => texts.branch(branch, texts.lang).text,
      amount: kilometres,
    }),
    ofSegments("status"),
    ofSegments("mode"),
    ofSegments("course"),
    ...events.flatMap(ofPoints),
    group({
      name: BODIES,
      values: atlas.bodies,
      sign: () => swatch([svg("path", { d: "M9 2h18v12H9z", class: "member" })]),
      amount: (_, name) => texts.number(membersOf(name, atlas, worlds(state.get().date)).length),
    }),
    group({ name: "host", values: [...new Set(hosts)], sign: () => "", word: texts.country }),
    ...placesOf(atlas).flatMap(ofPoints),
    ...plainLines(atlas).flatMap((layer) => ofColumns(layer, (value) => swatch([plainLineSign(layer, value, atlas)]))),
    group({
      name: "border",
      title: lines.length ? texts.title(lines[0]) : "",
      hint: `worldview.${atlas.view.worldview}`,
      values: Object.keys(atlas.values.border ?? {}),
      sign: (value) => swatch([value === "claimed" ? claimedSign() : lineSign(value)]),
      amount: () => "",
    }),
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
 * @typedef {object} Row
 * @property {string} key
 * @property {HTMLElement} label
 * @property {HTMLInputElement} box
 * @property {HTMLElement} told how much of it is there
 */

/** @param {string} key @param {Node | string} sign @param {string} name @returns {Row} */
function entry(key, sign, name) {
  const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", "data-key": key }));
  const told = element("span", { class: "count" });
  return { key, box, told, label: element("label", {}, [box, sign, element("span", { class: "name" }, [name]), told]) };
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
