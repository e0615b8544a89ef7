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
 * @property {Record<string, any>[]} memberships the standings of countries, in order
 * @property {Record<string, any>[]} milestones turning points, in order
 * @property {import("../state/scenes.js").StoryScene[]} story
 * @property {{title: string, version: string, date: string}} edition
 * @property {any} view settings of the map; `worldview`: whose borders it shows
 * @property {any} labels
 * @property {Record<string, Record<string, string>>} texts of the interface, by language and key
 * @property {Record<string, Record<string, string>>} phrases translations of what the tables tell
 * @property {Record<string, string>} languages local language by country
 * @property {Record<string, string>} icons images of the default marker, by option
 * @property {Record<string, any>} theme
 * @property {import("../map/relief.js").Relief | null} relief
 * @property {import("../map/tiles.js").Tiles | null} tiles online tiles beneath, in Web Mercator
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
  const [sources, quantities, claims, history, memberships, milestones] = [
    "sources", "quantities", "claims", "status_history", "memberships", "milestones",
  ].map((name) => tables[name]).map(rows);
  const byKey = new Map(sources.map((row) => [row.id, row]));
  return { ...rest, layers, byId, sources: byKey, quantities, claims, history, memberships, milestones };
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
 * Whether a polygon feature holds a position, by the even-odd rule in degrees.
 * @param {Feature} feature
 * @param {number} lon
 * @param {number} lat
 */
export function contains(feature, lon, lat) {
  let inside = false;
  for (const ring of parts(feature)) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [x, y, u, v] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
      if (y > lat !== v > lat && lon < ((u - x) * (lat - y)) / (v - y) + x) inside = !inside;
    }
  }
  return inside;
}

/**
 * @param {string | null | undefined} list values joined by `;`
 * @returns {string[]}
 */
export function listed(list) {
  return list ? list.split(";").filter(Boolean) : [];
}
