// @ts-check
/** @typedef {ReturnType<typeof createMover>} Mover */
/** @typedef {import("../page.js").Place} Place */

/**
 * Who moves a map: its reader, the page, or elements of the user. Only what the reader does is told
 * to `moved`: what the page does, and what follows from the size of the window, is not.
 * @param {any} map
 * @param {{arrive: () => void, moved: (place: Place) => void}} told
 */
export function createMover(map, { arrive, moved }) {
  let isReader = false;
  /** @type {Place | null} where the reader went last, until the page moves the map */
  let own = null;
  /** @type {(() => void) | null} what an element of the user asked for, until others move the map */
  let asked = null;
  let awaited = () => {};
  map.on("moveend", () => {
    if (!isReader) return;
    isReader = false;
    const { lng, lat } = map.getCenter();
    own = { lon: lng, lat, zoom: map.getZoom() };
    moved(own);
  });
  const byReader = () => {
    asked = null;
    isReader = true;
  };
  const byPage = () => {
    isReader = false;
    own = asked = null;
    map.off("moveend", awaited);
  };
  return {
    byReader,
    byPage,
    /** By the reader, from where the map was going. */
    gesture() {
      arrive();
      byReader();
    },
    isReader: () => isReader,
    /** Do something once the reader's move is over, unless the page takes over. @param {() => void} act */
    afterwards(act) {
      map.off("moveend", awaited).once("moveend", act);
      awaited = act;
    },
    /** Whether the map is where the reader went last. @param {Place} place */
    isOwn: (place) => place === own,
    /** By an element of the user. @param {() => void} [again] shows once more what depends on the size of the map */
    byElement(again = asked ?? (() => {})) {
      asked = again;
    },
    /** Change the map itself: what was asked for still holds. @param {() => void} act */
    change(act) {
      const before = asked;
      byPage();
      act();
      asked = before;
    },
    /** Show again what an element of the user asked for last; false if the page or the reader went on since. */
    keep() {
      asked?.();
      return Boolean(asked);
    },
  };
}
