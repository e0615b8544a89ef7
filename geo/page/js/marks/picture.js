// @ts-check
import { isOnPaper } from "../dom.js";
import { attempt } from "../failure.js";

/** On paper a pixel is so many. */
const PRINTED_PX = 3;
/** A picture keeps the page so long at a time: no frame of a motion is late for it. */
const SLICE_MS = 4;

/**
 * The picture of the layers on the canvas of the sheet: painted in slices off screen where the map was but moved, and
 * seen when it is whole.
 * @param {import("./field.js").Field[]} fields the lowest first
 * @param {import("../map/renderers.js").Canvas} canvas
 * @param {import("../page.js").Page} page
 */
export function createPicture(fields, canvas, { state, view: { map } }) {
  const { node, turn } = canvas;
  const pen = /** @type {CanvasRenderingContext2D} */ (node.getContext("2d"));
  // Where a picture is painted until it is whole; in plain memory, or browsers would put all off until it is seen.
  const draft = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d", { willReadFrequently: true }));
  const forced = matchMedia("(forced-colors: active)");
  let [asked, slice, painted, zoom] = [0, 0, "", NaN];
  /** What is left of the picture, and what waits for it. @type {Generator<void, void> | null} */
  let rest = null;
  /** What the picture that was begun last is of, in world pixels. */
  let begun = L.bounds([]);
  /** @type {Set<() => void>} */
  const waiting = new Set();
  /** @param {import("./field.js").Painting} paper @param {CanvasRenderingContext2D} own with what it is painted */
  function* picture(paper, own) {
    const { left, top, sharp } = paper;
    const [width, height] = [paper.width, paper.height].map((px) => Math.round(px * sharp));
    clear(own, width, height);
    own.setTransform(sharp, 0, 0, sharp, -left * sharp, -top * sharp);
    Object.assign(own, { lineJoin: "round", textAlign: "center", textBaseline: "middle" });
    const shows = [];
    for (const field of fields) shows.push(yield* field.paint(own, paper));
    if (own === draft) {
      clear(pen, width, height);
      // What is drawn while a page is printed, Chromium draws once more, wrongly and with white beneath; pixels it prints as they are.
      if (isOnPaper()) pen.putImageData(draft.getImageData(0, 0, width, height), 0, 0);
      else pen.drawImage(draft.canvas, 0, 0);
    }
    turn(paper);
    shows.forEach((show) => show());
  }
  /** Get memory for the next picture, once this one is seen: that takes longer than a frame of a drag. */
  const prepare = () => requestAnimationFrame(() => setTimeout(() => attempt(() => rest || clear(draft, node.width, node.height))));
  /** Go on with the picture for some time. @param {number} ms */
  const goOn = (ms) => {
    const [ends, parts] = [performance.now() + ms, rest];
    rest = null;
    if (!parts) return;
    do {
      if (parts.next().done) {
        paint(); // where the map has gone meanwhile
        if (rest) return;
        prepare();
        slice = setTimeout(() => {
          waiting.forEach(attempt);
          waiting.clear();
        });
        return;
      }
      if (ms < Infinity) draft.getImageData(0, 0, 1, 1); // so that it is painted now, and its time counts
    } while (performance.now() < ends);
    rest = parts;
    slice = setTimeout(() => attempt(() => goOn(SLICE_MS)));
  };
  const coloursAt = (/** @type {number} */ sharp) => [document.documentElement.dataset.theme, state.get().evidence, forced.matches, sharp].join();
  const paint = () => {
    const isAsked = asked > 0;
    const box = canvas.paper();
    const sharp = isOnPaper() ? PRINTED_PX : devicePixelRatio;
    const colours = coloursAt(sharp);
    const now = [colours, ...Object.values(box)].join();
    if (now === painted && !isAsked) return; // Leaflet asks twice
    // To paint in parts takes longer in all: it is for a map that was but moved.
    const isWhole = isAsked || isOnPaper() || box.zoom !== zoom;
    // A map that glides on would leave every picture unfinished: one that is begun is shown first, as long as it is of use.
    if (!isWhole && rest && begun.contains(map.getPixelBounds().getCenter())) return;
    [asked, slice].forEach(clearTimeout);
    [asked, painted, zoom, rest] = [0, now, box.zoom, picture({ ...box, sharp, colours }, isWhole && !isOnPaper() ? pen : draft)];
    begun = L.bounds([box.left, box.top], [box.left + box.width, box.top + box.height]);
    if (isWhole) goOn(Infinity);
    else slice = setTimeout(() => attempt(() => goOn(SLICE_MS)));
  };
  const repaint = () => {
    // Once for all that changes together, and not within a frame: there browsers take several times as long.
    asked ||= setTimeout(() => attempt(paint));
  };
  canvas.onPaper(paint);
  // What goes to another zoom gets another picture there.
  map.on("zoomanim", () => {
    clearTimeout(slice);
    if (rest) [rest, painted] = [null, "none"];
  });
  forced.addEventListener("change", repaint);
  /** Do something when the picture is whole: at once, if it is. @param {() => void} act */
  const settled = (act) => void (rest || asked ? waiting.add(act) : act());
  return {
    repaint,
    settled,
    /** A copy of it as it is seen. @param {number} sharp in so many pixels to each */
    painted: async (sharp) => {
      await new Promise((done) => settled(() => done(null)));
      const own = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
      const all = picture({ ...canvas.paper(), sharp, colours: coloursAt(sharp) }, own);
      while (!all.next().done);
      return own.canvas;
    },
  };
}

/** @param {CanvasRenderingContext2D} pen @param {number} width @param {number} height */
function clear(pen, width, height) {
  const { canvas } = pen;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  pen.resetTransform();
  pen.clearRect(0, 0, width, height);
}
