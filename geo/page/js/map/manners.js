// @ts-check
import { notice } from "../notice.js";

/**
 * Good manners inside somebody else's page: the wheel and one finger scroll that page, Ctrl with
 * the wheel and two fingers move the map.
 * @param {import("../page.js").Page} page
 */
export function mindTheFrame({ view: { map }, texts }) {
  if (window.parent === window) return;
  document.documentElement.classList.add("framed");
  const wheel = map.scrollWheelZoom;
  const zoom = wheel._onWheelScroll;
  wheel.disable();
  wheel._onWheelScroll = (/** @type {WheelEvent} */ event) =>
    isZoom(event) ? zoom.call(wheel, event) : notice(texts.say("frame.wheel"));
  wheel.enable();
  addEventListener("wheel", handOn, { capture: true, passive: true });
  if (!L.Browser.mobile) return;
  map.dragging.disable();
  const tell = (/** @type {TouchEvent} */ { touches }) => touches.length === 1 && notice(texts.say("frame.finger"));
  map.getContainer().addEventListener("touchmove", tell, { passive: true });
}

/** @param {WheelEvent} event */
function isZoom(event) {
  return event.ctrlKey || event.metaKey;
}

/**
 * Have the page around the frame hear of the wheel: one that scrolls by script, as VS Code does
 * with notebooks, would stand still. A frame of another origin has no element that could be told.
 * @param {WheelEvent} event
 */
function handOn(event) {
  if (!isZoom(event) && !isTaken(event)) window.frameElement?.dispatchEvent(new WheelEvent("wheel", event));
}

/** Whether something under the pointer scrolls itself, and has not come to its end. @param {WheelEvent} event */
function isTaken({ target, deltaY }) {
  for (let node = /** @type {Element | null} */ (target); node; node = node.parentElement) {
    const { scrollTop, scrollHeight, clientHeight } = node;
    const left = deltaY < 0 ? scrollTop : scrollHeight - clientHeight - scrollTop;
    if (left >= 1 && ["auto", "scroll"].includes(getComputedStyle(node).overflowY)) return true;
  }
  return false;
}
