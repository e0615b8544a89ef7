// @ts-check
import { notice } from "../notice.js";

/**
 * Good manners inside somebody else's page: the wheel and one finger scroll that page, Ctrl with
 * the wheel and two fingers move the map.
 * @param {import("../page.js").Page} page
 */
export function mindTheFrame({ view: { map }, texts }) {
  if (window.parent === window) return;
  const wheel = map.scrollWheelZoom;
  const zoom = wheel._onWheelScroll;
  wheel.disable();
  wheel._onWheelScroll = (/** @type {WheelEvent} */ event) => {
    if (event.ctrlKey || event.metaKey) return zoom.call(wheel, event);
    handOn(event);
    return notice(texts.say("frame.wheel"));
  };
  wheel.enable();
  if (L.Browser.mobile) map.dragging.disable();
}

/**
 * Have the page around the frame hear of the wheel: one that scrolls by script, as VS Code does
 * with notebooks, would stand still. A frame of another origin has no element that could be told.
 * @param {WheelEvent} event
 */
function handOn(event) {
  window.frameElement?.dispatchEvent(new WheelEvent("wheel", event));
}
