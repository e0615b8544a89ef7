// @ts-check
import { bdi, element, pushButton, setAttribute, setChildren } from "../dom.js";
import { BRANCH, foreignTo, inColumn, isNumber } from "../text/columns.js";

/** Rows that are there above and below those that are seen, where there are many. */
const SPARE = 20;
/** Of longer texts two lines are seen: to cut those that need it not keeps a browser busy. */
const SHORT_LETTERS = 20;

/** @typedef {import("../data/read.js").Feature} Feature */

/**
 * The rows of a table, as they were last told: most days change few of them.
 * @param {import("../page.js").Page} page
 * @param {HTMLElement} scroll what the table scrolls in
 */
export function createTableBody(page, scroll) {
  const body = element("tbody");
  const [above, below] = ["above", "below"].map(() => element("tr", { "aria-hidden": "true" }));
  /** @type {Map<string, {of: Feature, row: HTMLElement, told: string[], cells: HTMLElement[]}>} */
  const kept = new Map();
  let shown = { features: /** @type {Feature[]} */ ([]), columns: [""], layer: page.atlas.layers[0] };
  const classOf = (/** @type {string} */ column) => (isNumber(column, shown.layer) ? "number" : column === BRANCH ? "branches" : null);
  /** @param {Feature} feature */
  const rowOf = (feature) => {
    const { columns } = shown;
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
  const rowAt = (/** @type {Feature} */ feature) => rowOf(page.filter.at(feature) ?? feature).row;
  const heightOfRow = () => body.querySelector("tr:not([aria-hidden])")?.getBoundingClientRect().height ?? 0;
  /** Fill the part of the table that is seen: of many rows, there are no others. */
  const fill = () => {
    const { features, layer } = shown;
    if (!layer.cells) return setChildren(body, features.map(rowAt));
    const high = heightOfRow();
    const [first, count] = high ? [scroll.scrollTop / high, scroll.clientHeight / high] : [0, SPARE];
    const from = Math.max(0, Math.min(Math.floor(first) - SPARE, features.length - SPARE));
    const to = Math.ceil(first + count) + SPARE;
    const rows = features.slice(from, to).map(rowAt);
    rows.forEach((row, i) => setAttribute(row, "aria-rowindex", from + i + 2));
    above.style.height = `${from * high}px`;
    below.style.height = `${Math.max(0, features.length - to) * high}px`;
    setChildren(body, [above, ...rows, below]);
    if (!high && heightOfRow()) fill(); // now it is known
  };
  scroll.addEventListener("scroll", () => shown.layer.cells && fill());
  return {
    node: body,
    /** Begin anew, in another layer or language. */
    clear() {
      kept.clear();
      setChildren(body, []);
      scroll.scrollTop = 0;
    },
    /** @param {typeof shown} now */
    show(now) {
      shown = now;
      fill();
    },
  };
}

/** @param {HTMLElement} cell @param {string} text */
function write(cell, text) {
  cell.textContent = text;
  cell.classList.toggle("long", text.length > SHORT_LETTERS);
  return cell;
}
