// @ts-check
import { byId, isPlainKey } from "../dom.js";
import { isListed } from "../data/kinds.js";
import { isSheet, isWide, onShape } from "../map/cover.js";

/** How far a sheet must be dragged to change its height. */
const DRAG_PX = 40;
/** Tabs that a page does not begin with as a mere line: they show little until they have room. */
const OPEN_TABS = ["ways", "table"];
export const HEIGHTS = /** @type {const} */ (["peek", "half", "full"]);

/**
 * A feature, a comparison, or a list, opens the panel that tells of it; where there is no room for both,
 * panel and legend make way for each other.
 * @type {import("../state/store.js").Rule[]}
 */
export const PANEL_RULES = [
  ({ feature, then, sought, tab, panel }, before) => {
    const begins = !before.tab && OPEN_TABS.includes(tab);
    const opens = begins || (feature && feature !== before.feature) || (then && !before.then) || (sought !== before.sought && isListed(sought));
    return opens && panel === "peek" ? { panel: "half" } : null;
  },
  ({ panel, legend }, before) => {
    if (isWide()) return null;
    if (panel !== before.panel && panel !== "peek") return { legend: false };
    return legend && !before.legend ? { panel: "peek" } : null;
  },
  ({ panels }, before) => {
    if (panels) return { panel: "peek", legend: false };
    return before.panels ? { panel: isSheet() ? "peek" : "half", legend: isWide() } : null;
  },
];

/**
 * The panel and the legend: they open and close, and say how much of the map they cover. On a
 * phone the panel is a sheet of three heights: its header is dragged, or its switch pressed, to reach each.
 * @param {import("../page.js").Page} page
 */
export function addPanels({ state, texts }) {
  const panelSwitch = byId("panel-switch");
  const [panel, legend] = [byId("panel"), byId("legend")];
  const show = () => {
    const { panel: height, legend: open } = state.get();
    panel.dataset.height = height;
    panel.classList.toggle("closed", height === "peek");
    legend.classList.toggle("closed", !open);
    panel.classList.toggle("rises", isSheet() && height !== "full");
    panelSwitch.setAttribute("aria-expanded", String(height !== "peek"));
    panelSwitch.dataset.name = isSheet() && height === "half" ? "name.panel_rise" : "name.panel_switch";
    panelSwitch.setAttribute("aria-label", texts.say(panelSwitch.dataset.name));
    byId("legend-switch").setAttribute("aria-expanded", String(open));
  };
  panelSwitch.addEventListener("click", () => {
    const heights = isSheet() ? HEIGHTS : HEIGHTS.slice(0, 2);
    state.set({ panel: heights[(heights.indexOf(state.get().panel) + 1) % heights.length] });
  });
  panelSwitch.addEventListener("keydown", (event) => {
    const up = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!up || !isSheet() || !isPlainKey(event)) return;
    event.preventDefault();
    state.set({ panel: heightFrom(state.get().panel, up) });
  });
  byId("legend-switch").addEventListener("click", () => state.set({ legend: !state.get().legend }));
  state.on(["panel", "legend"], show);
  show();
  onShape({
    sheet: (matches) => {
      state.set({ panel: matches ? "peek" : "half" });
      show();
    },
    wide: (matches) => state.set({ legend: matches }),
  });
  listenToDrag(panel, state);
}

/** The next height up or down, or the same at the end. @param {typeof HEIGHTS[number]} height @param {number} up */
function heightFrom(height, up) {
  const at = HEIGHTS.indexOf(height) + Math.sign(up);
  return HEIGHTS[Math.max(0, Math.min(at, HEIGHTS.length - 1))];
}

/**
 * @param {HTMLElement} panel
 * @param {import("../state/store.js").State} state
 */
function listenToDrag(panel, state) {
  const header = /** @type {HTMLElement} */ (panel.querySelector("header"));
  /** @type {{pointer: number, y: number} | null} */
  let from = null;
  header.addEventListener("pointerdown", ({ pointerId, clientY, target }) => {
    if (!from && isSheet() && !/** @type {Element} */ (target).closest("button")) from = { pointer: pointerId, y: clientY };
  });
  addEventListener("pointerup", ({ pointerId, clientY }) => {
    if (pointerId !== from?.pointer) return;
    const up = from.y - clientY;
    from = null;
    if (Math.abs(up) > DRAG_PX) state.set({ panel: heightFrom(state.get().panel, up) });
  });
  addEventListener("pointercancel", ({ pointerId }) => {
    if (pointerId === from?.pointer) from = null;
  });
}
