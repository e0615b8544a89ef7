// @ts-check
import { isOnPaper } from "../dom.js";
import { attempt } from "../failure.js";
import { createWork } from "../slices.js";

/** On paper a pixel is so many. */
const PRINTED_PX = 3;

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
  const work = createWork(() => draft.getImageData(0, 0, 1, 1));
  let [asked, told, painted, zoom] = [0, 0, "", NaN];
  /** What the picture that was begun last is of, in world pixels. */
  let begun = L.bounds([]);
  /** What waits for the picture. @type {Set<() => void>} */
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
  const prepare = () => requestAnimationFrame(() => setTimeout(() => attempt(() => work.isGoing() || clear(draft, node.width, node.height))));
  /** Paint a picture, and go on where the map has gone meanwhile. @param {Parameters<typeof picture>} given */
  function* follow(...given) {
    yield* picture(...given);
    paint();
    if (work.isGoing()) return;
    prepare();
    told = setTimeout(() => {
      waiting.forEach(attempt);
      waiting.clear();
    });
  }
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
    if (!isWhole && work.isGoing() && begun.contains(map.getPixelBounds().getCenter())) return;
    [asked, told].forEach(clearTimeout);
    [asked, painted, zoom] = [0, now, box.zoom];
    begun = L.bounds([box.left, box.top], [box.left + box.width, box.top + box.height]);
    work.begin(follow({ ...box, sharp, colours }, isWhole && !isOnPaper() ? pen : draft), isWhole);
  };
  const repaint = () => {
    // Once for all that changes together, and not within a frame: there browsers take several times as long.
    asked ||= setTimeout(() => attempt(paint));
  };
  canvas.onPaper(paint);
  // What goes to another zoom gets another picture there.
  map.on("zoomanim", () => {
    clearTimeout(told);
    if (!work.isGoing()) return;
    work.stop();
    painted = "none";
  });
  forced.addEventListener("change", repaint);
  /** Do something when the picture is whole: at once, if it is. @param {() => void} act */
  const settled = (act) => void (work.isGoing() || asked ? waiting.add(act) : act());
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
