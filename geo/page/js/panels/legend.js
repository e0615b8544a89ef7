// @ts-check
import { byId, element, renew, setAttribute, setHidden, setText, svg } from "../dom.js";
import { FILTERED, legendKeys } from "../data/filter.js";
import { isSheet } from "../map/cover.js";
import { codedIn, eventsOf, featuresIn, kindOf, ofShape, partnersOf, placesOf, usualNetworks, weightIn } from "../data/layers.js";
import { claimedSign } from "../marks/claimed.js";
import { lineSign, plainLines, plainLineSign } from "../marks/lines.js";
import { networkSign } from "../marks/network.js";
import { halfOf, pointSign } from "../marks/signs.js";
import { changeSign, OPEN_KINDS } from "./change.js";
import { LIT } from "../state/scenes.js";
import { litSign } from "./listing.js";
import { membersInOrder, outlineSign } from "./members.js";

/**
 * A group of the legend: `hint` is the key of what is said beneath its title, if there is such a
 * text; `sign`, `word`, `amount` and `unit` tell how a value is drawn, what it is called, how much of it
 * is there and how that is said.
 * @typedef {object} Group
 * @property {string} name
 * @property {(value: string) => string} keyOf a value, in the filter
 * @property {string} title
 * @property {string} hint
 * @property {string[]} values
 * @property {(value: string) => Node | string} sign
 * @property {(value: string) => string} word
 * @property {(behind: {count: number, km: number}, value: string) => number} amount
 * @property {(amount: number) => string} unit
 * @property {HTMLElement[]} [key] what its signs have in common, beneath the hint
 * @property {boolean} [minor] whether it is opened after all others
 * @property {boolean} [vital] whether it is told in brief at least: nobody could read the map without
 */

/** The group whose rows light countries instead of hiding features. */
const BODIES = "body";
/** What a group takes: its title, a row, a line of its hint; and what of a window is no room for them. */
const [TITLE_PX, ROW_PX, HINT_PX, LETTERS, OTHERS_PX] = [26, 24, 16, 40, 280];
/** Of a key beneath a title; where the table leaves no room for the foot of the map beside the legend. */
const [KEY_PX, TABLE_PX] = [20, 76];
/** Of a group in brief, two rows side by side: a line of a name, what is around it, and its letters. */
const [BRIEF_PX, AROUND_PX, BRIEF_LETTERS] = [15, 6, 12];
const LINE_PX = 8;
const [KEYS_IN_ROW, KEY_LETTERS, LONG_LETTERS] = [3, 16, 26];
const SHEET_PX = 174;
/** So many signs tell of a layer in the width of a sign. */
const [MOST_SIGNS, SWATCH_PX] = [3, 36];
const FOLD = "M4 6.5L8 10.5l4-4";

/**
 * The legend is the filter and the count, on the day that the map shows. Its rows are those of
 * all days, made once for each language, and follow in place; in the story those of what is shown
 * alone. None moves under a finger. Groups that have no room are told in brief, as signs and names, or
 * folded, until a reader opens them.
 * @param {import("../page.js").Page} page
 */
export function addLegend(page) {
  const { atlas, texts, state, filter, scenes } = page;
  const [legend, body] = [byId("legend"), byId("legend-body")];
  /** @type {Section[]} */
  let sections = [];
  /** @type {(Section & Row & {lights: boolean, amount?: number})[]} */
  let rows = [];
  /** What a reader folded or opened. @type {Map<string, boolean>} */
  const folded = new Map();
  /** What was hidden before a reader looked at one row alone. @type {{alone: string, before: ReadonlySet<string>} | null} */
  let back = null;
  const hint = element("p", { class: "hint" });
  const all = element("button", { type: "button", "data-key": "all" });
  all.addEventListener("click", () => {
    state.set({ hidden: scenes.initial.hidden });
    list(true);
    rows.find(({ row, node }) => !row.hidden && !node.classList.contains("folded"))?.box.focus();
  });

  const build = () => {
    const ever = legendKeys(atlas);
    sections = groupsOf(page).map((group) => {
      const lights = group.name === BODIES;
      const own = group.values.filter((value) => lights || ever.has(group.keyOf(value)));
      return section(group, own.map((value) => {
        const row = entry(group, value, texts);
        row.box.addEventListener("change", () => {
          const { hidden, body: lit } = state.get();
          state.set(lights ? { body: lit === value ? null : value } : { hidden: toggled(hidden, row.key) });
        });
        row.box.addEventListener("keydown", ({ key }) => key === "Enter" && seeAlone(row.key));
        row.only.addEventListener("click", () => seeAlone(row.key));
        return row;
      }), texts);
    });
    sections.forEach(({ group: { name }, fold }) => fold.addEventListener("click", () => {
      folded.set(name, fold.getAttribute("aria-expanded") === "true");
      open();
    }));
    rows = sections.flatMap((each) => each.rows.map((row) => ({ ...row, ...each, lights: each.group.name === BODIES })));
    sayUse();
    all.textContent = texts.say("legend.all");
    body.replaceChildren(element("div", { class: "use" }, [hint, all]), ...sections.map(({ node }) => node));
    follow();
    list(true);
  };
  const follow = () => {
    const { hidden, body: lit } = state.get();
    const behind = filter.behindKeys();
    for (const each of rows) {
      const { key, value, row, box, only, told, names, lights, group } = each;
      const own = behind.get(key) ?? { count: 0, km: 0 };
      const amount = group.amount(own, value);
      box.checked = lights ? lit === value : !hidden.has(key);
      if (lights) setText(names, box.checked ? texts.join(membersInOrder(value, page).map(texts.name)) : "");
      if (amount !== each.amount) told.textContent = group.unit(amount);
      each.amount = amount;
      row.toggleAttribute("data-none", !lights && !own.count);
      setAttribute(only, "aria-pressed", String(lights ? box.checked : isAlone(key)));
    }
    for (const { rows: own, on } of sections) {
      const shown = own.filter(({ box }) => box.checked).length;
      setText(on, shown && shown < own.length ? `${texts.number(shown)}/${texts.number(own.length)}` : "");
    }
    setHidden(all, [...hidden].every((key) => scenes.initial.hidden.has(key)));
  };
  const sayUse = () => {
    const isLit = scenes.subject(state.get()).lit.size > 0;
    const usual = [...(isLit ? [element("span", {}, [litSign(), texts.say("legend.lit")])] : []), new Text(texts.say("legend.use"))];
    const told = [
      [texts.say("change.outline")],
      ...OPEN_KINDS.map((kind) => [changeSign(kind), texts.say(`change.kind.${kind}`)]),
      ...(atlas.layers.some(isCounted) ? [[texts.say("change.crowds")]] : []),
    ];
    const compares = state.get().then !== null;
    hint.classList.toggle("changes", compares);
    renew(hint, compares ? told.map((line) => element("span", {}, line)) : usual);
  };
  /** Which rows there are: of a scene, those that show something, and those that the reader hid. */
  const list = (isAsked = false) => {
    if (!isAsked && legend.matches(":hover, :focus-within")) return;
    const told = scenes.told(state.get());
    const { hidden } = state.get();
    for (const { row, key, box, lights } of rows) {
      const isHidden = hidden.has(key);
      const isOfScene = lights ? box.checked : isHidden ? !told?.map.hidden.includes(key) && !scenes.initial.hidden.has(key) : !row.hasAttribute("data-none");
      setHidden(row, Boolean(told) && !isOfScene);
    }
    open();
  };
  /** Open what there is room for, the rest as the reader left it. */
  const open = () => {
    sections.forEach(({ node, rows: own, group: { key = [] } }) => setHidden(node, own.every(({ row }) => row.hidden) && (own.length > 0 || !key.length)));
    const there = sections.filter(({ node }) => !node.hidden);
    let room = innerHeight - OTHERS_PX - (isSheet() ? SHEET_PX : state.get().tab === "table" ? TABLE_PX : 0) - there.length * TITLE_PX;
    /** What is told in any case, until a reader folds it. @param {Section} section */
    const isVital = ({ group: { name, vital } }) => Boolean(vital) && !isSheet() && !folded.has(name);
    there.filter(isVital).forEach((each) => (room -= heightInBrief(each)));
    for (const each of there.toSorted((a, b) => Number(Boolean(a.group.minor)) - Number(Boolean(b.group.minor)))) {
      const { group: { name }, node, fold } = each;
      const [height, brief, chosen] = [heightOf(each), heightInBrief(each), folded.get(name)];
      if (isVital(each)) room += brief;
      const isOpen = chosen === undefined ? height <= room : !chosen;
      const isBrief = !isOpen && chosen === undefined && (brief <= room || isVital(each));
      room -= isOpen ? height : isBrief ? brief : 0;
      node.classList.toggle("brief", isBrief);
      node.classList.toggle("folded", !isOpen && !isBrief);
      setAttribute(fold, "aria-expanded", String(isOpen));
    }
  };
  const isAlone = (/** @type {string} */ key) => {
    const { hidden } = state.get();
    return !hidden.has(key) && !isSame(hidden, scenes.initial.hidden) && isSame(hidden, filter.allBut(key));
  };
  /** Show one row alone, or what was shown before. @param {string} key */
  const seeAlone = (key) => {
    const [group, value] = key.split(/\.(.*)/);
    if (group === BODIES) return state.set({ body: state.get().body === value ? null : value });
    const { tab, scene, hidden } = state.get();
    if (isAlone(key)) return state.set({ hidden: back?.alone === key ? back.before : scenes.beginning(tab, scene).hidden });
    back = { alone: key, before: hidden };
    state.set({ hidden: filter.allBut(key) });
  };
  state.on([...FILTERED, "body"], follow);
  state.on(["then", ...LIT], sayUse);
  state.on(["tab", "scene"], () => list());
  state.on(FILTERED, () => list());
  ["pointerleave", "focusout"].forEach((left) => legend.addEventListener(left, () => requestAnimationFrame(() => list())));
  addEventListener("resize", open);
  state.on("lang", build);
  build();
}

/**
 * The groups in order: networks and what their lines tell, events, members of organisations, where
 * events took place, other points, other lines, countries and boundaries.
 * @param {import("../page.js").Page} page
 * @returns {Group[]}
 */
function groupsOf({ atlas, texts, state, worlds, filter }) {
  const [networks, events] = [ofShape(atlas, "network"), eventsOf(atlas)];
  const hosts = events.flatMap((layer) => (layer.host ? valuesOf(layer.host, layer, atlas) : []));
  /** @type {Pick<Group, "amount" | "unit">} */
  const number = { amount: ({ count }) => count, unit: texts.number };
  /** @type {Pick<Group, "amount" | "unit">} */
  const kilometres = { amount: ({ km }) => Math.round(km), unit: texts.kilometres };
  /** @param {Pick<Group, "name" | "values" | "sign"> & Partial<Group>} group @returns {Group} */
  const group = ({ name, ...own }) => ({
    name,
    title: texts.say(`group.${name}`),
    hint: `hint.${name}`,
    keyOf: (value) => `${name}.${value}`,
    word: (value) => texts.word(name, value),
    ...number,
    ...own,
  });
  /** @param {import("../data/read.js").Layer} layer @param {(value: string, column: string) => SVGElement} sign */
  const ofColumns = (layer, sign) => layer.legend.map((name) => group({
    name,
    title: layer.legend.length > 1 ? texts.say(`column.${name}`) : texts.title(layer),
    hint: `layers.${layer.id}.hints.${name}`,
    values: valuesOf(name, layer, atlas),
    sign: (value) => sign(value, name),
    key: keyOf([layer]),
    vital: isCounted(layer),
  }));
  /** What circles of points mean that are too many to be drawn. @param {import("../data/read.js").Layer[]} layers */
  const keyOf = (layers) => {
    const many = layers.filter(isCounted);
    return many.length ? [element("p", { class: "hint" }, [...many.flatMap((layer) => counted(layer, texts)), texts.say("field.crowds")])] : [];
  };
  /** @param {import("../data/read.js").Layer} layer */
  const ofPoints = (layer) => ofColumns(layer, (value, name) => {
    return swatch([pointSign(layer, { [name]: value }, atlas)], "-18 -8 36 16");
  });
  /** @param {string} name @param {(value: string) => Record<string, string>[]} [looks] */
  const ofSegments = (name, looks = (value) => [{ [name]: value }]) => group({
    name,
    values: networks.length ? Object.keys(atlas.values[name] ?? {}) : [],
    sign: (value) => linesSwatch(looks(value), atlas),
    ...kilometres,
  });
  const [ran] = Object.keys(atlas.values.status ?? {});
  /** How lines of a status look, by mode; what runs looks as its modes do. @param {string} status */
  const looksOf = (status) => {
    const modes = filter.modesEver(status);
    const looks = (atlas.values.status[status].looks ?? []).flatMap((alike) => alike.find((mode) => modes.has(mode)) ?? []);
    return (status === ran ? looks.slice(0, 1) : looks).map((mode) => ({ mode, status }));
  };
  const modes = networks.length ? Object.keys(atlas.values.mode).filter((mode) => filter.modesEver(ran).has(mode)) : [];
  const usual = usualNetworks(atlas);
  /** What is on request has a row among the branches. @param {string} id */
  const aside = (id) => networks.find((layer) => layer.id === id && !usual.includes(layer));
  const whole = atlas.layers.filter((layer) => layer.whole);
  const partners = partnersOf(atlas);
  const subject = featuresIn(ofShape(atlas, "areas")).find((country) => kindOf(country, atlas) === "subject");
  return [
    group({
      name: "corridor",
      vital: true,
      values: usual.map(({ id }) => id),
      sign: (id) => swatch([networkSign({ hue: networks.find((layer) => layer.id === id)?.hue }, atlas)]),
      word: (id) => texts.say(`layers.${id}.name`),
      ...kilometres,
    }),
    { ...ofSegments("status", looksOf), vital: true, key: modes.map((mode) => keyLine(linesSwatch([{ mode }], atlas), texts.word("mode", mode))) },
    group({
      name: "branch",
      values: [...usual.flatMap(({ branches = [] }) => (branches.length > 1 ? branches : [])), ...networks.flatMap(({ id }) => (aside(id) ? id : []))],
      keyOf: (value) => `${aside(value) ? "corridor" : "branch"}.${value}`,
      sign: (value) => swatch([networkSign({ hue: aside(value)?.hue ?? `branch-${value}` }, atlas)]),
      word: (value) => (aside(value) ? texts.say(`layers.${value}.name`) : texts.branch(value, texts.lang).text),
      ...kilometres,
    }),
    { ...ofSegments("mode"), minor: true },
    { ...ofSegments("course"), minor: true },
    group({
      name: "layer",
      vital: true,
      key: keyOf(whole),
      values: whole.map(({ id }) => id),
      sign: (id) => wholeSign(/** @type {import("../data/read.js").Layer} */ (whole.find((layer) => layer.id === id)), atlas),
      word: (id) => texts.say(`layers.${id}.name`),
    }),
    ...events.flatMap(ofPoints),
    group({
      name: BODIES,
      values: atlas.bodies,
      sign: () => outlineSign("member"),
      amount: (_, name) => worlds(state.get().date).members(name).length,
    }),
    group({ name: "host", values: [...new Set(hosts)], sign: () => "", word: texts.country, minor: true }),
    ...placesOf(atlas).flatMap(ofPoints),
    ...plainLines(atlas).flatMap((layer) => ofColumns(layer, (value) => swatch([plainLineSign(layer, value, atlas)]))),
    group({
      name: "border",
      key: [
        ...(partners ? [keyLine(areaSwatch("partner", 3), texts.say("legend.tints", { name: texts.title(partners) }))] : []),
        ...(subject ? [keyLine(areaSwatch("subject", 1), texts.name(subject))] : []),
      ],
      hint: `worldview.${atlas.view.worldview}`,
      values: Object.keys(atlas.values.border ?? {}),
      sign: (value) => swatch([value === "claimed" ? claimedSign() : lineSign(value)]),
      unit: () => "",
    }),
  ];
}

/**
 * Some of the signs that a layer has, side by side.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../data/read.js").Atlas} atlas
 */
function wholeSign(layer, atlas) {
  const { kinds, hue } = layer.mark ?? {};
  const column = layer.look ?? kinds ?? hue ?? "";
  const values = Object.keys(atlas.values[column] ?? { "": {} }).slice(0, MOST_SIGNS);
  return swatch(values.map((value, i) => {
    const [isPoint, wide] = [layer.shape === "points", SWATCH_PX / values.length];
    const sign = isPoint ? pointSign(layer, { [column]: value }, atlas) : plainLineSign(layer, value, atlas);
    const half = Math.max(wide / 2, halfOf(layer));
    const middle = values.length > 1 ? half + (i * (SWATCH_PX - 2 * half)) / (values.length - 1) : SWATCH_PX / 2;
    sign.setAttribute("transform", isPoint ? `translate(${middle} 8)` : `translate(${i * wide} 0) scale(${1 / values.length} 1)`);
    return sign;
  }));
}

/** Whether circles count what of a layer has no room. @param {import("../data/read.js").Layer} layer */
function isCounted({ cells, shape }) {
  return shape === "points" && Boolean(cells);
}

/**
 * What a layer counts, if its features stand for more.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../text/voice.js").Texts} texts
 */
function counted(layer, texts) {
  if (!layer.weight) return [];
  const weight = weightIn(layer);
  const n = layer.features.reduce((sum, _, row) => sum + weight(row), 0);
  return [`${texts.say("field.counted", { n: texts.number(n), cells: texts.number(layer.features.length) })} `];
}

/**
 * The values of a column in the order of the atlas, or as they come.
 * @param {string} column
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../data/read.js").Atlas} atlas
 */
function valuesOf(column, layer, { values }) {
  if (values[column]) return Object.keys(values[column]);
  return layer.cells ? codedIn(layer, column).of : [...new Set(layer.features.map(({ is }) => is[column]))];
}

/**
 * A group as it stands in the legend.
 * @typedef {object} Section
 * @property {Group} group
 * @property {HTMLElement} node
 * @property {HTMLElement} fold opens and folds it
 * @property {HTMLElement} on how many of its rows are on, where some are off
 * @property {string} hint
 * @property {Row[]} rows
 *
 * @typedef {object} Row
 * @property {string} key
 * @property {string} value
 * @property {HTMLElement} row
 * @property {HTMLInputElement} box
 * @property {HTMLElement} told how much of it is there
 * @property {HTMLElement} only its name, which shows it alone
 * @property {HTMLElement} names who its members are
 */

/** @param {Group} group @param {Row[]} rows @param {import("../text/voice.js").Texts} texts @returns {Section} */
function section(group, rows, texts) {
  const { name, title } = group;
  const hint = texts.has(group.hint) ? texts.say(group.hint) : "";
  const on = element("span", { class: "count" });
  const arrow = svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, [svg("path", { d: FOLD })]);
  const fold = element("button", { type: "button", "aria-controls": `group-${name}` }, [title, on, arrow]);
  const list = element("div", { class: "rows", id: `group-${name}` }, [
    ...(hint ? [element("p", { class: "hint" }, [hint])] : []),
    ...(group.key?.length ? [element("p", { class: "key" }, group.key)] : []),
    ...rows.map(({ row }) => row),
  ]);
  const node = element("fieldset", { "data-group": name }, [element("legend", {}, [fold]), list]);
  return { group, node, fold, on, hint, rows };
}

/** @param {Group} group @param {string} value @param {import("../text/voice.js").Texts} texts @returns {Row} */
function entry({ name: group, keyOf, sign, word }, value, texts) {
  const [key, name] = [keyOf(value), word(value)];
  const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", "data-key": key }));
  const told = element("span", { class: "count" });
  const names = element("p", { class: "hint" });
  // Whoever has no pointer presses Enter instead: so many more stops of the Tab key would be in the way.
  const only = element("button", { type: "button", class: "name", tabindex: -1, title: texts.say("legend.only_this", { name }) }, [sign(value), name]);
  const shown = [element("label", {}, [box, element("span", { class: "unseen" }, [name])]), only, told, ...(group === BODIES ? [names] : [])];
  const row = element("div", { class: "row" }, shown);
  return { key, value, row, box, told, only, names };
}

/** What a group takes that is open. @param {Section} section */
function heightOf({ group, rows, hint }) {
  return rows.filter(({ row }) => !row.hidden).length * ROW_PX + heightOfKey(group) + Math.ceil(hint.length / LETTERS) * HINT_PX;
}

/** What it takes in brief: its key, and the rows that show something, two side by side. @param {Section} section */
function heightInBrief({ group, rows }) {
  const lines = rows.filter(({ row }) => !row.hidden && !row.hasAttribute("data-none"))
    .map(({ only }) => Math.ceil((only.textContent ?? "").length / BRIEF_LETTERS));
  const high = lines.flatMap((own, i) => (i % 2 ? [] : Math.max(own, lines[i + 1] ?? 0)));
  return heightOfKey(group) + high.reduce((sum, own) => sum + own * BRIEF_PX + AROUND_PX, 0);
}

/** Short keys stand side by side. @param {Group} group */
function heightOfKey({ key = [] }) {
  const letters = key.map(({ textContent }) => textContent?.length ?? 0);
  const long = letters.filter((n) => n > KEY_LETTERS);
  return Math.ceil((key.length - long.length) / KEYS_IN_ROW) * KEY_PX + long.reduce((sum, n) => sum + Math.ceil(n / LONG_LETTERS) * HINT_PX, 0);
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

/** @param {ReadonlySet<string>} one @param {ReadonlySet<string>} other */
function isSame(one, other) {
  return one.size === other.size && [...one].every((key) => other.has(key));
}

/** @param {Node} sign @param {string} name */
function keyLine(sign, name) {
  return element("span", {}, [sign, name]);
}

/** Lines above each other. @param {Record<string, string>[]} lines @param {import("../data/read.js").Atlas} atlas */
function linesSwatch(lines, atlas) {
  const height = Math.max(2, lines.length) * LINE_PX;
  const node = swatch(lines.map((line, i) => networkSign(line, atlas, `M2 ${((i + 0.5) * height) / lines.length}H34`)), `0 0 36 ${height}`);
  node.style.height = `${height}px`;
  return node;
}

/** @param {string} kind @param {number} tints */
function areaSwatch(kind, tints) {
  const width = 30 / tints;
  return swatch(Array.from({ length: tints }, (_, i) => svg("path", { d: `M${3 + i * width} 2h${width}v12h-${width}z`, class: `country ${kind} tint-${i}` })));
}

/** @param {SVGElement[]} shapes @param {string} [viewBox] */
function swatch(shapes, viewBox = "0 0 36 16") {
  return svg("svg", { viewBox, class: "swatch", "aria-hidden": "true" }, shapes);
}
