// @ts-check
import { isPlainKey } from "../dom.js";
import { freeMiddle } from "./framing.js";

/** What the keyboard moves the map with. */
const KEYS = /^(Arrow(Left|Right|Up|Down)|[-+=_])$/;

/** @typedef {import("./mover.js").Mover} Mover */

/**
 * What a reader moves a map with: wheel, fingers, keys and buttons.
 * @param {any} map
 * @param {Mover} mover
 * @param {{motion: import("./motion.js").Motion, covered: () => import("../page.js").Padding}} around
 */
export function hearGestures(map, mover, { motion, covered }) {
  hearZooms(map, mover, covered);
  hearWheel(map, mover);
  hearFingers(map, mover, motion);
  hearKeys(map, mover);
}

/** @param {any} map @param {Mover} mover @param {() => import("../page.js").Padding} covered */
function hearZooms(map, mover, covered) {
  // The wheel and the double click end here.
  map.setZoomAround = (at, zoom, options) => {
    const steps = zoom - map.getZoom();
    mover.gesture();
    return L.Map.prototype.setZoomAround.call(map, at, map._limitZoom(map.getZoom() + steps), options);
  };
  // Keys and buttons end here, and what a reader looks at stays in sight.
  map.setZoom = (zoom, options) =>
    mover.isReader()
      ? L.Map.prototype.setZoomAround.call(map, freeMiddle(map, covered()), map._limitZoom(zoom), options)
      : L.Map.prototype.setZoom.call(map, zoom, options);
}

/** The wheel turns on while the map follows it: what it asks for meanwhile comes after that, at once.
 * @param {any} map @param {Mover} mover */
function hearWheel(map, mover) {
  const { scrollWheelZoom: wheel } = map;
  const { _performZoom: zoom } = wheel;
  const turn = () => {
    if (mover.isReader() && map._animatingZoom) mover.afterwards(turn);
    else zoom.call(wheel);
  };
  wheel._performZoom = turn;
}

/** @param {any} map @param {Mover} mover @param {import("./motion.js").Motion} motion */
function hearFingers(map, mover, { isZooming, arrive }) {
  map.dragging._draggable.on("predrag", mover.byReader);
  map.on("zoom", ({ pinch }) => {
    if (pinch) mover.byReader();
  });
  // Leaflet would ignore a drag that begins within a zoom; a glide it ends itself, where one finger catches the map.
  map.getContainer().addEventListener("pointerdown", ({ isPrimary }) => (isZooming() || !isPrimary) && arrive(), { capture: true });
}

/** @param {any} map @param {Mover} mover */
function hearKeys(map, mover) {
  map.on("keydown", ({ originalEvent }) => {
    if (!isPlainKey(originalEvent) || !KEYS.test(originalEvent.key)) return;
    // A key that is held down leads on as fast as the map goes.
    if (originalEvent.repeat) mover.byReader();
    else mover.gesture();
  });
}
