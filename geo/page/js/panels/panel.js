// @ts-check
import { byId, element } from "../dom.js";

const EDGE_PX = 36;
/** A window this low or narrow has the panel as a sheet at the bottom; the style sheet knows it. */
const SHEET = matchMedia("(width <= 700px), (height < 520px)");
/** A window this wide has room for the legend beside the panel. */
const WIDE = matchMedia("(width >= 1100px) and (height >= 520px)");
/** How far a sheet must be dragged to change its height. */
const DRAG_PX = 40;
const HEIGHTS = /** @type {const} */ (["peek", "half", "full"]);

/**
 * The panel and the legend: they open and close, and say how much of the map they cover. On a
 * phone the panel is a sheet of three heights, dragged by its header.
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("../text/voice.js").Texts} texts
 * @param {import("../state/store.js").State} state
 */
export function addPanels(atlas, texts, state) {
  const { version, date } = atlas.edition;
  const tell = () => {
    const rows = [
      ["about.date", texts.day(date)],
      ["about.version", version],
      ["about.borders", borderView(atlas, texts)],
    ].flatMap(([key, value]) => [
      element("dt", {}, [texts.say(key)]),
      element("dd", {}, [value]),
    ]);
    byId("edition").replaceChildren(...rows);
  };
  state.on("lang", tell);
  tell();
  const [panel, legend] = [byId("panel"), byId("legend")];
  const show = () => {
    const { panel: height, legend: open } = state.get();
    panel.dataset.height = height;
    panel.classList.toggle("closed", height === "peek");
    legend.classList.toggle("closed", !open);
    byId("panel-switch").setAttribute("aria-expanded", String(height !== "peek"));
    byId("legend-switch").setAttribute("aria-expanded", String(open));
  };
  byId("panel-switch").addEventListener("click", () => {
    state.set({ panel: state.get().panel === "peek" ? "half" : "peek" });
  });
  byId("legend-switch").addEventListener("click", () => state.set({ legend: !state.get().legend }));
  state.on("panel", ({ panel: height }) => {
    if (isSheet() && height !== "peek") state.set({ legend: false });
  });
  state.on("legend", ({ legend: open }) => {
    if (isSheet() && open) state.set({ panel: "peek" });
  });
  state.on(["panel", "legend"], show);
  show();
  SHEET.addEventListener("change", ({ matches }) => state.set({ panel: matches ? "peek" : "half" }));
  WIDE.addEventListener("change", ({ matches }) => state.set({ legend: matches }));
  listenToDrag(panel, state);
}

/**
 * @param {HTMLElement} panel
 * @param {import("../state/store.js").State} state
 */
function listenToDrag(panel, state) {
  const header = /** @type {HTMLElement} */ (panel.querySelector("header"));
  let from = NaN;
  header.addEventListener("pointerdown", ({ clientY, target }) => {
    from = isSheet() && !/** @type {Element} */ (target).closest("button") ? clientY : NaN;
  });
  addEventListener("pointerup", ({ clientY }) => {
    const up = from - clientY;
    from = NaN;
    if (!(Math.abs(up) > DRAG_PX)) return;
    const at = HEIGHTS.indexOf(state.get().panel) + Math.sign(up);
    state.set({ panel: HEIGHTS[Math.max(0, Math.min(at, HEIGHTS.length - 1))] });
  });
}

/**
 * Which view of the borders the page shows, and of which day.
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("../text/voice.js").Texts} texts
 */
function borderView({ edition, view, tiles }, texts) {
  if (tiles) return texts.say("worldview.tiles");
  const [shown, date] = [texts.word("worldview", view.worldview), texts.day(edition.date)];
  return texts.say("about.view", { view: shown, date });
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
 * @returns {import("../map/boxes.js").Box[]} in pixels of the window
 */
export function frames() {
  const names = [
    "main", "#panel", "#search", "#legend", "#time", "#members", "#zoom", "#scale-bar", "#foot .credit", "#pointer",
  ];
  return names.map((name) => {
    const node = /** @type {Element} */ (document.querySelector(name));
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return [left, top, right, bottom];
  });
}

/**
 * How much of the map the panels cover, in pixels.
 * @returns {import("../map/view.js").Room}
 */
export function coveredRoom() {
  const [panel, legend, time] = ["panel", "legend", "time"].map((id) => byId(id).getBoundingClientRect());
  const main = /** @type {HTMLElement} */ (document.querySelector("main")).getBoundingClientRect();
  const low = Math.max(0, main.bottom - time.top);
  const free = { left: EDGE_PX, right: EDGE_PX, top: EDGE_PX, bottom: low + EDGE_PX, sheet: 0 };
  if (!isSheet()) {
    const closed = byId("legend").classList.contains("closed");
    const right = closed ? EDGE_PX : innerWidth - legend.left + EDGE_PX;
    const left = byId("panel").classList.contains("closed") ? EDGE_PX : panel.right + EDGE_PX;
    return { ...free, left, right };
  }
  return { ...free, sheet: Math.max(0, main.bottom - panel.top) };
}
