// @ts-check
import { byId } from "../dom.js";
import { isListed } from "../data/kinds.js";
import { isSheet, isWide, onShape } from "../map/cover.js";

/** How far a sheet must be dragged to change its height. */
const DRAG_PX = 40;
/** Tabs that a page does not begin with as a mere line: they show little until they have room. */
const OPEN_TABS = ["ways", "table"];
const HEIGHTS = /** @type {const} */ (["peek", "half", "full"]);

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
 * phone the panel is a sheet of three heights, dragged by its header.
 * @param {import("../page.js").Page} page
 */
export function addPanels({ state }) {
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
  state.on(["panel", "legend"], show);
  show();
  onShape({
    sheet: (matches) => state.set({ panel: matches ? "peek" : "half" }),
    wide: (matches) => state.set({ legend: matches }),
  });
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
