// @ts-check
import { byId, element, pushButton, renew, setAttribute } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { tablesOf } from "../data/layers.js";
import { isNumber, OWNER } from "../text/columns.js";
import { createTableBody } from "./tablebody.js";
import { createTableQuery, defaultSort } from "./tablequery.js";

/** Screen readers hear how many rows there are now once that has settled. */
const SETTLED_MS = 700;

/**
 * The same features as on the map, as a table: sorted by any column, filtered by any text.
 * @param {import("../page.js").Page} page
 */
export function addTable(page) {
  const { atlas, texts, state, choose, sheet } = page;
  const layers = element("select", { id: "table-layer" });
  const wanted = /** @type {HTMLInputElement} */ (element("input", { type: "search", id: "table-text" }));
  const count = element("p", { class: "count" });
  const status = element("p", { class: "unseen", role: "status" });
  const [caption, head] = [element("caption", { class: "unseen" }), element("tr")];
  const table = element("table", {}, [caption, element("thead", {}, [head])]);
  const scroll = element("div", { class: "scroll", tabindex: 0, role: "region" }, [table]);
  const body = createTableBody(page, scroll);
  table.append(body.node);
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
  let of = "";

  const draw = () => {
    const { tab, date, lang, layer: ids } = state.get();
    if (tab !== "table") return;
    const columns = columnsOfAll();
    if (!columns.includes(sort.column) || sort.layer !== layer().id) sort = defaultSort(layer(), columns);
    inView.checked = state.get().inView;
    if (of !== `${lang} ${ids}`) {
      of = `${lang} ${ids}`;
      body.clear();
      table.classList.toggle("many", Boolean(layer().cells));
      caption.textContent = titleOfAll();
      scroll.setAttribute("aria-label", titleOfAll());
    }
    const features = query.run({ layers: chosen, columns, sort, text: wanted.value });
    setAttribute(table, "aria-rowcount", features.length + 1);
    count.textContent = texts.count("table.count", features.length, { date: texts.brief(date) });
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (features.length !== heard) status.textContent = count.textContent;
      heard = features.length;
    }, SETTLED_MS);
    renew(head, columns.map(header));
    body.show({ features, columns, layer: layer() });
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
