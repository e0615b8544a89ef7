// @ts-check
import { byId, element } from "./dom.js";

const EDGE_PX = 36;

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
      ["about.borders", texts.word("worldview", atlas.view.worldview)],
    ].flatMap(([key, value]) => [
      element("dt", {}, [texts.say(key)]),
      element("dd", {}, [value]),
    ]),
  );
  for (const name of /** @type {const} */ (["panel", "legend"])) {
    const [box, button] = [byId(name), byId(`${name}-switch`)];
    const show = () => {
      const open = state.get()[name];
      box.classList.toggle("closed", !open);
      button.setAttribute("aria-expanded", String(open));
    };
    button.addEventListener("click", () => state.set({ [name]: !state.get()[name] }));
    state.on(name, show);
    show();
  }
}

/** @returns {boolean} whether the panel is a sheet at the bottom */
export function isPhone() {
  return matchMedia("(max-width: 700px)").matches;
}

/**
 * How much of the map the panels cover, in pixels.
 * @returns {import("./view.js").Room}
 */
export function coveredRoom() {
  const [panel, legend] = ["panel", "legend"].map((id) => byId(id).getBoundingClientRect());
  const free = { left: EDGE_PX, right: EDGE_PX, top: EDGE_PX, bottom: EDGE_PX, sheet: 0 };
  if (!isPhone()) {
    const closed = byId("legend").classList.contains("closed");
    const right = closed ? EDGE_PX : innerWidth - legend.left + EDGE_PX;
    return { ...free, left: panel.right + EDGE_PX, right };
  }
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  const sheet = Math.max(0, main.getBoundingClientRect().bottom - panel.top);
  return { ...free, bottom: sheet + EDGE_PX, sheet };
}
