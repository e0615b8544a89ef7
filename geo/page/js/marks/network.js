// @ts-check
import { setAttribute, svg } from "../dom.js";
import { createMemory } from "../data/memory.js";
import { parts } from "../data/read.js";
import { SHOWN } from "../data/filter.js";
import { sideways, untangled } from "./abreast.js";
import { createMarks, showMarks } from "./marks.js";
import { branchesOf, hueOfSegment, meaningOf, ofShape } from "../data/layers.js";
import { pathOf, STEP_M } from "../map/sheet.js";
import { inHue } from "./signs.js";

const BEAD_PX = 10;
/** The widest band of a sign. */
const BAND_PX = 16;

/**
 * The strokes of a segment, the same on the map and in the legend: hue is the layer, texture the
 * mode, dash the status. Beneath them lies a band as wide as the error.
 * @param {import("../data/read.js").Atlas} atlas
 * @param {string} mode
 * @param {string} status
 * @returns {SVGElement[]}
 */
function strokes({ values }, mode, status) {
  return ["line", ...(values.status[status]?.above?.[mode] ?? [])].map((name) => svg("path", { class: name }));
}

/**
 * A stroke as on the map, of what is told: a layer, a mode and so on; the first of the others.
 * @param {{hue?: string, mode?: string, status?: string, course?: string}} told
 * @param {import("../data/read.js").Atlas} atlas
 * @param {string} [d] its path
 * @returns {SVGElement}
 */
export function networkSign({ hue, ...told }, atlas, d = "M2 8H34") {
  const { values } = atlas;
  const [mode, status] = [told.mode ?? Object.keys(values.mode)[0], told.status ?? Object.keys(values.status)[0]];
  const paths = strokes(atlas, mode, status);
  paths.forEach((path) => path.setAttribute("d", d));
  if (told.course) {
    const classes = Object.keys(values.course);
    const width = (BAND_PX * (classes.indexOf(told.course) + 1)) / classes.length;
    paths.unshift(svg("path", { class: "error", d, "stroke-width": width }));
  }
  return inHue(svg("g", { class: `segment mode-${mode} status-${status}` }, paths), hue);
}

/**
 * A segment drawn as on the map.
 * @param {import("../data/read.js").Feature} feature
 * @param {string} status
 * @param {import("../data/read.js").Atlas} atlas
 * @param {string} d
 */
export function strokeOf(feature, status, atlas, d) {
  const { layer, is: { mode } } = feature;
  return networkSign({ hue: hueOfSegment(layer, branchesOf(feature)), mode, status }, atlas, d);
}

/**
 * Segments, those of several networks side by side.
 * @param {import("../page.js").Page} page
 */
export function drawNetworks(page) {
  const { sheet, atlas, texts, state, filter, drawn } = page;
  const isLane = (/** @type {any} */ { feature: { is } }) => atlas.values.mode[is.mode]?.on === "sea";
  const casings = sheet.layGroup("lines", "casings");
  const bands = new Map();
  /** @type {Map<string, number[]>} */
  const courses = new Map();
  const lines = [];
  const groups = ofShape(atlas, "network").map((layer) => {
    const marks = createMarks(layer, page);
    const errors = inHue(sheet.layGroup("rings", "errors"), layer.hue);
    for (const feature of layer.features) {
      const { mode, status, precision_m: off } = feature.is;
      const kind = `segment mode-${mode} status-${status}`;
      if (!courses.has(feature.id)) {
        const course = sheet.gridAll(parts(feature)[0]);
        const band = svg("path", { class: isLane({ feature }) ? "error lane" : "error", d: pathOf([course]), "stroke-width": (2 * off) / STEP_M });
        errors.append(band);
        courses.set(feature.id, course);
        bands.set(feature.id, band);
      }
      const edge = svg("path", { class: "casing" });
      const casing = svg("g", { class: kind }, [edge]);
      const [hit, paths] = [svg("path", { class: "hit" }), strokes(atlas, mode, status)];
      const mark = marks.add(feature, [hit, ...paths], { class: kind });
      const hue = hueOfSegment(layer, branchesOf(feature));
      inHue(mark, hue);
      casings.append(casing);
      lines.push({ key: lines.length, feature, hue, mark, casing, edge, hit, paths, status, course: courses.get(feature.id) ?? [], laid: "", memory: createMemory(), string: /** @type {number[][]} */ ([]) });
    }
    return marks;
  });
  // The first network lies on top where two of them cross.
  sheet.lay("lines", ...groups.map(({ node }) => node).reverse());

  const name = (/** @type {any} */ { feature, mark }) => {
    mark.setAttribute("aria-label", texts.label(filter.at(feature) ?? feature));
  };
  /** Draw a line, unless it lies there already: most days change no more than a class. */
  const lay = (/** @type {any} */ each, /** @type {number} */ scale, /** @type {number} */ shift, /** @type {import("./abreast.js").Untangled} */ drawn) => {
    const laid = [scale, drawn ? tangled : shift].join();
    if (laid === each.laid) return;
    each.laid = laid;
    const { whole, seen, string } = each.memory(laid, () => {
      const moved = drawn?.points ?? sideways(onScreen(each.course, scale), shift);
      const all = pathThrough(moved);
      return { whole: all, seen: drawn?.stretches.map(pathThrough).join("") ?? all, string: [...strung(moved), moved[moved.length - 1]] };
    });
    setAttribute(each.hit, "d", whole);
    [each.edge, ...each.paths].forEach((path) => setAttribute(path, "d", seen));
    each.string = string;
  };
  const isBroken = (/** @type {string} */ status) => meaningOf(atlas, status) === "broken";
  /** Where lanes are drawn, found anew only if others are shown than before, or at another scale. */
  let [tangled, lanes] = ["", new Map()];
  const memory = createMemory();
  const untangle = (/** @type {any[]} */ visible, /** @type {number} */ scale) => {
    const shown = visible.filter(isLane);
    const key = [scale, ...shown.map(({ key: own, status }) => own + status)].join();
    tangled = key;
    lanes = memory(key, () => {
      const drawn = untangled(shown.map(({ feature: { is }, hue, course, status }) => {
        const gap = atlas.abreast_px[Number(isBroken(status))];
        return { points: onScreen(course, scale), look: [hue, is.mode, status].join(), gap };
      }));
      return new Map(shown.map((each, i) => [each, drawn[i]]));
    });
  };
  /** @type {number[][]} */
  let beads = [];
  /** Those of what is drawn now, by feature: a line that is hidden has those of another zoom. @type {Map<string, number[][]>} */
  let beadsById = new Map();
  let branches = new Map();
  let done = "";
  const draw = () => {
    const scale = sheet.pixelsPerStep();
    const visible = lines.filter((each) => {
      const there = filter.shown(each.feature);
      if (there && there.is.status !== each.status) {
        const [before, now] = [`status-${each.status}`, `status-${there.is.status}`];
        each.casing.classList.replace(before, now);
        each.mark.classList.replace(before, now);
        each.status = there.is.status;
        each.paths.forEach((path) => path.remove());
        each.paths = strokes(atlas, each.feature.is.mode, each.status);
        each.mark.append(...each.paths);
        each.laid = "";
        name(each);
      }
      return there;
    });
    const wanted = [scale, ...visible.map(({ key, status }) => key + status)].join();
    if (wanted === done) return; // most days change no line
    done = wanted;
    const abreast = new Map();
    visible.forEach(({ feature: { id } }) => abreast.set(id, (abreast.get(id) ?? 0) + 1));
    untangle(visible, scale);
    const placed = new Map();
    beads = [];
    beadsById = new Map();
    branches = new Map();
    for (const each of visible) {
      const { id } = each.feature;
      const gap = atlas.abreast_px[Number(isBroken(each.status))];
      const slot = placed.get(id) ?? 0;
      placed.set(id, slot + 1);
      lay(each, scale, (slot - (abreast.get(id) - 1) / 2) * gap, lanes.get(each));
      if (slot === 0) beads.push(...each.string);
      beadsById.set(id, [...(beadsById.get(id) ?? []), ...each.string]);
      const [branch, ...others] = branchesOf(each.feature);
      if (!branch || others.length || !atlas.ways.some((way) => way.branch === branch)) continue;
      const course = { id, points: each.string, networks: abreast.get(id) };
      branches.set(branch, [...(branches.get(branch) ?? []), course]);
    }
    const on = new Set(visible.flatMap(({ mark, casing }) => [mark, casing]));
    groups.forEach((marks) => showMarks(marks, (mark) => on.has(mark)));
    lines.forEach(({ casing }) => casing.toggleAttribute("data-off", !on.has(casing)));
    bands.forEach((band, id) => band.toggleAttribute("data-off", !abreast.has(id)));
  };
  sheet.onZoom(draw);
  state.on(SHOWN, draw);
  state.on("lang", () => lines.forEach(name));
  drawn.beads = (id) => (id ? beadsById.get(id) ?? [] : beads);
  drawn.branches = () => branches;
}

/**
 * The course of a segment on the screen, without points that fall together there.
 * @param {number[]} course in steps of the sheet
 * @param {number} scale
 * @returns {number[][]}
 */
export function onScreen(course, scale) {
  const points = [];
  for (let i = 0; i < course.length; i += 2) {
    const point = [course[i] * scale, course[i + 1] * scale];
    const last = points.at(-1);
    const near = last && Math.hypot(point[0] - last[0], point[1] - last[1]) < 1;
    if (near && i + 2 === course.length && points.length > 1) points.pop();
    if (!near || i + 2 === course.length) points.push(point);
  }
  return points;
}

/** @param {number[][]} points */
function pathThrough(points) {
  const steps = points.map((point) => point.map((at) => at.toFixed(1)).join(" "));
  return `M${steps.join("L")}`;
}

/**
 * Points along a line, near enough to each other to stand for it.
 * @param {number[][]} points
 * @returns {number[][]}
 */
export function strung(points) {
  const beads = [];
  for (let i = 1; i < points.length; i += 1) {
    const [[fromX, fromY], [x, y]] = [points[i - 1], points[i]];
    const count = Math.ceil(Math.hypot(x - fromX, y - fromY) / BEAD_PX);
    for (let k = 0; k < count; k += 1) beads.push([fromX + ((x - fromX) * k) / count, fromY + ((y - fromY) * k) / count]);
  }
  return beads;
}
