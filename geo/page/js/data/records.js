// @ts-check
import { plainRow } from "./columns.js";
import { parts } from "./read.js";

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Features as GeoJSON after RFC 7946, with their columns as on the day that the map shows. Corners
 * are as exact as the page holds them; the published layers hold them in full.
 * @param {import("./read.js").Feature[]} features
 * @param {Record<string, any>} about what a reader must know of the whole
 * @returns {string}
 */
export function toGeoJson(features, about) {
  const collection = {
    type: "FeatureCollection",
    ...about,
    features: features.map((feature) => {
      // One segment may stand in two layers.
      const id = `${feature.layer.id}/${feature.id}`;
      return { type: "Feature", id, geometry: geometry(feature), properties: recordOf(feature) };
    }),
  };
  return `${JSON.stringify(collection, null, 1)}\n`;
}

/**
 * Features as comma-separated values; points have their position, and of several a row for each, lists are joined by `;`. A byte
 * order mark tells spreadsheets that it is UTF-8, an apostrophe that a text is no formula.
 * @param {import("./read.js").Feature[]} features
 * @returns {string}
 */
export function toCsv(features) {
  const rows = features.flatMap((feature) => {
    const spots = feature.layer.shape === "points" ? parts(feature) : [[]];
    return spots.map(([lon, lat]) => ({ ...recordOf(feature), lon, lat }));
  });
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return `\ufeff${lines.map((line) => `${line.map(quoted).join(",")}\n`).join("")}`;
}

/**
 * The columns of a feature, and what a border is in the view that is shown; not what it is but drawn by.
 * @param {import("./read.js").Feature} feature
 * @returns {Record<string, any>}
 */
function recordOf({ layer, is }) {
  const cells = Object.entries(plainRow(is)).filter(([name]) => name in layer.columns || name === "border");
  return { layer: layer.id, ...Object.fromEntries(cells) };
}

/** @param {unknown} value */
function quoted(value) {
  const told = String(value ?? "");
  const text = typeof value === "string" && FORMULA.test(told) ? `'${told}` : told;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {import("./read.js").Feature} feature */
function geometry(feature) {
  const lines = parts(feature).map(pairs);
  const { shape, closed } = feature.layer;
  if (shape === "areas" || closed) return { type: "MultiPolygon", coordinates: polygons(lines) };
  const [type, each] = shape === "points" ? ["Point", lines.map(([point]) => point)] : ["LineString", lines];
  return each.length > 1 ? { type: `Multi${type}`, coordinates: each } : { type, coordinates: each[0] };
}

/**
 * Rings by polygon: each that turns left begins one, those that turn right are its holes.
 * @param {number[][][]} rings
 */
function polygons(rings) {
  /** @type {number[][][][]} */
  const result = [];
  for (const ring of rings) {
    const closed = [...ring, ring[0]];
    const turns = closed.slice(1).reduce((sum, [x, y], i) => sum + closed[i][0] * y - x * closed[i][1], 0);
    if (turns > 0 || !result.length) result.push([closed]);
    else result[result.length - 1].push(closed);
  }
  return result;
}

/** @param {number[]} flat lon, lat, lon, lat */
function pairs(flat) {
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
}
