// @ts-check
import { element, icon, pushButton, setAttribute } from "../dom.js";
import { isSheet } from "../map/cover.js";
import { BODIES } from "./groups.js";

/** What a group takes: an entry, a line of its hint with so many letters. */
const [ROW_PX, HINT_PX, LETTERS] = [24, 16, 40];
/** In brief, two entries side by side: a line of a name, what is around it, and its letters. */
const [BRIEF_PX, AROUND_PX, BRIEF_LETTERS] = [15, 6, 12];
/** Keys beneath its title: a line of short ones, and how many stand in it; how many letters those have at most, and a line of a long one. */
const [KEY_PX, KEYS_IN_ROW, KEY_LETTERS, LONG_LETTERS] = [20, 3, 16, 26];
const FOLD = "M4 6.5L8 10.5l4-4";

/** @typedef {import("./groups.js").Group} Group */
/**
 * A group as it stands in the legend.
 * @typedef {object} LegendGroup
 * @property {Group} group
 * @property {HTMLElement} node
 * @property {HTMLElement} fold opens and folds it
 * @property {HTMLElement} on that none of its entries is there, or how many are on, where some are off
 * @property {string} hint
 * @property {LegendEntry[]} entries
 *
 * @typedef {object} LegendEntry
 * @property {string} key
 * @property {string} value
 * @property {HTMLElement} row
 * @property {HTMLInputElement} box
 * @property {HTMLElement} told how much of it is there
 * @property {HTMLElement} only its name, which shows it alone
 * @property {HTMLElement} names who its members are
 */

/** @param {Group} group @param {LegendEntry[]} entries @param {import("../text/voice.js").Texts} texts @returns {LegendGroup} */
export function legendGroup(group, entries, texts) {
  const { name, title } = group;
  const hint = texts.has(group.hint) ? texts.say(group.hint) : "";
  const on = element("span", { class: "count" });
  const arrow = icon(FOLD);
  const fold = pushButton({ "aria-controls": `group-${name}` }, [title, on, arrow]);
  const list = element("div", { class: "rows", id: `group-${name}` }, [
    ...(hint ? [element("p", { class: "hint" }, [hint])] : []),
    ...(group.key?.length ? [element("p", { class: "key" }, group.key)] : []),
    ...entries.map(({ row }) => row),
  ]);
  const node = element("fieldset", { "data-group": name }, [element("legend", {}, [fold]), list]);
  return { group, node, fold, on, hint, entries };
}

/** @param {Group} group @param {string} value @param {import("../text/voice.js").Texts} texts @returns {LegendEntry} */
export function legendEntry({ name: group, keyOf, sign, word }, value, texts) {
  const [key, name] = [keyOf(value), word(value)];
  const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", "data-key": key }));
  const told = element("span", { class: "count" });
  const names = element("p", { class: "hint" });
  // Whoever has no pointer presses Enter instead: so many more stops of the Tab key would be in the way.
  const only = pushButton({ class: "name", tabindex: -1, title: texts.say("legend.only_this", { name }) }, [sign(value), element("span", {}, [name])]);
  const shown = [element("label", {}, [box, element("span", { class: "unseen" }, [name])]), only, told, ...(group === BODIES ? [names] : [])];
  const row = element("div", { class: "row" }, shown);
  return { key, value, row, box, told, only, names };
}

/**
 * Open the groups that there is room for, tell others in brief, and fold the rest, all as the reader left them.
 * @param {LegendGroup[]} groups @param {number} room in pixels @param {Map<string, boolean>} folded by the reader
 */
export function shareRoom(groups, room, folded) {
  /** What is told in any case, until a reader folds it. @param {LegendGroup} shown */
  const isVital = ({ group: { name, vital, added } }) => Boolean(added || (vital && !isSheet())) && !folded.has(name);
  groups.filter(isVital).forEach((each) => (room -= heightInBrief(each)));
  for (const each of groups.toSorted((a, b) => Number(Boolean(a.group.minor)) - Number(Boolean(b.group.minor)))) {
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
}

/** What a group takes that is open. @param {LegendGroup} shown */
function heightOf({ group, entries, hint }) {
  return entries.filter(({ row }) => !row.hidden).length * ROW_PX + heightOfKey(group) + Math.ceil(hint.length / LETTERS) * HINT_PX;
}

/** What it takes in brief: its key, and the entries that show something, two side by side. @param {LegendGroup} shown */
function heightInBrief({ group, entries }) {
  const lines = entries.filter(({ row }) => !row.hidden && !row.hasAttribute("data-spare"))
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
