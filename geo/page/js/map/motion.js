// @ts-check
/** @typedef {ReturnType<typeof createMotion>} Motion */

/**
 * What ends all motion of a map at once. Leaflet itself never breaks off a zoom: it ignores where
 * it is sent meanwhile, and begins in the next frame what it was asked for in this one.
 * @param {any} map
 * @param {MediaQueryList} calm whether there shall be no motion
 */
export function createMotion(map, calm) {
  const { _tryAnimatedZoom: ask, _animateZoom: begin } = L.Map.prototype;
  /** @type {{centre: object, zoom: number} | null} a zoom that is to begin */
  let awaited = null;
  const overtaken = new WeakSet();
  map._tryAnimatedZoom = (centre, zoom, how) => {
    const animates = !calm.matches && ask.call(map, centre, zoom, how);
    if (animates) awaited = { centre, zoom };
    return animates;
  };
  map._animateZoom = (centre, ...how) => {
    awaited = null;
    if (!overtaken.has(centre)) begin.call(map, centre, ...how);
  };
  const finish = () => {
    if (awaited) overtaken.add(awaited.centre);
    awaited = null;
    map._stop();
    map._onZoomTransitionEnd();
  };
  return {
    isZooming: () => Boolean(awaited || map._animatingZoom),
    /** For where the page sends the map: it goes on from wherever it is. */
    finish,
    /** For what a reader asks on top of that: the map is where it was going. */
    arrive: () => {
      const [pan, next] = [map._panAnim, awaited];
      if (pan?._inProgress) {
        pan._duration = 0;
        pan._step();
      }
      finish();
      if (next) L.Map.prototype.setView.call(map, next.centre, next.zoom, { animate: false });
    },
  };
}
