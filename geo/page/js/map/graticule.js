// @ts-check
import { letterScale, setAttribute, setChildren, svg } from "../dom.js";
import { createMemory } from "../data/memory.js";
import { onceAll } from "../failure.js";
import { boxAround, meets, middleOf } from "./boxes.js";
import { frames, onFrames } from "./cover.js";
import { SHOWN } from "../data/filter.js";
import { halfOf } from "../marks/signs.js";
import { pathOf, STEP_M } from "./sheet.js";

/** Degrees between lines, the finest first, and how many pixels apart they must be. */
const SPACINGS = [1, 2, 5, 10];
const LEAST_PX = 100;
const M_PER_DEGREE = 111200;
/** Nearer to a pole meridians only crowd, and no parallel is drawn. */
const FAR_LAT = 80;
/** Farther than this from the centre, where no window reaches, lines would lead over its antipode, from rim to rim. */
const FAR_STEPS = 12e6 / STEP_M;
/** Pieces from one line to the next, so short that one sees no corners. */
const PIECES = 3;
const EDGE_STEP_PX = 8;
const CHARACTER_PX = 6.4;
const HALF_HEIGHT_PX = 8;
const INSET_PX = 5;
/** No label is longer. */
const RIM_PX = 90;

/** @typedef {import("./boxes.js").Box} Box */

/**
 * Meridians and parallels, closer together the closer the view.
 * @param {import("../page.js").Page} page
 */
export function drawGraticule({ atlas, sheet, view: { map } }) {
  if (atlas.tiles) return;
  const path = svg("path", { class: "graticule", "aria-hidden": "true" });
  sheet.lay("graticule", path);
  const memory = createMemory();
  const draw = () => {
    const spacing = spacingOf(map);
    const box = around(map, spacing);
    setAttribute(path, "d", memory([spacing, ...box].join(" "), () => lattice(spacing, box)));
  };
  /** @param {number} spacing @param {number[]} box of degrees */
  const lattice = (spacing, [west, south, east, north]) => {
    const lines = [];
    for (let lon = west; lon <= east; lon += spacing) {
      lines.push(course(south, north, spacing, (lat) => [lon, lat]));
    }
    for (let lat = south; lat <= north; lat += spacing) {
      lines.push(course(west, east, spacing, (lon) => [lon, lat]));
    }
    return pathOf(lines.flatMap((line) => nearParts(sheet.gridAll(line))));
  };
  sheet.onRest(draw);
  draw();
}

/** A narrower map has no room for degrees beside what it tells of. */
const LEAST_WIDTH_PX = 360;

/**
 * The degrees of the lines where they meet the edge of the map and nothing else stands: meridians
 * above, parallels at the left or else at the right.
 * @param {import("../page.js").Page} page
 */
export function labelGraticule(page) {
  const { atlas, sheet, texts, state, drawn, view: { map } } = page;
  if (atlas.tiles) return;
  const group = sheet.layGroup("degrees", "degrees");
  /** @type {Box[]} */
  let boxes = [];
  /** What may be written, the first rather, and the middle of each.
   * @type {{text: string, x: number, y: number}[]} */
  let wanted = [];
  /** @type {Map<string, SVGElement>} */
  let known = new Map();
  let unit = letterScale();
  const find = () => {
    const { x: width, y: height } = map.getSize();
    const spacing = spacingOf(map);
    const topmost = HALF_HEIGHT_PX * unit + INSET_PX;
    const isNarrow = width < LEAST_WIDTH_PX;
    wanted = isNarrow ? [] : crossings(map, spacing, [0, 0], [width, 0], "lng").map(([lon, at]) => {
      return { text: texts.longitude(unwound(lon, 0)), x: at * width, y: topmost };
    });
    for (const x of isNarrow ? [] : [0, width]) {
      crossings(map, spacing, [x, 0], [x, height], "lat").forEach(([lat, at]) => {
        const y = at * height;
        if (y > 2 * topmost && y < height - topmost) wanted.push({ text: texts.latitude(lat), x, y });
      });
    }
    known = new Map();
    draw();
  };
  const draw = onceAll(() => {
    const { x: width, y: height } = map.getSize();
    const rim = [[0, 0, width, RIM_PX], [0, 0, RIM_PX, height], [width - RIM_PX, 0, width, height]];
    const stands = standing(page).filter((box) => meets(box, rim));
    const written = new Map();
    for (const { text, x, y } of wanted) {
      const half = (text.length * CHARACTER_PX * unit) / 2;
      const inside = Math.max(half + INSET_PX, Math.min(x, width - half - INSET_PX));
      const box = boxAround([inside, y], half, HALF_HEIGHT_PX * unit);
      if (written.has(text) || meets(box, stands) || meets(box, [...written.values()])) continue;
      written.set(text, box);
    }
    boxes = [...written.values()];
    const { x: left, y: top } = map.getPixelBounds().min;
    setChildren(group, [...written].map(([text, box]) => {
      const [x, y] = middleOf(box);
      const at = { x: (left + x).toFixed(1), y: (top + y + 4 * unit).toFixed(1) };
      const key = [text, at.x, at.y].join();
      if (!known.has(key)) known.set(key, svg("text", { class: "degree", ...at }, [text]));
      return /** @type {SVGElement} */ (known.get(key));
    }));
  });
  sheet.onRest(find);
  map.on("resize", () => {
    unit = letterScale();
    find();
  });
  state.on("lang", find);
  state.on([...SHOWN, "panel", "legend"], draw);
  onFrames(draw);
  find();
  drawn.degrees = () => boxes;
}

/** @param {any} map */
function spacingOf(map) {
  const pixels = M_PER_DEGREE * map.options.crs.scale(map.getZoom());
  return SPACINGS.find((degrees) => degrees * pixels >= LEAST_PX) ?? 10;
}

/**
 * The degrees that can come into view before the next drawing: a window more on each side.
 * @param {any} map
 * @param {number} spacing
 */
function around(map, spacing) {
  const { x: width, y: height } = map.getSize();
  const parts = Array.from({ length: 13 }, (_, i) => i / 4 - 1);
  const seen = parts.flatMap((h) =>
    parts.map((v) => map.containerPointToLatLng([h * width, v * height])),
  );
  const middle = map.getCenter().lng;
  const [lons, lats] = [seen.map((at) => unwound(at.lng, middle)), seen.map((at) => at.lat)];
  const down = (/** @type {number} */ value) => Math.floor(value / spacing) * spacing;
  const up = (/** @type {number} */ value) => Math.ceil(value / spacing) * spacing;
  return [
    down(Math.min(...lons)), Math.max(-FAR_LAT, down(Math.min(...lats))),
    up(Math.max(...lons)), Math.min(FAR_LAT, up(Math.max(...lats))),
  ];
}

/** The longitude by which a meridian is at most half a turn from another. @param {number} lon @param {number} middle */
function unwound(lon, middle) {
  return lon - 360 * Math.round((lon - middle) / 360);
}

/** What of a line in steps is not far out. @param {number[]} line @returns {number[][]} */
function nearParts(line) {
  /** @type {number[][]} */
  const parts = [[]];
  for (let i = 0; i < line.length; i += 2) {
    if (Math.hypot(line[i], line[i + 1]) < FAR_STEPS) parts[parts.length - 1].push(line[i], line[i + 1]);
    else parts.push([]);
  }
  return parts;
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} spacing
 * @param {(degree: number) => [number, number]} at
 */
function course(from, to, spacing, at) {
  const count = Math.round(((to - from) / spacing) * PIECES);
  return Array.from({ length: count + 1 }, (_, i) => at(from + (i * spacing) / PIECES)).flat();
}

/**
 * Where lines cross an edge of the map.
 * @param {any} map
 * @param {number} spacing
 * @param {number[]} start
 * @param {number[]} end
 * @param {"lng" | "lat"} axis
 * @returns {[number, number][]} the degree and the part of the edge before it
 */
function crossings(map, spacing, start, end, axis) {
  const count = Math.ceil(Math.hypot(end[0] - start[0], end[1] - start[1]) / EDGE_STEP_PX);
  const middle = map.getCenter().lng;
  const value = (/** @type {number} */ i) => {
    const point = start.map((from, k) => from + ((end[k] - from) * i) / count);
    const at = map.containerPointToLatLng(point);
    return axis === "lng" ? unwound(at.lng, middle) : at.lat;
  };
  /** @type {[number, number][]} */
  const found = [];
  let before = value(0);
  for (let i = 1; i <= count; i += 1) {
    const after = value(i);
    const degree = Math.floor(Math.max(before, after) / spacing) * spacing;
    const crosses = degree > Math.min(before, after) && Math.abs(after - before) < spacing;
    if (crosses && (axis === "lng" || Math.abs(degree) <= FAR_LAT)) {
      found.push([degree, (i - 1 + (degree - before) / (after - before)) / count]);
    }
    before = after;
  }
  return found;
}

/**
 * What stands on the map and what lies over it, but for names; in pixels of the map.
 * @param {import("../page.js").Page} page
 * @returns {Box[]}
 */
function standing({ view, drawn }) {
  const { x, y } = view.map.getPixelBounds().min;
  const signs = [...drawn.places().map(({ feature, spot }) => boxAround(spot, halfOf(feature.layer))), ...drawn.piles.boxes()];
  const lines = drawn.beads().map((spot) => boxAround(spot, 3));
  const [, ...panels] = frames();
  return [...panels, ...[...signs, ...lines].map(([x0, y0, x1, y1]) => [x0 - x, y0 - y, x1 - x, y1 - y])];
}
