// @ts-check
import { isOnPaper } from "../dom.js";
import { attempt } from "../failure.js";
import { lacksPaper } from "./renderers.js";

/**
 * What runs whenever a map has come to rest; where it was but moved, once it is seen there: the frame in
 * which it is let go has enough to do.
 * @param {any} map
 * @param {any[]} renderers get paper for the next move then
 */
export function watchRest(map, renderers) {
  /** @type {((isPanned: boolean) => void)[]} */
  const acts = [];
  let [frame, timer, lastZoom] = [0, 0, NaN];
  /** @param {() => void} act once what is there now is seen */
  const later = (act) => {
    frame = requestAnimationFrame(() => {
      timer = setTimeout(act);
    });
  };
  /** @param {typeof acts} acts each in a task of its own, between which a reader may go on @param {() => void} then */
  const inTurn = ([first, ...others], then) => {
    if (!first) return then();
    attempt(() => first(true));
    timer = setTimeout(() => inTurn(others, then));
  };
  map.on("movestart moveend", () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  });
  map.on("moveend", () => {
    const isPanned = map.getZoom() === lastZoom;
    lastZoom = map.getZoom();
    if (!isPanned || isOnPaper()) return acts.forEach((act) => attempt(() => act(false)));
    later(() => inTurn(acts, () => {
      later(() => renderers.filter((each) => lacksPaper(each, each.options.padding / 2)).forEach((each) => each.turn()));
    }));
  });
  return acts;
}
