// @ts-check
import { bdi, byId, element, pushButton, renew, setAttribute, setChildren } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { tablesOf } from "../data/layers.js";
import { BRANCH, foreignTo, inColumn, isNumber, OWNER } from "../text/columns.js";
import { createTableQuery, defaultSort } from "./tablequery.js";

/** Rows that are there above and below those that are seen, where there are many. */
const SPARE = 20;
/** Of longer texts two lines are seen: to cut those that need it not keeps a browser busy. */
const SHORT_LETTERS = 20;
/** Screen readers hear how many rows there are now once that has settled. */
const SETTLED_MS = 700;

/**
 * The same features as on the map, as a table: sorted by any column, filtered by any text.
 * @param {import("../page.js").Page} page
 */
export function addTable(page) {
  const { atlas, texts, state, filter, choose, sheet } = page;
  const layers = element("select", { id: "table-layer" });
  const wanted = /** @type {HTMLInputElement} */ (element("input", { type: "search", id: "table-text" }));
  const count = element("p", { class: "count" });
  const status = element("p", { class: "unseen", role: "status" });
  const [caption, head, body] = [element("caption", { class: "unseen" }), element("tr"), element("tbody")];
  const scroll = element("div", { class: "scroll", tabindex: 0, role: "region" }, [element("table", {}, [caption, element("thead", {}, [head]), body])]);
  const table = /** @type {HTMLElement} */ (scroll.firstElementChild);
  const [above, below] = ["above", "below"].map(() => element("tr", { "aria-hidden": "true" }));
  const inView = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
  const labels = { "table.layer": element("span"), "table.filter": element("span"), "table.in_view": element("span") };
  byId("table").append(
    element("div", { class: "controls" }, [
      element("label", {}, [labels["table.layer"], layers]),
      element("label", {}, [labels["table.filter"], wanted]),
      element("label", {}, [inView, labels["table.in_view"]]),
    ]),
    count,
    status,
    scroll,
  );
  const tables = tablesOf(atlas);
  if (!tables.length) return;
  /** What is listed: one layer, or all that a circle on the map counts. */
  let chosen = tables;
  const layer = () => chosen[0];
  const titleOfAll = () => chosen.map(texts.title).join(" · ");
  const columnsOfAll = () => ["name", ...(chosen[1] ? [OWNER] : layer().listed)];
  let [timer, heard] = [0, -1];
  let sort = { layer: "", column: "", down: false };

  const query = createTableQuery(page);
  const classOf = (/** @type {string} */ column) => (isNumber(column, layer()) ? "number" : column === BRANCH ? "branches" : null);

  /** The rows as they were last told, in this layer and language: most days change few of them.
   * @type {Map<string, {of: import("../data/read.js").Feature, row: HTMLElement, told: string[], cells: HTMLElement[]}>} */
  const kept = new Map();
  let of = "";
  /** @param {import("../data/read.js").Feature} feature @param {string[]} columns */
  const rowOf = (feature, columns) => {
    const last = kept.get(feature.id);
    if (last?.of === feature) return last;
    const told = columns.map((column) => inColumn(column, feature, page));
    if (last) {
      told.forEach((text, i) => text === last.told[i] || write(last.cells[i], text));
      return Object.assign(last, { of: feature, told });
    }
    const cells = told.map((text, i) => write(bdi("", foreignTo(columns[i], feature, page)), text));
    const [name, ...others] = cells;
    const row = element("tr", {}, [
      element("th", { scope: "row" }, [pushButton({ class: "link", "data-row": feature.id }, [name])]),
      ...others.map((cell, i) => element("td", { class: classOf(columns[i + 1]) }, [cell])),
    ]);
    const made = { of: feature, row, told, cells };
    kept.set(feature.id, made);
    return made;
  };

  /** @type {import("../data/read.js").Feature[]} */
  let all = [];
  const heightOfRow = () => body.querySelector("tr:not([aria-hidden])")?.getBoundingClientRect().height ?? 0;
  /** Fill the part of the table that is seen: of many rows, there are no others. */
  const fillIn = () => {
    const columns = columnsOfAll();
    const rowAt = (/** @type {import("../data/read.js").Feature} */ feature) => rowOf(filter.at(feature) ?? feature, columns).row;
    if (!layer().cells) return setChildren(body, all.map(rowAt));
    const high = heightOfRow();
    const [first, count] = high ? [scroll.scrollTop / high, scroll.clientHeight / high] : [0, SPARE];
    const from = Math.max(0, Math.min(Math.floor(first) - SPARE, all.length - SPARE));
    const to = Math.ceil(first + count) + SPARE;
    const rows = all.slice(from, to).map(rowAt);
    rows.forEach((row, i) => setAttribute(row, "aria-rowindex", from + i + 2));
    above.style.height = `${from * high}px`;
    below.style.height = `${Math.max(0, all.length - to) * high}px`;
    setChildren(body, [above, ...rows, below]);
    if (!high && heightOfRow()) fillIn(); // now it is known
  };

  const draw = () => {
    const { tab, date, lang, layer: ids } = state.get();
    if (tab !== "table") return;
    const columns = columnsOfAll();
    if (!columns.includes(sort.column) || sort.layer !== layer().id) sort = defaultSort(layer(), columns);
    inView.checked = state.get().inView;
    if (of !== `${lang} ${ids}`) {
      of = `${lang} ${ids}`;
      kept.clear();
      setChildren(body, []);
      scroll.scrollTop = 0;
      table.classList.toggle("many", Boolean(layer().cells));
      caption.textContent = titleOfAll();
      scroll.setAttribute("aria-label", titleOfAll());
    }
    all = query.run({ layers: chosen, columns, sort, text: wanted.value });
    setAttribute(table, "aria-rowcount", all.length + 1);
    count.textContent = texts.count("table.count", all.length, { date: texts.brief(date) });
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (all.length !== heard) status.textContent = count.textContent;
      heard = all.length;
    }, SETTLED_MS);
    renew(head, columns.map(header));
    fillIn();
  };

  /** @param {string} column */
  const header = (column) => {
    const own = sort.column === column;
    const way = own ? (sort.down ? "descending" : "ascending") : null;
    const button = pushButton({ "data-sort": column }, [texts.say(column === OWNER ? OWNER : `column.${column}`)]);
    return element("th", { scope: "col", "aria-sort": way, class: isNumber(column, layer()) ? "number" : null }, [button]);
  };

  const say = () => {
    Object.entries(labels).forEach(([key, node]) => (node.textContent = texts.say(key)));
    const { layer: ids } = state.get();
    chosen = tables.filter(({ id }) => ids.split(",").includes(id));
    layers.replaceChildren(
      ...(chosen[1] ? [element("option", { value: ids, selected: true }, [titleOfAll()])] : []),
      ...tables.map((each) => {
        return element("option", { value: each.id, selected: each.id === ids }, [texts.title(each)]);
      }),
    );
  };
  layers.addEventListener("change", () => {
    state.set({ layer: /** @type {HTMLSelectElement} */ (layers).value });
  });
  wanted.addEventListener("focus", () => query.prepare(layer(), columnsOfAll()));
  wanted.addEventListener("input", draw);
  inView.addEventListener("change", () => state.set({ inView: inView.checked }));
  sheet.onRest(() => state.get().inView && draw());
  scroll.addEventListener("scroll", () => layer().cells && fillIn());
  scroll.addEventListener("pointerover", ({ target }) => {
    const told = /** @type {HTMLElement} */ (target);
    if (told.matches("td > bdi")) told.title = told.scrollWidth > told.clientWidth || told.scrollHeight > told.clientHeight ? told.textContent ?? "" : "";
  });
  scroll.addEventListener("click", ({ target }) => {
    const { row, sort: column } = /** @type {Element} */ (target).closest("button")?.dataset ?? {};
    if (row) choose(row);
    if (!column) return;
    sort = { ...sort, column, down: sort.column === column && !sort.down };
    draw();
  });
  state.on(["layer", "lang"], say);
  state.on(["tab", "layer", "inView", "lang", ...FILTERED], draw);
  say();
  draw();
}

/** @param {HTMLElement} cell @param {string} text */
function write(cell, text) {
  cell.textContent = text;
  cell.classList.toggle("long", text.length > SHORT_LETTERS);
  return cell;
}
