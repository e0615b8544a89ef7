// @ts-check
import { bdi, byId, element, icon, isDrawn } from "../dom.js";
import { entriesOf } from "../data/entries.js";
import { isListed } from "../data/kinds.js";
import { countryOf, isEvents } from "../data/layers.js";
import { byRank } from "../data/find.js";
import { lazily } from "../data/memory.js";
import { createReader } from "../data/readings.js";
import { createRows } from "../data/rows.js";
import { actsOf } from "./acts.js";
import { titleOfKind } from "./listing.js";

const MOST = 20;
/** How the key is written that leads here; `/` alone would fall to whoever speaks to the page. */
const [KEY, MAC_KEY] = ["Ctrl K", "⌘ K"];
const LENS = "M10.7 10.7L15 15M12 6.8A5.2 5.2 0 1 1 1.6 6.8a5.2 5.2 0 0 1 10.4 0z";

/**
 * One box that finds whatever has a name, however it is spelt, and all that the page can show and do.
 * @param {import("../page.js").Page} page
 */
export function addSearch(page) {
  const { atlas, texts, state } = page;
  const input = /** @type {HTMLInputElement} */ (
    element("input", {
      type: "search", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": "found", autocomplete: "off", spellcheck: "false",
    })
  );
  // Browsers lead the Tab key to what scrolls, and this is gone once the input has lost the focus.
  const list = element("ul", { id: "found", role: "listbox", tabindex: -1, hidden: true });
  const status = element("p", { role: "status" });
  const key = element("kbd", { "aria-hidden": "true" }, [/Mac|iP/.test(navigator.platform) ? MAC_KEY : KEY]);
  const lens = icon(LENS);
  byId("search").append(lens, input, key, list, status);
  const idle = Object.values(atlas.texts).map((table) => table["search.idle"]).join(" ");
  const many = lazily(() => atlas.layers.filter(({ cells }) => cells).map(createMany));
  const finder = lazily(() => createReader(page, [...entriesOf(page), ...actsOf(page)], idle));
  /** @type {Found[]} */
  let found = [];
  let active = -1;

  const show = () => {
    const text = input.value.trim();
    const more = text ? many().map((find) => find(text)) : [];
    const all = text ? [...finder()(text), ...more.flatMap(({ best }) => best)].sort(byRank) : [];
    const n = more.reduce((sum, { rest }) => sum + rest, all.length);
    const told = texts.say(n ? "search.found" : "search.none", { n: texts.number(n) });
    found = all.slice(0, MOST);
    active = found.length ? 0 : -1;
    list.replaceChildren(...found.map((entry, i) => option(entry, i, page)));
    status.textContent = text && told;
    status.className = text && !all.length ? "none" : "unseen";
    mark();
  };
  const mark = () => {
    const open = found.length > 0;
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    if (open) input.setAttribute("aria-activedescendant", `found-${active}`);
    else input.removeAttribute("aria-activedescendant");
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    found = [];
    status.className = "unseen";
    mark();
  };
  /** @param {number} i */
  const take = (i) => {
    const { of } = found[i];
    input.value = titleOf(of, page);
    close();
    if (of.act) return of.act.run();
    follow(of, page);
    if (of.ends) byId("tab-ways").focus();
    else if (of.when?.then) byId("change-title").focus();
    else if (isListed(state.get().sought)) byId("listing-title").focus();
  };
  // Before it is needed.
  input.addEventListener("focus", () => {
    finder();
    setTimeout(() => many().forEach((find) => find("")));
  });
  input.addEventListener("input", () => {
    const { sought } = state.get();
    if (!input.value.trim() && sought && !atlas.byId.has(sought)) state.set({ sought: null }); // a kind is put back
    show();
  });
  input.addEventListener("blur", close);
  page.closers.found = close;
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) return show();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!found.length || (!step && event.key !== "Enter")) return;
    event.preventDefault();
    if (!step) return take(active);
    active = (active + step + found.length) % found.length;
    return mark();
  });
  addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!isSearchKey(event) || (target !== input && target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=range])"))) return;
    if (toSearch(state)) event.preventDefault();
  });
  // Else the input would lose the focus, which closes the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = /** @type {Element} */ (event.target).closest("li");
    if (item) take([...list.children].indexOf(item));
  });
  const say = () => {
    input.setAttribute("aria-label", texts.say("search.label"));
    input.title = texts.say("search.help", { key: key.textContent ?? "" });
    input.placeholder = texts.say(texts.has("search.hint") ? "search.hint" : "search.label");
    list.setAttribute("aria-label", texts.say("search.label"));
  };
  state.on("lang", say);
  say();
}

/**
 * What finds features of a layer of many: the best, and how many more there are.
 * @param {import("../data/read.js").Layer} layer
 * @returns {(text: string) => {best: Found[], rest: number}}
 */
function createMany(layer) {
  const { matching } = createRows(layer, (column, { is }) => String(is[column] ?? ""));
  const names = Object.keys(layer.cells ?? {}).filter((column) => column.startsWith("name_") || column === "aliases" || layer.search.includes(column));
  return (text) => {
    const ranks = matching(text, ["name", ...names]);
    const count = ranks.filter(Boolean).length;
    /** @type {Found[]} */
    const best = [];
    for (let rank = 4; rank > 0; rank -= 1) {
      for (let row = ranks.indexOf(rank); row >= 0 && best.length < MOST; row = ranks.indexOf(rank, row + 1)) {
        const feature = layer.features[row];
        best.push({ of: { key: feature.id, feature }, name: feature.is.name, order: [4 - rank, row] });
      }
    }
    return { best, rest: count - best.length };
  };
}

/**
 * Lead to the search, which a sheet at its full height covers.
 * @param {import("../state/store.js").State} state
 * @returns {boolean} whether there is one now
 */
export function toSearch(state) {
  const input = /** @type {HTMLInputElement} */ (byId("search").querySelector("input"));
  if (state.get().panel === "full") state.set({ panel: "half" });
  if (!isDrawn(input)) return false;
  input.focus();
  input.select();
  return true;
}

/** @typedef {import("../data/entries.js").Thing} Thing */
/** @typedef {import("../data/find.js").Found<Thing>} Found */

/** Whether Ctrl or Command came with K, in any layout of the keyboard. @param {KeyboardEvent} event */
function isSearchKey({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  const isK = /^[a-z]$/i.test(key) ? key.toLowerCase() === "k" : code === "KeyK";
  return isK && ctrlKey !== metaKey && !altKey && !shiftKey;
}

/**
 * Show what was found. Who asks for it in the story leaves the scene, which may hide it.
 * @param {Thing} thing
 * @param {import("../page.js").Page} page
 */
function follow({ key, feature, kind, milestone, ends, when }, { state, scenes, choose }) {
  const own = milestone ? { date: milestone.date, span: "so_far", milestone: milestone.id }
    : ends ? { tab: "ways", ...ends, way: null, view: null, hidden: scenes.initial.hidden }
    : when?.then ? { hidden: scenes.initial.hidden } : {};
  const open = feature || kind ? {} : { feature: null, fan: null, sought: null, then: null };
  state.set(/** @type {any} */ ({ ...scenes.left(state.get()), ...open, ...own, ...when }));
  if (feature || kind) choose(key);
}

/** @param {Thing} thing @param {import("../page.js").Page} page */
function titleOf({ key, feature, kind, milestone, ends, when, act }, page) {
  const { atlas, texts } = page;
  if (act) return act.title();
  if (milestone) return texts.field(milestone, "label");
  if (ends) return [ends.from, ends.to].map(page.wayTexts.stop).join(" – ");
  if (feature) return texts.name(feature);
  return kind ? titleOfKind(key, page) : when?.then ? texts.say("change.title") : texts.date(when?.date ?? atlas.edition.date);
}

/** What a thing is, and how many of a kind there are, or when it was.
 * @param {Thing} thing @param {import("../page.js").Page} page */
function toldOf({ key, feature, kind = [], milestone, ends, when, act }, { texts, courses, state }) {
  if (act) return [act.told()];
  const on = when?.span === "year" ? texts.date(when.date ?? "", "year") : when?.date ? [when.then, when.date].flatMap((day) => (day ? texts.brief(day) : [])).join(" – ") : "";
  if (feature) {
    const { layer, is } = feature;
    const where = layer.shape === "points" ? countryOf(feature) : null;
    return [texts.kind(feature), ...(where ? [texts.country(where)] : []), ...(isEvents(layer) ? [is[layer.time[0]].slice(0, 4)] : []), on];
  }
  if (ends) return [texts.say("tab.ways"), texts.say("search.kind", { n: texts.number(courses.between({ ...state.get(), ...ends }).length) })];
  const [group] = key.split(".");
  const title = [`group.${group}`, `column.${group}`].find(texts.has) ?? (milestone || kind.length || when?.then ? "" : "time.handle");
  const count = kind.length > 1 && group !== "body" ? [texts.say("search.kind", { n: texts.number(kind.length) })] : [];
  return [title && texts.say(title), ...count, milestone ? texts.date(milestone.date, milestone.date_prec) : kind.length || when?.then ? on : ""];
}

/**
 * @param {Found} found
 * @param {number} i
 * @param {import("../page.js").Page} page
 */
function option({ of, name }, i, page) {
  const own = titleOf(of, page);
  const also = !name || of.kind || of.act || name === own ? [] : [" · ", bdi(name)];
  return element("li", { role: "option", id: `found-${i}`, "data-key": of.key }, [
    element("strong", {}, [bdi(own)]),
    element("span", {}, [toldOf(of, page).filter(Boolean).join(" · "), ...also]),
  ]);
}
