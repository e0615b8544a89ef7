// @ts-check
import { byId } from "../dom.js";

const HINT_MS = 1800;

/**
 * Good manners inside somebody else's page: the wheel and one finger scroll that page, Ctrl with
 * the wheel and two fingers move the map.
 * @param {import("../page.js").Page} page
 */
export function mindTheFrame({ view: { map }, texts }) {
  if (window.parent === window) return;
  const hint = byId("hint");
  let timer = 0;
  const wheel = map.scrollWheelZoom;
  const zoom = wheel._onWheelScroll;
  wheel.disable();
  wheel._onWheelScroll = (/** @type {WheelEvent} */ event) => {
    if (event.ctrlKey || event.metaKey) return zoom.call(wheel, event);
    hint.textContent = texts.say("frame.wheel");
    hint.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => (hint.hidden = true), HINT_MS);
    return undefined;
  };
  wheel.enable();
  if (L.Browser.mobile) map.dragging.disable();
}
