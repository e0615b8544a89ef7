// @ts-check
import { cellsOf, rowsOf, viewOf } from "./columns.js";
import { createOutlines, pointsIn, unpacked } from "./outlines.js";
import { unpack } from "./unpack.js";
import { readWays } from "./ways.js";

/**
 * One feature of a layer.
 * @typedef {object} Feature
 * @property {string} id
 * @property {number} [n] its row in a layer of many
 * @property {Layer} layer
 * @property {Record<string, any>} is its columns
 * @property {() => number[][]} unpack its geometry
 * @property {number[][]} [parts] the same, once unpacked
 * @property {number[][]} [bands] of an area its edges, once asked for
 */

/**
 * A column of a layer: its type, and what it is to the atlas.
 * @typedef {object} Column
 * @property {string} type
 * @property {string} [standing] the organisation that it tells the standing in
 * @property {string} [member_since] the organisation that it tells the day of joining of
 * @property {boolean} [begins] whether the value holds from the day or year on that it names
 * @property {"km" | "km2" | "mm"} [unit]
 * @property {string} [with_year] the column of the year that a figure is of
 * @property {string} [precision] the column that says how much of a date is known
 * @property {string} [names_a] the layer whose feature a text names
 */

/** @typedef {Record<string, any>} Condition by column a value, some values, or how many of a list */

/**
 * How points are drawn: `body` is a path, or `kinds` the column whose values have one each.
 * @typedef {object} Mark
 * @property {string} [body]
 * @property {string} [kinds]
 * @property {string} [token] the column whose value stands inside
 * @property {string} [hue] a column, or `ink`
 * @property {string} [own_hue] the name of the layer's hue
 * @property {number} [scale] how large it is, if not as its signs are
 * @property {boolean} [ring] whether the circle is drawn within which a point lies
 * @property {Record<"hollow" | "dashed" | "bare", Condition>} states
 */

/**
 * A layer as its atlas describes it. `time` are the columns of the first and the last day; `legend`,
 * `listed`, `details` and `search` are columns; so are the roles `country`, `host`,
 * `subject` and, several of them, `partners`.
 * @typedef {object} Layer
 * @property {string} id
 * @property {"points" | "network" | "areas" | "lines"} shape
 * @property {Record<string, Column>} columns
 * @property {string[]} time
 * @property {string[]} legend
 * @property {string[]} listed
 * @property {string[]} details
 * @property {string[]} search
 * @property {string} [country]
 * @property {string} [host]
 * @property {string} [subject]
 * @property {string[]} [partners]
 * @property {string} [weight] the column that says for how many a feature stands
 * @property {boolean} [closed] of lines: whether they are the edges of areas
 * @property {number} [tips] how many sentences stand in its tooltip, if not one
 * @property {string[]} [technical] ids of what is shown from close by alone
 * @property {boolean} [partner] whether these are the countries that the subject deals with
 * @property {string} [hue] the name of its hue
 * @property {string} [look] of lines: the column whose values say how they are drawn
 * @property {number} [line_px] of lines: how strong they are, if their values do not say
 * @property {number[]} [dash] of lines: the same
 * @property {boolean} [whole] whether the legend has one row for all of it
 * @property {string[]} [branches] of a network, that its segments name
 * @property {boolean} [added] whether a reader of the data added it, whose page this is
 * @property {boolean} [nameless] whether its features are but numbered
 * @property {boolean} [on_request] of a network, whether it is off until a reader asks for it
 * @property {Mark} [mark]
 * @property {string} [rhythm] the column whose values are told by year
 * @property {string} [of_subject] the column that makes a country a partner of the subject
 * @property {number} [cards] lines of the card of each feature
 * @property {Condition[]} [sentences] when each is said
 * @property {Feature[]} features
 * @property {import("./columns.js").Cells} [cells] of a layer of many features its columns: what is asked of
 *   all of them is asked of these
 */

/** @typedef {{hue?: string, sign?: string, meaning?: string, on?: string, ships?: string, solid?: boolean, line_px?: number, dash?: number[], label?: string, shown?: string, keeps?: string[], looks?: string[][], above?: Record<string, string[]>, role?: string}} Value */

/** @typedef {{since?: string, layers?: Record<string, {new: string[], gone: string[], changed: Record<string, string[]>}>}} Changed */

/**
 * @typedef {object} Atlas
 * @property {string} name what it is called in names of files
 * @property {Layer[]} layers in order
 * @property {Index} byId
 * @property {Record<string, Feature[]>} ground land, lakes, rivers, and areas that several claim
 * @property {Record<string, Record<string, Value>>} values by column
 * @property {string} subject the country that the atlas is about, two letters, or nothing
 * @property {string[]} bodies the organisations that it follows
 * @property {Map<string, import("../tables.js").SourceRow>} sources by id
 * @property {import("../tables.js").QuantityRow[]} quantities what sources dispute, each with its working value
 * @property {import("../tables.js").ClaimRow[]} claims the values in print
 * @property {import("../tables.js").FlowRow[]} flows what was carried or traded, a row for each figure in print
 * @property {import("../tables.js").PromiseRow[]} promises the days that were announced, in order
 * @property {import("./ways.js").Way[]} ways along the networks
 * @property {Changed} changed since the edition before; empty if there was none
 * @property {import("../tables.js").PerformanceRow[]} performance how fast, how long and how dear, a row for each figure in print
 * @property {import("../tables.js").PassageRow[]} passages straits and the like
 * @property {import("../tables.js").RelationRow[]} relations how long, how dear and how far it is between two places, a row for each figure in print
 * @property {(string | any[])[]} along the country of each segment of the networks, or countries, km and places of borders in turn
 * @property {import("../tables.js").StepRow[]} history the dated steps of segments, in order
 * @property {import("../tables.js").MembershipRow[]} memberships the standings of countries, in order
 * @property {import("../tables.js").MilestoneRow[]} milestones turning points, in order
 * @property {import("../state/scenes.js").StoryScene[]} story
 * @property {{title: string, authors: string[], version: string, date: string}} edition
 * @property {any} view settings of the map; `worldview`: whose borders it shows
 * @property {[number, number]} abreast_px how far apart lines run side by side, and those that are broken
 * @property {{seas?: {key: string, at: number[][], rank: number}[], countries?: Record<string, number[][]>, short?: Record<string, Record<string, string>>}} spots
 *   places for names, chosen by hand
 * @property {Record<string, Record<string, string>>} texts by language and key
 * @property {Record<string, Record<string, string>>} phrases translations of what the tables tell
 * @property {Record<string, string>} languages local language by country
 * @property {import("../map/relief.js").Relief | null} relief
 * @property {import("../map/tiles.js").Tiles | null} tiles online tiles beneath, in Web Mercator
 * @property {string} address what is shown where the page is opened at none, after `#`
 * @property {string} panels what the address would say of them: `off` for the map alone
 * @property {string} map name that elements added in Python know the map by
 */

/**
 * The features that have an id: it may stand in two layers.
 * @typedef {object} Index
 * @property {(id: string) => Feature[] | undefined} get
 * @property {(id: string) => boolean} has
 */

/** Of so many features each has a mark of its own; those of a larger layer are drawn as a field. */
const MOST_MARKS = 500;
/** Degrees of latitude are counted from the south pole. */
const POLE = 90;

/**
 * Read the data block of the page.
 * @param {string} text
 * @returns {Atlas}
 */
export function readAtlas(text) {
  const { packed, edges, shapes, relief } = JSON.parse(text);
  const outlines = createOutlines(edges);
  const { layers: described, features: drawn, ground: beneath, tables, ways, ...rest } = JSON.parse(unpack(packed));
  const layers = described.map((layer) => ({ ...layer, features: [] }));
  const sources = rowsOf(cellsOf(tables.sources, []));
  const ids = sources.map(({ id }) => id);
  /** @type {Map<string, Feature>} */
  const segments = new Map();
  for (const layer of layers) {
    const table = drawn[layer.id] ?? { columns: {} };
    const own = featuresOf(table, shapes.features[layer.id] ?? [], outlines, layer, ids);
    layer.closed = layer.shape === "lines" && table.rings;
    layer.features = table.shared?.map((id) => (id ? { ...segments.get(id), layer } : own.shift())) ?? own;
    if (layer.shape === "network") layer.features.forEach((segment) => segments.set(segment.id, segment));
  }
  const ground = Object.fromEntries(Object.entries(beneath).map(([name, table]) => [name, featuresOf(table, shapes.ground[name], outlines)]));
  const { sources: _, status_history: history, ...told } =
    Object.fromEntries(Object.entries(tables).map(([name, columns]) => [name, rowsOf(cellsOf(columns, ids))]));
  const byKey = new Map(sources.map((row) => [row.id, row]));
  const steps = grouped(/** @type {import("../tables.js").StepRow[]} */ (history), ({ segment }) => segment);
  for (const { shape, features } of layers) {
    if (shape === "network") features.forEach(({ id, is }) => (is.dates_note = datesNote(is, steps.get(id))));
  }
  return { ...rest, ...told, relief, texts: wordsByKey(rest.texts), layers, byId: createIndex(layers), ground, sources: byKey, history, ways: readWays(ways, layers) };
}

/** @param {Layer[]} layers @returns {Index} */
function createIndex(layers) {
  const few = grouped(layers.flatMap(({ cells, features }) => (cells ? [] : features)), ({ id }) => id);
  /** Of layers of many, once an id is asked for that no other has. @type {Map<string, Feature> | undefined} */
  let many;
  const manyById = () => {
    many = new Map();
    for (const { cells, features } of layers) if (cells) for (const feature of features) many.set(feature.id, feature);
    return many;
  };
  const get = (/** @type {string} */ id) => {
    const feature = id && !few.has(id) && (many ?? manyById()).get(id);
    return feature ? [feature] : few.get(id);
  };
  return { get, has: (id) => Boolean(get(id)) };
}

/** Words by language and key; each key is told once for all languages.
 * @param {{keys: string[], said: Record<string, (string | null)[]>}} texts */
function wordsByKey({ keys, said }) {
  return Object.fromEntries(Object.entries(said).map(([language, words]) => {
    /** @type {Record<string, string>} */
    const byKey = {};
    words.forEach((word, i) => word !== null && (byKey[keys[i]] = word));
    return [language, byKey];
  }));
}

/**
 * The notes of the step of the opening, and of those since which the status holds.
 * @param {Record<string, any>} is
 * @param {import("../tables.js").StepRow[]} steps of the segment, in order
 */
function datesNote({ since, status_on: day }, steps = []) {
  const told = steps.filter(({ note, valid_from: from }) => note && (from === since || (day && from >= day)));
  return told.map(({ note }) => note).join(" ") || null;
}

/**
 * @param {any} table
 * @param {string[] | string} shapes
 * @param {ReturnType<typeof createOutlines>} outlines
 * @param {any} [layer]
 * @param {string[]} [ids] of the sources
 * @returns {Feature[]}
 */
function featuresOf({ columns, scale, rings }, shapes, outlines, layer, ids = []) {
  const cells = cellsOf(columns, ids);
  const { length, unpack } = typeof shapes === "string" ? pointsIn(shapes, scale)
    : { length: shapes.length, unpack: (/** @type {number} */ n) => (scale ? unpacked(shapes[n], scale) : outlines(shapes[n], rings)) };
  const isField = layer && length > MOST_MARKS && layer.shape !== "network" && !columns.border;
  if (!isField) return rowsOf(cells).map((is, n) => ({ id: is.id, layer, is, unpack: () => unpack(n) }));
  layer.cells = cells;
  const view = viewOf(cells);
  // There may be so many that what each holds counts.
  class Member {
    /** @param {number} n */
    constructor(n) {
      this.n = n;
    }
    get id() {
      return cells.id[this.n];
    }
    get layer() {
      return layer;
    }
    get is() {
      return view(this.n);
    }
    unpack() {
      return unpack(this.n);
    }
  }
  return Array.from({ length }, (_, n) => new Member(n));
}

/**
 * The geometry of a feature: rings, lines or points as flat lists lon, lat, lon, lat.
 * @param {Feature} feature
 * @returns {number[][]}
 */
export function parts(feature) {
  feature.parts ??= feature.unpack();
  return feature.parts;
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
  feature.bands ??= bandsOf(feature);
  const edges = feature.bands[Math.floor(lat) + POLE] ?? [];
  let inside = false;
  for (let i = 0; i < edges.length; i += 4) {
    const [x, y, u, v] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
    if (y > lat !== v > lat && lon < ((u - x) * (lat - y)) / (v - y) + x) inside = !inside;
  }
  return inside;
}

/** The edges of a polygon feature, x, y, x, y, by the degrees of latitude that they meet. @param {Feature} feature */
function bandsOf(feature) {
  /** @type {number[][]} */
  const edges = [];
  for (const ring of parts(feature)) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [y, v] = [ring[i + 1], ring[j + 1]];
      const last = Math.floor(Math.max(y, v)) + POLE;
      for (let band = Math.floor(Math.min(y, v)) + POLE; band <= last; band += 1) (edges[band] ??= []).push(ring[i], y, ring[j], v);
    }
  }
  return edges;
}

/**
 * @param {string | null | undefined} list values joined by `;`
 * @returns {string[]}
 */
export function listed(list) {
  return list ? list.split(";").filter(Boolean) : [];
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => any} keyOf
 * @returns {Map<any, T[]>} by key, in the order of the first of each
 */
export function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (groups.has(key)) groups.get(key).push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
