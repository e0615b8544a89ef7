// @ts-check
import { svg } from "../dom.js";
import { attempt } from "../failure.js";
import { FILTERED } from "../data/filter.js";
import { planeOf, touches } from "../data/plane.js";
import { parts } from "../data/read.js";
import { pathOf } from "../map/sheet.js";
import { alike, drawStroke, lookOf } from "./looks.js";
import { areaShape } from "./areas.js";
import { plainLine } from "./lines.js";
import { createMarks } from "./marks.js";
import { pointSign } from "./signs.js";

/** In a square so wide, so many signs are counted instead of drawn. */
const [CELL_PX, CROWD] = [56, 7];
/** The half of what a sign may take, and how near to its middle, or to a line, a pointer touches it. */
const [STAMP_PX, POINT_PX, LINE_PX] = [14, 9, 6];
/** The circle that counts, by how long its number is; its edge tells the hues of what it counts. */
const [CIRCLE_PX, LETTER_PX, EDGE_WIDE_PX] = [8, 2.6, 3];
/** A crowd that is pressed is shown from so much closer. */
const CLOSER = 2;
/** Corners nearer than this to the last one are passed over. */
const FINE_PX = 1;
/** On paper a pixel is so many. */
const PRINT_SHARP = 3;

/**
 * What an event touches: a feature, or a crowd that can be opened.
 * @typedef {{id: string | null, isPile?: boolean, open?: () => void}} Touched
 */
/**
 * Where is painted, in world pixels, and in what.
 * @typedef {{left: number, top: number, width: number, height: number, sharp: number, colours: string}} Paper
 */
/**
 * One layer on the canvas.
 * @typedef {object} Field
 * @property {(pen: CanvasRenderingContext2D, paper: Paper) => void} paint
 * @property {(x: number, y: number) => Touched | null} touch world pixels
 */

/**
 * The layers that have too many features for marks: drawn on a canvas, points that lie too near together
 * counted. What is pointed at, chosen or sought becomes a mark like any other.
 * @param {import("../page.js").Page} page
 */
export function drawField(page) {
  const { atlas, sheet, state, view: { map }, drawn } = page;
  const { canvas } = sheet;
  if (!canvas) return;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const layers = ["areas", "lines", "points"].flatMap((shape) => atlas.layers.filter((layer) => layer.cells && layer.shape === shape));
  const fields = layers.map((layer) => (layer.shape === "points" ? pointField : shapeField)(layer, page));
  const forced = matchMedia("(forced-colors: active)");
  let asked = 0;
  const paint = () => {
    cancelAnimationFrame(asked);
    asked = 0;
    const [paper, root] = [sheet.paper(), document.documentElement];
    const sharp = root.classList.contains("paper") ? PRINT_SHARP : devicePixelRatio;
    const colours = [root.dataset.theme, root.dataset.evidence, forced.matches, sharp].join();
    Object.assign(canvas, { width: Math.round(paper.width * sharp), height: Math.round(paper.height * sharp) });
    pen.setTransform(sharp, 0, 0, sharp, -paper.left * sharp, -paper.top * sharp);
    Object.assign(pen, { lineJoin: "round", lineCap: "round", textAlign: "center", textBaseline: "middle" });
    fields.forEach((field) => field.paint(pen, { ...paper, sharp, colours }));
  };
  const repaint = () => {
    asked ||= requestAnimationFrame(() => attempt(paint));
  };
  sheet.onPaper(paint);
  state.on([...FILTERED, "theme", "lang", "evidence"], repaint);
  forced.addEventListener("change", repaint);

  /** @type {string | null} */
  let last = null;
  const raises = layers.map((layer) => raiser(layer, page));
  const raise = () => raises.forEach((each) => each(last));
  drawn.field = (event) => {
    const { x, y } = map.mouseEventToContainerPoint(event).add(map.getPixelBounds().min);
    const found = fields.toReversed().map(({ touch }) => touch(x, y)).find(Boolean) ?? null;
    last = found?.id ?? null;
    canvas.parentElement?.classList.toggle("crowd", Boolean(found?.open));
    return found;
  };
  sheet.onZoom(raise);
  state.on([...FILTERED, "hover", "feature", "sought"], raise);
}

/**
 * What makes marks of the few features of a layer that are looked at.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 * @returns {(touched: string | null) => void}
 */
function raiser(layer, page) {
  const { atlas, sheet, state, filter } = page;
  const marks = createMarks(layer, page);
  sheet.lay("places", marks.node);
  /** @type {Map<string, SVGElement>} */
  let raised = new Map();
  let scale = NaN;
  return (touched) => {
    const { hover, feature: chosen, sought } = state.get();
    const before = scale === sheet.pixelsPerStep() ? raised : new Map();
    scale = sheet.pixelsPerStep();
    const wanted = [...new Set([hover, chosen, sought])].flatMap((id) => (atlas.byId.get(id ?? "") ?? []).filter((feature) => {
      return feature.layer === layer && (id === chosen || filter.shown(feature));
    }));
    const now = new Map(wanted.map((feature) => {
      const mark = before.get(feature.id) ?? marks.add(feature, shapesOf(feature, page), { "data-raised": "" });
      mark.toggleAttribute("data-touched", feature.id === hover && hover === touched);
      mark.classList.toggle("selected", feature.id === chosen);
      return [feature.id, mark];
    }));
    for (const [id, mark] of raised) if (now.get(id) !== mark) marks.remove(mark);
    raised = now;
  };
}

/**
 * The shapes of a mark, in world pixels.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 */
function shapesOf(feature, { atlas, sheet }) {
  const scale = sheet.pixelsPerStep();
  const spots = parts(feature).map((part) => sheet.gridAll(part).map((steps) => Math.round(steps * scale)));
  if (feature.layer.shape !== "points") {
    const d = pathOf(spots, feature.layer.shape === "areas");
    return [...(feature.layer.shape === "lines" ? [svg("path", { d, class: "hit" })] : []), specimen(feature, d, atlas)];
  }
  return spots.map(([x, y]) => svg("g", { transform: `translate(${x} ${y})` }, [svg("circle", { class: "hit", r: 9 }), specimen(feature, "", atlas)]));
}

/** @param {import("../data/read.js").Feature} feature @param {string} d @param {import("../data/read.js").Atlas} atlas */
function specimen(feature, d, atlas) {
  const { layer, is } = feature;
  if (layer.shape === "areas") return areaShape(feature, d, atlas);
  return layer.shape === "lines" ? plainLine(layer, is, d, atlas) : pointSign(layer, is, atlas);
}

/**
 * What the rows of a layer look like, read from the style sheet once for all that are alike.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 */
function looksIn(layer, { atlas, sheet }) {
  const { kinds, token, hue, states = {} } = layer.mark ?? {};
  const columns = { points: [kinds, token, hue, ...Object.values(states).flatMap((condition) => Object.keys(condition))], lines: [layer.legend[0]], areas: ["iso_a2", "tint"] }[layer.shape];
  const { of, rows } = alike(layer, columns.filter((column) => column && layer.cells?.[column]));
  const host = svg("g", { class: "mark", "aria-hidden": "true", "data-off": "" });
  sheet.lay("places", host);
  let [known, looks] = ["", /** @type {import("./looks.js").Look[]} */ ([])];
  return {
    of,
    /** @param {string} colours what they depend on */
    all(colours) {
      if (colours !== known) {
        host.replaceChildren(...rows.map((row) => svg("g", {}, [specimen(layer.features[row], "", atlas)])));
        looks = [...host.children].map((each) => lookOf(/** @type {SVGElement} */ (each.firstChild)));
        host.replaceChildren();
      }
      known = colours;
      return looks;
    },
  };
}

/**
 * Lines or areas.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 * @returns {Field}
 */
function shapeField(layer, page) {
  const { filter, projection, crs, view: { map } } = page;
  const plane = planeOf(layer.features, projection);
  const { corners, starts, firsts, boxes } = plane;
  const [looks, isArea] = [looksIn(layer, page), layer.shape === "areas"];
  const scaleNow = () => crs.scale(map.getZoom());

  /** @param {number} row @param {number[]} box metres */
  const meets = (row, [left, top, right, bottom]) =>
    boxes[4 * row] <= right && boxes[4 * row + 2] >= left && boxes[4 * row + 1] <= bottom && boxes[4 * row + 3] >= top;

  /** @param {Path2D} path @param {number} row @param {number} scale */
  const trace = (path, row, scale) => {
    for (let part = firsts[row]; part < firsts[row + 1]; part += 1) {
      const last = 2 * (starts[part + 1] - 1);
      let [x, y] = [corners[2 * starts[part]] * scale, corners[2 * starts[part] + 1] * scale];
      path.moveTo(x, y);
      for (let i = 2 * starts[part] + 2; i <= last; i += 2) {
        const [u, v] = [corners[i] * scale, corners[i + 1] * scale];
        if (i < last && Math.abs(u - x) + Math.abs(v - y) < FINE_PX) continue;
        path.lineTo(u, v);
        [x, y] = [u, v];
      }
      if (isArea) path.closePath();
    }
  };
  return {
    paint(pen, { left, top, width, height, colours }) {
      const [scale, off, all] = [scaleNow(), filter.offIn(layer), looks.all(colours)];
      const box = [left, top, left + width, top + height].map((px) => px / scale);
      const paths = all.map(() => new Path2D());
      looks.of.forEach((look, row) => !off[row] && meets(row, box) && trace(paths[look], row, scale));
      paths.forEach((path, i) => all[i].strokes.forEach((stroke) => drawStroke(pen, stroke, path)));
    },
    touch(x, y) {
      const [scale, off] = [scaleNow(), filter.offIn(layer)];
      const [reach, at] = [LINE_PX / scale, [x / scale, y / scale]];
      const box = [at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach];
      const row = layer.features.findLastIndex((_, i) => !off[i] && meets(i, box) && touches(plane, i, at, reach, isArea));
      return row < 0 ? null : { id: layer.features[row].id };
    },
  };
}

/**
 * Points: signs where they have room, circles that count where they have none.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 * @returns {Field}
 */
function pointField(layer, page) {
  const { filter, projection, crs, texts, view: { map } } = page;
  const { corners, firsts } = planeOf(layer.features, projection);
  const count = corners.length / 2;
  const rowOf = new Uint32Array(count);
  layer.features.forEach((_, row) => rowOf.fill(row, firsts[row], firsts[row + 1]));
  const looks = looksIn(layer, page);
  const cellOf = new Int32Array(count);
  /** @type {number[]} */
  let signs = [];
  /** @type {{x: number, y: number, reach: number}[]} */
  let crowds = [];
  let drawn = { colours: "", node: document.createElement("canvas"), hues: [""], hueOf: [0], paper: "", ink: "", font: "" };

  /** All looks drawn once, side by side. @param {Paper} paper */
  const stamps = ({ colours, sharp }) => {
    if (drawn.colours === colours) return drawn;
    const [all, node, root] = [looks.all(colours), document.createElement("canvas"), getComputedStyle(document.documentElement)];
    Object.assign(node, { width: all.length * sizeOf(sharp), height: sizeOf(sharp) });
    const pen = /** @type {CanvasRenderingContext2D} */ (node.getContext("2d"));
    all.forEach(({ strokes }, i) => {
      pen.setTransform(sharp, 0, 0, sharp, (i + 0.5) * sizeOf(sharp), sizeOf(sharp) / 2);
      strokes.forEach((stroke) => drawStroke(pen, stroke, new Path2D(stroke.d)));
    });
    const hues = [...new Set(all.map(({ hue }) => hue))];
    const [paper, ink, sans] = ["--paper", "--ink", "--sans"].map((name) => root.getPropertyValue(name));
    drawn = { colours, node, hues, hueOf: all.map(({ hue }) => hues.indexOf(hue)), paper, ink, font: `600 11px ${sans}` };
    return drawn;
  };

  /** A circle with a number, its edge in the hues of what it counts, as much of each as there is.
   * @param {CanvasRenderingContext2D} pen @param {{x: number, y: number, reach: number, n: number}} crowd @param {Uint32Array} shares */
  const drawCrowd = (pen, { x, y, reach, n }, shares) => {
    const { hues, paper, ink } = drawn;
    pen.fillStyle = paper;
    pen.beginPath();
    pen.arc(x, y, reach, 0, 2 * Math.PI);
    pen.fill();
    let turn = -Math.PI / 2;
    shares.forEach((share, i) => {
      if (!share) return;
      pen.strokeStyle = hues[i];
      pen.beginPath();
      pen.arc(x, y, reach - EDGE_WIDE_PX / 2, turn, turn += (2 * Math.PI * share) / n);
      pen.stroke();
    });
    pen.fillStyle = ink;
    pen.fillText(texts.number(n), x, y + 0.5);
  };
  return {
    paint(pen, paper) {
      const { left, top, width, height, sharp } = paper;
      const [scale, off, { node, hues, hueOf, font }] = [crs.scale(map.getZoom()), filter.offIn(layer), stamps(paper)];
      const [west, north] = [left, top].map((px) => Math.floor(px / CELL_PX));
      const [wide, high] = [Math.floor((left + width) / CELL_PX) - west + 1, Math.floor((top + height) / CELL_PX) - north + 1];
      const [counts, shares] = [new Uint32Array(wide * high), new Uint32Array(wide * high * hues.length)];
      const sums = new Float64Array(wide * high * 2);
      for (let i = 0; i < count; i += 1) {
        cellOf[i] = -1;
        const row = rowOf[i];
        if (off[row]) continue;
        const [x, y] = [corners[2 * i] * scale, corners[2 * i + 1] * scale];
        const [u, v] = [Math.floor(x / CELL_PX) - west, Math.floor(y / CELL_PX) - north];
        if (u < 0 || v < 0 || u >= wide || v >= high) continue;
        const cell = v * wide + u;
        cellOf[i] = cell;
        counts[cell] += 1;
        shares[cell * hues.length + hueOf[looks.of[row]]] += 1;
        sums[2 * cell] += x;
        sums[2 * cell + 1] += y;
      }
      signs = [];
      const size = sizeOf(sharp);
      pen.save();
      pen.setTransform(1, 0, 0, 1, 0, 0);
      for (let i = 0; i < count; i += 1) {
        if (cellOf[i] < 0 || counts[cellOf[i]] >= CROWD) continue;
        signs.push(i);
        const [x, y] = [(corners[2 * i] * scale - left) * sharp, (corners[2 * i + 1] * scale - top) * sharp];
        pen.drawImage(node, looks.of[rowOf[i]] * size, 0, size, size, Math.round(x - size / 2), Math.round(y - size / 2), size, size);
      }
      pen.restore();
      Object.assign(pen, { font, lineWidth: EDGE_WIDE_PX, lineCap: "butt" });
      pen.setLineDash([]);
      crowds = [];
      counts.forEach((n, cell) => {
        if (n < CROWD) return;
        const reach = CIRCLE_PX + LETTER_PX * texts.number(n).length;
        const [x, y] = [west + (cell % wide), north + Math.floor(cell / wide)].map((square, i) => {
          return Math.max(square * CELL_PX + reach, Math.min((square + 1) * CELL_PX - reach, sums[2 * cell + i] / n));
        });
        crowds.push({ x, y, reach });
        drawCrowd(pen, { x, y, reach, n }, shares.subarray(cell * hues.length, (cell + 1) * hues.length));
      });
    },
    touch(x, y) {
      const crowd = crowds.find((each) => Math.hypot(each.x - x, each.y - y) <= each.reach);
      if (crowd) return { id: null, open: () => closer(x, y) };
      const scale = crs.scale(map.getZoom());
      let [best, least] = [-1, POINT_PX];
      for (const i of signs) {
        const far = Math.hypot(corners[2 * i] * scale - x, corners[2 * i + 1] * scale - y);
        if (far <= least) [best, least] = [i, far];
      }
      return best < 0 ? null : { id: layer.features[rowOf[best]].id };
    },
  };

  /** @param {number} x @param {number} y */
  function closer(x, y) {
    map.setZoomAround(L.point(x, y).subtract(map.getPixelBounds().min), map.getZoom() + CLOSER);
  }
}

/** The side of a stamp, in pixels of the screen. @param {number} sharp */
function sizeOf(sharp) {
  return Math.ceil(2 * STAMP_PX * sharp);
}
