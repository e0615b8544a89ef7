// @ts-check
import { isDrawn, isPlainKey, svg } from "../dom.js";
import { revealMark } from "../map/lead.js";

/**
 * The marks of one layer: one stop for the Tab key, arrow keys move inside. What is added first
 * lies on top and is reached first.
 * @typedef {object} Marks
 * @property {import("../data/read.js").Layer} layer
 * @property {SVGElement} node
 * @property {(feature: import("../data/read.js").Feature, shapes: SVGElement[],
 *   attributes?: Record<string, string>) => SVGElement} add
 */

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
        class: `mark ${attributes.class ?? ""}`.trim(),
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
  };
}

/**
 * Pointer and keys on all marks of a sheet, turned into changes of the state.
 * @param {import("../page.js").Page} page
 */
export function listenToMarks(page) {
  const { sheet, view, state } = page;
  /** @param {Event} event */
  const markOf = (event) => /** @type {Element} */ (event.target).closest?.(".mark");
  /** @param {Element | null | undefined} mark */
  const idOf = (mark) => mark?.getAttribute("data-id") ?? null;

  // Not pointerover: that also comes when the map moves under a pointer at rest.
  const { root } = sheet;
  const { map } = view;
  root.addEventListener("pointermove", (event) => {
    const dragged = map.dragging.moving();
    if (event.pointerType !== "touch" && !dragged) state.set({ hover: idOf(markOf(event)) });
  });
  root.addEventListener("pointerleave", () => state.set({ hover: null }));
  root.addEventListener("click", (event) => {
    if (map.dragging.moved()) return;
    const mark = markOf(event);
    const fan = idOf(mark);
    state.set(mark?.hasAttribute("data-piled") ? { fan } : { fan, feature: fan });
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
  const target = {
    ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1,
    Home: 0, End: marks.length - 1,
  }[key];
  if (target === undefined) return false;
  const next = marks[(target + marks.length) % marks.length];
  mark.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus({ preventScroll: true });
  return true;
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
  all.forEach((mark) => mark.setAttribute("tabindex", mark === on[0] ? "0" : "-1"));
}

/**
 * @param {Element | null} node
 * @returns {SVGElement[]}
 */
function inOrder(node) {
  return /** @type {SVGElement[]} */ ([...(node?.children ?? [])].reverse());
}
