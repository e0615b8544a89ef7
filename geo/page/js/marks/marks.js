// @ts-check
import { isDrawn, isPlainKey, setAttribute, svg } from "../dom.js";
import { revealMark } from "../map/lead.js";

/**
 * The marks of one layer: one stop for the Tab key. Inside, arrow keys lead to the nearest on that
 * side, Page Up and Page Down through all. What is added first lies on top and is reached first.
 * @typedef {object} Marks
 * @property {import("../data/read.js").Layer} layer
 * @property {SVGElement} node
 * @property {(feature: import("../data/read.js").Feature, shapes: SVGElement[],
 *   attributes?: Record<string, string>) => SVGElement} add
 * @property {(mark: SVGElement) => void} remove
 */

/** Where the arrow keys lead, in pixels to the right and down. */
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
/** What lies aside of the way is as far as if it lay so many times further along it. */
const ASIDE = 2;
/** What lies more aside than along comes after all else. */
const LAST_PX = 1e5;

/**
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 * @returns {Marks}
 */
export function createMarks(layer, { texts, state }) {
  const node = svg("g", { class: "marks", role: "group" });
  /** @type {{feature: import("../data/read.js").Feature, mark: SVGElement}[]} */
  const added = [];
  const call = () => {
    node.setAttribute("aria-label", texts.title(layer));
    added.forEach(({ feature, mark }) => mark.setAttribute("aria-label", texts.label(feature)));
  };
  state.on("lang", call);
  call();
  return {
    layer,
    node,
    add(feature, shapes, attributes = {}) {
      const mark = svg("g", {
        ...attributes,
        class: ["mark", attributes.class, state.get().feature === feature.id && "selected"].filter(Boolean).join(" "),
        role: "button",
        tabindex: node.childElementCount === 0 ? 0 : -1,
        "aria-label": texts.label(feature),
        "data-layer": layer.id,
        "data-id": feature.id,
      });
      mark.append(...shapes);
      node.prepend(mark);
      added.push({ feature, mark });
      return mark;
    },
    remove(mark) {
      mark.remove();
      added.splice(added.findIndex((each) => each.mark === mark), 1);
    },
  };
}

/**
 * Pointer and keys on all marks of a sheet, turned into changes of the state.
 * @param {import("../page.js").Page} page
 */
export function listenToMarks(page) {
  const { sheet, view, state, drawn } = page;
  /** @param {Event} event */
  const markOf = (event) => /** @type {Element} */ (event.target).closest?.(".mark");
  /** @param {Element | null | undefined} mark */
  const idOf = (mark) => mark?.getAttribute("data-id") ?? null;

  /** What an event touches: a mark, or what lies between those that are above and beneath the field. The number of a
   * circle is seen above lines. @param {MouseEvent} event
   * @returns {import("./field.js").Touched} */
  const touched = (event) => {
    const mark = markOf(event);
    const found = drawn.field(event);
    const isBeneath = !mark || mark.matches(`.world *, [data-raised]${found?.open ? ", :has(> path.hit)" : ""}`);
    return (isBeneath && found) || { id: idOf(mark), isPile: mark?.hasAttribute("data-piled") };
  };

  // The SVG itself must not hear of the focus: browsers would make a stop of it.
  const { root } = sheet;
  // Not pointerover: that also comes when the map moves under a pointer at rest.
  const { map } = view;
  root.addEventListener("pointermove", (event) => {
    const dragged = map.dragging.moving();
    if (event.pointerType !== "touch" && !dragged) state.set({ hover: touched(event).id });
  });
  root.addEventListener("pointerleave", () => state.set({ hover: null }));
  root.addEventListener("click", (event) => {
    if (map.dragging.moved()) return;
    const { id: fan, isPile, open } = touched(event);
    if (open) return open();
    if (!fan && /** @type {Element} */ (event.target).matches(".atlas-sheet")) return; // beside all that is drawn
    state.set(isPile ? { fan } : { fan, feature: fan });
  });
  root.addEventListener("focusin", (event) => {
    const mark = markOf(event);
    if (!mark?.matches(":focus-visible")) return;
    state.set({ hover: idOf(mark), fan: idOf(mark) });
    revealMark(page, idOf(mark) ?? ""); // the keyboard goes out of sight too
  });
  root.addEventListener("focusout", () => state.set({ hover: null }));
  root.addEventListener("keydown", (event) => {
    const mark = markOf(event);
    if (!mark || !isPlainKey(event)) return;
    if (event.key === "Enter" || event.key === " ") state.set({ feature: idOf(mark) });
    else if (!rove(/** @type {SVGElement} */ (mark), event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/**
 * @param {SVGElement} mark
 * @param {string} key
 * @returns {boolean} whether the key moved the focus
 */
function rove(mark, key) {
  const marks = inOrder(mark.parentElement).filter(isDrawn);
  const at = marks.indexOf(mark);
  const target = { PageDown: at + 1, PageUp: at - 1, Home: 0, End: marks.length - 1 }[key];
  if (target === undefined && !(key in ARROWS)) return false;
  const next = target === undefined ? nextTo(mark, marks, ARROWS[key]) : marks[(target + marks.length) % marks.length];
  mark.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus({ preventScroll: true });
  return true;
}

/**
 * The nearest mark on one side of another, or that itself.
 * @param {SVGElement} mark
 * @param {SVGElement[]} marks
 * @param {number[]} way
 */
function nextTo(mark, marks, [h, v]) {
  const middle = (/** @type {SVGElement} */ node) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return [(left + right) / 2, (top + bottom) / 2];
  };
  const [x, y] = middle(mark);
  let [best, least] = [mark, Infinity];
  for (const other of marks) {
    const [east, south] = middle(other).map((value, i) => value - [x, y][i]);
    const along = east * h + south * v;
    const aside = Math.abs(east * v) + Math.abs(south * h);
    const far = along + aside * ASIDE + (aside > along ? LAST_PX : 0);
    if (along > 0 && far < least) [best, least] = [other, far];
  }
  return best;
}

/**
 * Show some marks of a layer and hide the others; the layer keeps a stop for the Tab key.
 * @param {Marks} marks
 * @param {(mark: Element) => boolean} shown
 */
export function showMarks({ node }, shown) {
  const all = inOrder(node);
  all.forEach((mark) => mark.toggleAttribute("data-off", !shown(mark)));
  const on = all.filter((mark) => !mark.hasAttribute("data-off"));
  if (on.some((mark) => mark.getAttribute("tabindex") === "0")) return;
  all.forEach((mark) => setAttribute(mark, "tabindex", mark === on[0] ? 0 : -1));
}

/**
 * @param {Element | null} node
 * @returns {SVGElement[]}
 */
function inOrder(node) {
  return /** @type {SVGElement[]} */ ([...(node?.children ?? [])].reverse());
}
