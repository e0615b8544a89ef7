// @ts-check
import { byId, pushButton } from "../dom.js";

/**
 * The two zoom buttons.
 * @param {import("../page.js").Page} page
 */
export function addZoomButtons({ view }) {
  for (const [sign, key, step] of [["+", "zoom.in", 1], ["−", "zoom.out", -1]]) {
    const button = pushButton({ "data-name": key }, [String(sign)], () => view.zoomBy(Number(step)));
    byId("zoom").append(button);
  }
}
