// @ts-check
import { byId, isOnPaper } from "../dom.js";

const EDGE_PX = 36;
/** What a view shows keeps so far from the buttons above it, and from the bar with those below. */
const BESIDE_PX = 14;
const FOOT_PX = 56;
const NO_SHEET = { left: 0, right: 0, bottom: 0 };
const { media } = /** @type {HTMLStyleElement} */ (byId("phone"));
/** A window in which the panel is a sheet at the bottom: the page tells which. */
const SHEET = matchMedia(media);
/** A window this wide has room for the legend beside the panel. */
const WIDE = matchMedia(`(width >= 1100px) and (not (${media}))`);

/** What lies over the map or beside it, the map itself first. */
const FRAMES = [
  "main", "#panel", "#search", "#legend", "#time", "#members", "#zoom", "#scale", "#foot .credit", "#pointer",
];

/**
 * Tell when the window takes another shape.
 * @param {{sheet: (matches: boolean) => void, wide: (matches: boolean) => void}} listeners
 */
export function onShape({ sheet, wide }) {
  SHEET.addEventListener("change", ({ matches }) => sheet(matches));
  WIDE.addEventListener("change", ({ matches }) => wide(matches));
}

/** @returns {boolean} whether the panel is a sheet at the bottom */
export function isSheet() {
  return SHEET.matches;
}

/** @returns {boolean} whether panel and legend both have room */
export function isWide() {
  return WIDE.matches;
}

/** What changes on the map alone, and moves nothing that lies over it. */
const WITHIN = ["date", "span", "hidden", "view", "hover", "fan"];
/** @type {import("./boxes.js").Box[] | null} */
let measured = null;

/**
 * What covers the map, and its own edge. To measure makes the browser lay out the whole page: it is
 * done once for all who ask, until something takes another size or the state moves it.
 * @returns {import("./boxes.js").Box[]} in pixels of the map
 */
export function frames() {
  if (measured) return measured;
  const boxes = frameNodes().map((node) => node.getBoundingClientRect());
  const [{ left: x, top: y }] = boxes;
  measured = boxes.map(({ left, top, right, bottom }) => [left - x, top - y, right - x, bottom - y]);
  return measured;
}

/** @type {(() => void)[]} */
const sizing = [];

/** Do something whenever what lies over the map has taken another size. @param {() => void} act */
export function onFrames(act) {
  sizing.push(act);
}

/**
 * Call it before anything else listens to either: what lies over the map moves with the state.
 * @param {import("../state/store.js").State} state
 * @param {any} map
 */
export function watchFrames(state, map) {
  const forget = () => {
    measured = null;
  };
  // What is asked while listeners hear of a change, is asked of panels that do not show it yet.
  const forgetTwice = () => {
    forget();
    queueMicrotask(forget);
  };
  const keys = /** @type {(keyof import("../state/store.js").Scene)[]} */ (Object.keys(state.get()));
  state.on(keys.filter((key) => !WITHIN.includes(key)), forgetTwice);
  map.on("resize", forget);
  const observer = new ResizeObserver((sized) => {
    forget();
    // Where the pointer is, is said in more letters or fewer at each step.
    if (sized.some(({ target }) => target.id !== "pointer")) sizing.forEach((act) => act());
  });
  frameNodes().forEach((node) => observer.observe(node));
}

function frameNodes() {
  return FRAMES.map((name) => /** @type {Element} */ (document.querySelector(name)));
}

/**
 * How much of the map the panels cover, in pixels; on paper, only its foot does.
 * @returns {import("../page.js").Padding}
 */
export function coveredRoom() {
  const [panel, legend, time, foot] = ["panel", "legend", "time", "foot"].map((id) => byId(id).getBoundingClientRect());
  const main = /** @type {HTMLElement} */ (document.querySelector("main")).getBoundingClientRect();
  const beneath = main.bottom - foot.top + BESIDE_PX;
  if (isOnPaper()) return { left: 0, right: 0, top: 0, bottom: beneath, sheet: NO_SHEET };
  if (document.documentElement.classList.contains("bare")) return { left: EDGE_PX, right: EDGE_PX, top: EDGE_PX, bottom: beneath, sheet: NO_SHEET };
  const low = Math.max(0, main.bottom - time.top);
  const closed = byId("legend").classList.contains("closed");
  const top = closed ? legend.bottom - main.top + BESIDE_PX : EDGE_PX;
  const free = { left: EDGE_PX, right: EDGE_PX, top, bottom: low + EDGE_PX, sheet: NO_SHEET };
  if (panel.width < main.width) {
    const isClosed = byId("panel").classList.contains("closed");
    const isMirrored = document.documentElement.dir === "rtl";
    const taken = (/** @type {boolean} */ isAway, /** @type {DOMRect} */ box, /** @type {boolean} */ isLeft) =>
      EDGE_PX + (isAway ? 0 : isLeft ? box.right : innerWidth - box.left);
    const sides = [taken(isClosed, panel, !isMirrored), taken(closed, legend, isMirrored)];
    const [left, right] = isMirrored ? sides.reverse() : sides;
    if (isSheet()) return { ...free, left, right, sheet: { ...NO_SHEET, [isMirrored ? "right" : "left"]: panel.width } };
    return { ...free, left, right, bottom: Math.max(low + FOOT_PX, beneath) };
  }
  return { ...free, sheet: { ...NO_SHEET, bottom: Math.max(0, main.bottom - panel.top) } };
}

/**
 * What the panels leave of the map.
 * @param {any} map
 * @param {any} crs
 * @returns {import("../page.js").Extent} in projected metres
 */
export function visibleBox(map, crs) {
  const { left, right, top, bottom, sheet } = coveredRoom();
  const { x, y } = map.getSize();
  const [start, end] = [[left - EDGE_PX, top - EDGE_PX], [x - right + EDGE_PX, y - Math.max(bottom, sheet.bottom) + EDGE_PX]]
    .map((at) => map.getPixelBounds().min.add(at).divideBy(crs.scale(map.getZoom())));
  return { xMin: start.x, xMax: end.x, yMin: -end.y, yMax: -start.y };
}
