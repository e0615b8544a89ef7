// @ts-check
import { byId, element } from "./dom.js";

const EDGE_PX = 36;
/** A window this low or narrow has the panel as a sheet at the bottom; the style sheet knows it. */
const SHEET = matchMedia("(width <= 700px), (height < 520px)");
/** A window this wide has room for the legend beside the panel. */
const WIDE = matchMedia("(width >= 1100px) and (height >= 520px)");

/**
 * The panel and the legend: they open and close, and say how much of the map they cover.
 * Further views of the panel (story, explore, table) stand beside #about and #details.
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @param {import("./state.js").State} state
 */
export function addPanels(atlas, texts, state) {
  for (const node of document.querySelectorAll("[data-say]")) {
    node.textContent = texts.say(node.getAttribute("data-say") ?? "");
  }
  for (const node of document.querySelectorAll("[data-name]")) {
    node.setAttribute("aria-label", texts.say(node.getAttribute("data-name") ?? ""));
  }
  const { version, date } = atlas.edition;
  byId("edition").append(
    ...[
      ["about.date", texts.day(date)],
      ["about.version", version],
      ["about.borders", texts.word("worldview", atlas.tiles ? "tiles" : atlas.view.worldview)],
    ].flatMap(([key, value]) => [
      element("dt", {}, [texts.say(key)]),
      element("dd", {}, [value]),
    ]),
  );
  for (const [name, other] of /** @type {const} */ ([["panel", "legend"], ["legend", "panel"]])) {
    const [box, button] = [byId(name), byId(`${name}-switch`)];
    const show = () => {
      const open = state.get()[name];
      box.classList.toggle("closed", !open);
      button.setAttribute("aria-expanded", String(open));
      if (open && isSheet()) state.set({ [other]: false });
    };
    button.addEventListener("click", () => state.set({ [name]: !state.get()[name] }));
    state.on(name, show);
    show();
  }
  SHEET.addEventListener("change", ({ matches }) => state.set({ panel: !matches }));
  WIDE.addEventListener("change", ({ matches }) => state.set({ legend: matches }));
}

/** @returns {boolean} whether the panel is a sheet at the bottom */
export function isSheet() {
  return SHEET.matches;
}

/** @returns {boolean} whether panel and legend both have room */
export function isWide() {
  return WIDE.matches;
}

/**
 * What covers the map, and its own edge.
 * @returns {import("./boxes.js").Box[]} in pixels of the window
 */
export function frames() {
  const nodes = ["main", "#panel", "#legend", "#foot"].map((name) => document.querySelector(name));
  return nodes.map((node) => {
    const { left, top, right, bottom } = /** @type {Element} */ (node).getBoundingClientRect();
    return [left, top, right, bottom];
  });
}

/**
 * How much of the map the panels cover, in pixels.
 * @returns {import("./view.js").Room}
 */
export function coveredRoom() {
  const [panel, legend] = ["panel", "legend"].map((id) => byId(id).getBoundingClientRect());
  const free = { left: EDGE_PX, right: EDGE_PX, top: EDGE_PX, bottom: EDGE_PX, sheet: 0 };
  if (!isSheet()) {
    const closed = byId("legend").classList.contains("closed");
    const right = closed ? EDGE_PX : innerWidth - legend.left + EDGE_PX;
    return { ...free, left: panel.right + EDGE_PX, right };
  }
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  const sheet = Math.max(0, main.getBoundingClientRect().bottom - panel.top);
  return { ...free, bottom: sheet + EDGE_PX, sheet };
}
