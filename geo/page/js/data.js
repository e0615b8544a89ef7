// @ts-check

/**
 * One feature of a layer.
 * @typedef {object} Feature
 * @property {string} id
 * @property {string} layer
 * @property {Record<string, any>} is its columns
 * @property {string} shape its geometry, still packed
 * @property {number} scale steps to the degree
 * @property {number[][]} [parts] its geometry, once unpacked
 */

/**
 * @typedef {object} Atlas
 * @property {Record<string, Feature[]>} layers
 * @property {Map<string, Feature[]>} byId the same id may stand in two layers
 * @property {Map<string, Record<string, any>>} sources by id
 * @property {Record<string, any>[]} quantities what sources dispute, each with its working value
 * @property {Record<string, any>[]} claims the values in print
 * @property {Record<string, any>[]} history the dated steps of segments, in order
 * @property {{title: string, version: string, date: string}} edition
 * @property {any} view
 * @property {any} labels
 * @property {Record<string, Record<string, any>>} texts
 * @property {Record<string, string>} icons
 * @property {Record<string, any>} theme
 * @property {{picture: string, bounds_m: number[]}} relief an address of data; west, south, east, north
 * @property {Signs} signs
 * @property {string} map name that elements added in Python know the map by
 */

/**
 * The shapes of signs as paths: of places by kind, of the table of a dialogue and what lies on it
 * by format, of the diamond of an exercise and the mark in it by series.
 * @typedef {{kind: Record<string, string>, table: string, format: Record<string, string>,
 *   exercise: string, series: Record<string, string>}} Signs
 */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGITS = new Uint8Array(128);
for (let i = 0; i < ALPHABET.length; i += 1) DIGITS[ALPHABET.charCodeAt(i)] = i;
const PART = ".".charCodeAt(0);

/**
 * Read the data block of the page.
 * @param {string} text
 * @returns {Atlas}
 */
export function readAtlas(text) {
  const { layers: packed, tables, ...rest } = JSON.parse(text);
  /** @type {Record<string, Feature[]>} */
  const layers = {};
  const byId = new Map();
  for (const [layer, table] of Object.entries(packed)) {
    layers[layer] = rows(table.columns).map((is, i) => {
      const feature = { id: is.id, layer, is, shape: table.shapes[i], scale: table.scale };
      byId.set(is.id, [...(byId.get(is.id) ?? []), feature]);
      return feature;
    });
  }
  layers.borders = (layers.borders ?? [])
    .map((line) => ({ ...line, is: { ...line.is, border: line.is[rest.view.worldview] } }))
    .filter(({ is }) => is.border !== "none");
  const [sources, quantities, claims, history] = [
    tables.sources, tables.quantities, tables.claims, tables.status_history,
  ].map(rows);
  const byKey = new Map(sources.map((row) => [row.id, row]));
  return { ...rest, layers, byId, sources: byKey, quantities, claims, history };
}

/**
 * @param {Record<string, any[]>} columns
 * @returns {Record<string, any>[]}
 */
function rows(columns) {
  const names = Object.keys(columns);
  return (columns[names[0]] ?? []).map((_, i) => {
    return Object.fromEntries(names.map((name) => [name, columns[name][i]]));
  });
}

/**
 * Unpack a geometry: rings, lines or points as flat lists lon, lat, lon, lat.
 *
 * Differences to the vertex before, zigzag, five bits to a character, least first; a dot begins
 * a new part.
 * @param {Feature} feature
 * @returns {number[][]}
 */
export function parts(feature) {
  if (feature.parts) return feature.parts;
  const { shape, scale } = feature;
  /** @type {number[][]} */
  const result = [];
  let part = [];
  let [lon, lat, value, shift, isLat] = [0, 0, 0, 0, false];
  for (let i = 0; i < shape.length; i += 1) {
    const code = shape.charCodeAt(i);
    if (code === PART) {
      result.push(part);
      part = [];
      continue;
    }
    const digit = DIGITS[code];
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    const step = value & 1 ? -(value + 1) / 2 : value / 2;
    if (isLat) part.push(lon / scale, (lat += step) / scale);
    else lon += step;
    [value, shift, isLat] = [0, 0, !isLat];
  }
  result.push(part);
  feature.parts = result;
  return result;
}

/**
 * The position of a point feature.
 * @param {Feature} feature
 * @returns {[number, number]} lon, lat
 */
export function position(feature) {
  const [[lon, lat]] = parts(feature);
  return [lon, lat];
}

/**
 * @param {string | null | undefined} list values joined by `;`
 * @returns {string[]}
 */
export function listed(list) {
  return list ? list.split(";").filter(Boolean) : [];
}
