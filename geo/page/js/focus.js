// @ts-check
import { byId, isDrawn, TELLING } from "./dom.js";

/** What one finds one's way in, by name. */
const REGIONS = "section, aside, article, [role=region], [role=search]";
/** What can take an element out of sight, or bring it back. */
const TELLS = ["hidden", "disabled", "class", "open", "data-off"];

/** @typedef {{node: HTMLElement | SVGElement, around: Element[]}} Focused what has the focus, and all that it lies in */

/**
 * Browsers drop the focus where what has it is removed, hidden or disabled, and who uses the keyboard would begin
 * anew at the top of the page: it goes to what has taken the place of that, else to the region around it, else to
 * the map. Whoever knows a better place sends the focus there at once, and nothing is left to do here.
 * @param {import("./page.js").Page} page
 */
export function keepFocus({ atlas }) {
  /** @type {Focused | null} */
  let held = null;
  let isAsked = false;
  const note = () => {
    const { activeElement: node, body } = document;
    held = node && node !== body ? holding(/** @type {HTMLElement} */ (node)) : null;
  };
  const look = () => {
    isAsked = false;
    const { activeElement: now, body } = document;
    if (!held || (now && now !== body && now !== held.node)) return;
    if (canHold(held.node)) return now === body ? note() : undefined; // somebody let go of it
    const { node, around } = held;
    const region = around.find((each) => each.matches(REGIONS) && canHold(each));
    const next = /** @type {HTMLElement} */ (twin(node, around) ?? region ?? byId(atlas.map));
    if (next.tabIndex < 0 && !next.hasAttribute("tabindex")) next.setAttribute("tabindex", "-1");
    next.focus({ preventScroll: true });
    note();
  };
  document.addEventListener("focusin", note);
  document.addEventListener("mouseup", note, true); // a press on nothing lets go
  new MutationObserver(() => {
    if (!held) return;
    if (!held.node.isConnected) return look();
    if (!isAsked) requestAnimationFrame(look);
    isAsked = true;
  }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: TELLS });
  note();
}

/** @param {HTMLElement | SVGElement} node @returns {Focused} */
function holding(node) {
  const around = [];
  for (let each = node.parentElement; each && each !== document.body; each = each.parentElement) around.push(each);
  return { node, around };
}

/** @param {Element} node */
function canHold(node) {
  return node.isConnected && !node.matches(":disabled") && isDrawn(node);
}

/**
 * What stands in the place of an element that is gone: its like with the same key.
 * @param {Element} node @param {Element[]} around
 */
function twin(node, around) {
  const keys = ["id", ...TELLING].flatMap((name) => (node.getAttribute(name) ? `[${name}="${CSS.escape(node.getAttribute(name) ?? "")}"]` : []));
  const place = around.find((each) => each.isConnected);
  return keys.length ? [...(place?.querySelectorAll(node.nodeName + keys.join("")) ?? [])].find(canHold) : undefined;
}
