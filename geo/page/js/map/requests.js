// @ts-check
import { frameExtent } from "./framing.js";
import { projectedExtent } from "./window.js";

/**
 * What elements of the user ask of a map, as folium writes it: it holds when the window takes another size.
 * @param {any} map
 * @param {import("./mover.js").Mover} mover
 * @param {() => void} finish ends all motion
 */
export function hearRequests(map, mover, finish) {
  for (const name of ["setView", "flyTo"]) {
    map[name] = (...where) => {
      if (!mover.isReader()) mover.byElement(); // Leaflet sends the map there for a reader, too
      return L.Map.prototype[name].apply(map, where);
    };
  }
  map.fitBounds = (bounds, options = {}) => {
    const isBox = map.boxZoom.moved(); // a reader draws one with the Shift key
    if (isBox) mover.gesture();
    else mover.byPage();
    finish();
    const [start, end] = [options.paddingTopLeft, options.paddingBottomRight].map((own) =>
      L.point(own ?? options.padding ?? [0, 0]),
    );
    const padding = { left: start.x, top: start.y, right: end.x, bottom: end.y };
    const extent = projectedExtent(map.options.crs, L.latLngBounds(bounds));
    frameExtent(map, extent, padding, options);
    if (!isBox) mover.byElement(() => frameExtent(map, extent, padding, { ...options, animate: false }));
    return map;
  };
}
