// @ts-check
import { byId, element, pushButton, renew, setAttribute, setHidden, setText } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { legendKeys } from "../data/legend.js";
import { isSheet } from "../map/cover.js";
import { changeSign, OPEN_KINDS } from "./change.js";
import { LIT } from "../state/scenes.js";
import { BODIES, groupsOf, isCounted } from "./groups.js";
import { litSign } from "./listing.js";
import { membersInOrder } from "./members.js";
import { legendEntry, legendGroup, shareRoom } from "./legendgroup.js";

/** @typedef {import("./legendgroup.js").LegendGroup} LegendGroup */
/** @typedef {import("./legendgroup.js").LegendEntry} LegendEntry */

/** The title of a group, and what of a window is no room for groups: at the foot, beneath a table, beside a sheet. */
const [TITLE_PX, OTHERS_PX, TABLE_PX, SHEET_PX] = [26, 280, 76, 174];

/**
 * The legend is the filter and the count, on the day that the map shows. Its entries are those of
 * all days, made once for each language, and follow in place; in the story those of what is shown
 * alone. None moves under a finger. Groups that have no room are told in brief, as signs and names, or
 * folded, until a reader opens them.
 * @param {import("../page.js").Page} page
 */
export function addLegend(page) {
  const { atlas, texts, state, legend: known, scenes } = page;
  const [legend, body] = [byId("legend"), byId("legend-body")];
  /** @type {LegendGroup[]} */
  let groups = [];
  /** @type {(LegendGroup & LegendEntry & {lights: boolean, amount?: number})[]} */
  let entries = [];
  /** What a reader folded or opened. @type {Map<string, boolean>} */
  const folded = new Map();
  /** What was hidden before a reader looked at one entry alone. @type {{alone: string, before: ReadonlySet<string>} | null} */
  let back = null;
  const hint = element("p", { class: "hint" });
  const all = pushButton({ "data-key": "all" }, [], () => {
    state.set({ hidden: scenes.initial.hidden });
    list(true);
    entries.find(({ row, node }) => !row.hidden && !node.classList.contains("folded"))?.box.focus();
  });

  legend.querySelector("h2")?.after(all); // where it comes and goes, and moves nothing under the finger that brings it

  const build = () => {
    const ever = legendKeys(atlas);
    groups = groupsOf(page).map((group) => {
      const lights = group.name === BODIES;
      const own = group.values.filter((value) => lights || ever.has(group.keyOf(value)));
      return legendGroup(group, own.map((value) => {
        const entry = legendEntry(group, value, texts);
        entry.box.addEventListener("change", () => {
          const { hidden, body: lit } = state.get();
          state.set(lights ? { body: lit === value ? null : value } : { hidden: toggled(hidden, entry.key) });
        });
        entry.box.addEventListener("keydown", ({ key }) => key === "Enter" && seeAlone(entry.key));
        entry.only.addEventListener("click", () => seeAlone(entry.key));
        return entry;
      }), texts);
    });
    groups.forEach(({ group: { name }, fold }) => fold.addEventListener("click", () => {
      folded.set(name, fold.getAttribute("aria-expanded") === "true");
      open();
    }));
    entries = groups.flatMap((each) => each.entries.map((entry) => ({ ...entry, ...each, lights: each.group.name === BODIES })));
    sayUse();
    all.textContent = texts.say("legend.all");
    body.replaceChildren(element("div", { class: "use" }, [hint]), ...groups.map(({ node }) => node));
    follow();
    list(true);
  };
  const follow = () => {
    const { hidden, body: lit } = state.get();
    const behind = known.behindKeys();
    for (const each of entries) {
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
    for (const { entries: own, on } of groups) {
      const shown = own.filter(({ box }) => box.checked).length;
      const isEmpty = own.length && own.every(({ row }) => row.hasAttribute("data-none"));
      setText(on, isEmpty ? texts.say("legend.none") : shown && shown < own.length ? `${texts.number(shown)}/${texts.number(own.length)}` : "");
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
  /** Which entries there are: of a scene, those that show something, and those that the reader hid. In brief, those that
   * show nothing are spared. */
  const list = (isAsked = false) => {
    if (!isAsked && legend.matches(":hover, :focus-within")) return;
    const told = scenes.told(state.get());
    const { hidden } = state.get();
    for (const { row, key, box, lights } of entries) {
      const isHidden = hidden.has(key);
      const isOfScene = lights ? box.checked : isHidden ? !told?.map.hidden.includes(key) && !scenes.initial.hidden.has(key) : !row.hasAttribute("data-none");
      setHidden(row, Boolean(told) && !isOfScene);
      row.toggleAttribute("data-spare", row.hasAttribute("data-none"));
    }
    open();
  };
  /** Open what there is room for, the rest as the reader left it. */
  const open = () => {
    groups.forEach(({ node, entries: own, group: { key = [] } }) => setHidden(node, own.every(({ row }) => row.hidden) && (own.length > 0 || !key.length)));
    const there = groups.filter(({ node }) => !node.hidden);
    const others = OTHERS_PX + (isSheet() ? SHEET_PX : state.get().tab === "table" ? TABLE_PX : 0);
    shareRoom(there, innerHeight - others - there.length * TITLE_PX, folded);
  };
  const isAlone = (/** @type {string} */ key) => {
    const { hidden } = state.get();
    return !hidden.has(key) && !isSame(hidden, scenes.initial.hidden) && isSame(hidden, known.allBut(key));
  };
  /** Show one entry alone, or what was shown before. @param {string} key */
  const seeAlone = (key) => {
    const [group, value] = key.split(/\.(.*)/);
    if (group === BODIES) return state.set({ body: state.get().body === value ? null : value });
    const { tab, scene, hidden } = state.get();
    if (isAlone(key)) return state.set({ hidden: back?.alone === key ? back.before : scenes.beginning(tab, scene).hidden });
    back = { alone: key, before: hidden };
    state.set({ hidden: known.allBut(key) });
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
