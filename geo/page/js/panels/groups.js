// @ts-check
import { element, svg, swatch } from "../dom.js";
import { addedFirst, areasOf, codedIn, eventsOf, kindOf, ofShape, partnersOf, placesOf, usualNetworks, weightIn } from "../data/layers.js";
import { claimedSign } from "../marks/claimed.js";
import { lineSign, plainLines, plainLineSign } from "../marks/lines.js";
import { networkSign } from "../marks/network.js";
import { halfOf, pointSign } from "../marks/signs.js";
import { outlineSign } from "./members.js";

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
 * @property {boolean} [added] whether it tells of what somebody added: that is told in brief on a phone too
 */

/** The group whose rows light countries instead of hiding features. */
export const BODIES = "body";
const LINE_PX = 8;
/** So many signs tell of a layer in the width of a sign. */
const [MOST_SIGNS, SWATCH_PX] = [3, 36];

/**
 * The groups in order: what somebody added, networks and what their lines tell, events, members of organisations, where
 * events took place, other points, other lines, countries and boundaries.
 * @param {import("../page.js").Page} page
 * @returns {Group[]}
 */
export function groupsOf({ atlas, texts, state, worlds, legend }) {
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
    added: layer.added,
  }));
  /** What circles of points mean that are too many to be drawn. @param {import("../data/read.js").Layer[]} layers */
  const keyOf = (layers) => {
    const many = layers.filter(isCounted);
    return many.length ? [element("p", { class: "hint" }, [...many.flatMap((layer) => counted(layer, texts)), texts.say("field.crowds")])] : [];
  };
  /** @param {import("../data/read.js").Layer} layer */
  const ofPoints = (layer) => ofColumns(layer, (value, name) => {
    return swatch([pointSign(layer, { [name]: value }, atlas)], { viewBox: "-18 -8 36 16" });
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
    const modes = legend.modesEver(status);
    const looks = (atlas.values.status[status].looks ?? []).flatMap((alike) => alike.find((mode) => modes.has(mode)) ?? []);
    return (status === ran ? looks.slice(0, 1) : looks).map((mode) => ({ mode, status }));
  };
  const modes = networks.length ? Object.keys(atlas.values.mode).filter((mode) => legend.modesEver(ran).has(mode)) : [];
  const usual = usualNetworks(atlas);
  /** What is on request has a row among the branches. @param {string} id */
  const aside = (id) => networks.find((layer) => layer.id === id && !usual.includes(layer));
  const whole = atlas.layers.filter((layer) => layer.whole);
  const partners = partnersOf(atlas);
  const subject = areasOf(atlas).find((country) => kindOf(country, atlas) === "subject");
  return addedFirst([
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
      added: whole.some(({ added }) => added),
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
  ]);
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
export function isCounted({ cells, shape }) {
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

/** @param {Node} sign @param {string} name */
function keyLine(sign, name) {
  return element("span", {}, [sign, name]);
}

/** Lines above each other. @param {Record<string, string>[]} lines @param {import("../data/read.js").Atlas} atlas */
function linesSwatch(lines, atlas) {
  const height = Math.max(2, lines.length) * LINE_PX;
  const node = swatch(lines.map((line, i) => networkSign(line, atlas, `M2 ${((i + 0.5) * height) / lines.length}H34`)), { viewBox: `0 0 36 ${height}` });
  node.style.height = `${height}px`;
  return node;
}

/** @param {string} kind @param {number} tints */
function areaSwatch(kind, tints) {
  const width = 30 / tints;
  return swatch(Array.from({ length: tints }, (_, i) => svg("path", { d: `M${3 + i * width} 2h${width}v12h-${width}z`, class: `country ${kind} tint-${i}` })));
}
