// @ts-check
import { svg } from "./dom.js";
import { boxAround, edgesOf, meetings, meets, middleOf } from "./boxes.js";
import { FILTERED } from "./filter.js";
import { isIndia, partnersOf } from "./countries.js";
import { namesLanguage } from "./language.js";
import { STEP_M } from "./sheet.js";

const SIGN_PX = 5;
const GAP_PX = 4;
/** How far below its middle a line of text stands, in parts of its height. */
const BASELINE = 0.32;
/** Two signs of one name this near, a town and its station, need the name once. */
const NAMESAKE_PX = 40;
/** Where a name may stand beside its sign: horizontal and vertical side, -1, 0 or 1. */
const SIDES = [[1, 0], [-1, 0], [1, -1], [1, 1], [-1, -1], [-1, 1], [0, -1], [0, 1]];

/** @typedef {import("./boxes.js").Box} Box */
/**
 * @typedef {object} Label
 * @property {string} text
 * @property {string} lang
 * @property {string} kind class of its type
 * @property {number[][]} anchors where it may stand, in steps of the sheet, the best first
 * @property {number} [room] width that it may fill, in steps
 */

/**
 * Names on the map: the most important first, each only where it meets no other and is not cut by
 * the edge of the window or of a panel.
 * @param {import("./sheet.js").Sheet} sheet
 * @param {any} map
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @param {import("./state.js").State} state
 * @param {{places: () => {feature: import("./data.js").Feature, spot: number[]}[],
 *   piles: {node: SVGElement, boxes: () => Box[]}, beads: () => number[][],
 *   frames: () => Box[]}} around
 */
export function drawLabels(sheet, map, atlas, texts, state, around) {
  const group = svg("g", { class: "labels", "aria-hidden": "true" });
  around.piles.node.before(group);
  const measure = createMeasure(group);
  const areasNow = () => (atlas.tiles ? [] : areaLabels(sheet, atlas, texts, state));
  let areas = areasNow();
  const partners = partnersOf(atlas);

  const draw = () => {
    const scale = sheet.pixelsPerStep();
    const places = around.places();
    const { x: left, y: top } = map.getPixelBounds().min;
    const edges = around.frames().flatMap(([x0, y0, x1, y1]) => {
      return edgesOf([x0 + left, y0 + top, x1 + left, y1 + top]);
    });
    const signs = [...places.map(({ spot }) => boxAround(spot, SIGN_PX)), ...around.piles.boxes()];
    const lines = around.beads().map((spot) => boxAround(spot, 3));
    /** @type {Box[]} */
    const written = [...edges];
    const drawn = [];
    /** @type {Map<string, number[]>} */
    const named = new Map();
    /** @param {Box[]} boxes the best first */
    const freeOf = (boxes) => {
      const open = boxes.filter((box) => !meets(box, written) && !meets(box, signs));
      return open.find((box) => !meets(box, lines)) ?? open[0];
    };
    /** @param {Box[]} boxes */
    const leastCovering = (boxes) => {
      const open = boxes.filter((box) => !meets(box, written));
      const costs = open.map((box) => meetings(box, signs));
      return open[costs.indexOf(Math.min(...costs))];
    };
    const put = ({ text, lang }, kind, box, height) => {
      const [x, y] = middleOf(box);
      written.push(box);
      const at = { x: x.toFixed(1), y: (y + height * BASELINE).toFixed(1) };
      drawn.push(svg("text", { class: `label ${kind}`, lang, ...at }, [text]));
    };
    /** @param {Label} label */
    const putArea = (label) => {
      const { text, kind, anchors, room } = label;
      const [width, height] = measure(text, kind);
      if (room !== undefined && width > room * scale) return;
      const boxes = anchors.map(([x, y]) => boxAround([x * scale, y * scale], width / 2, height / 2));
      const mustStand = kind.includes("lit") || kind.includes("rank-1");
      const box = freeOf(boxes) ?? (mustStand ? leastCovering(boxes) : undefined);
      if (box) put(label, kind, box, height);
    };
    const putPlace = ({ feature, spot }) => {
      const name = texts.nameIn(feature, namesLanguage(state.get()));
      const { text } = name;
      const last = named.get(text);
      if (last && Math.hypot(last[0] - spot[0], last[1] - spot[1]) < NAMESAKE_PX) return;
      const kind = `place ${feature.is.kind}`;
      const [width, height] = measure(text, kind);
      const boxes = SIDES.map(([h, v]) => {
        const reach = h && v ? SIGN_PX * 0.7 : SIGN_PX + GAP_PX;
        const x = spot[0] + h * (width / 2 + reach);
        const y = spot[1] + v * (height / 2 + (h ? 3 : reach));
        return boxAround([x, y], width / 2, height / 2);
      });
      const box = freeOf(boxes);
      if (!box) return;
      named.set(text, spot);
      put(name, kind, box, height);
    };
    const isLit = ({ kind }) => kind.includes("lit");
    const isGreatSea = ({ kind }) => kind.includes("rank-1");
    const isOwnCapital = ({ feature: { is } }) => is.kind === "capital" && partners.has(is.iso_a2);
    const isTelling = ({ feature: { is } }) => ["capital", "port"].includes(is.kind);
    places.filter(isOwnCapital).forEach(putPlace);
    areas.filter(isLit).forEach(putArea);
    areas.filter(isGreatSea).forEach(putArea);
    places.filter((place) => isTelling(place) && !isOwnCapital(place)).forEach(putPlace);
    areas.filter((area) => !isLit(area) && !isGreatSea(area)).forEach(putArea);
    places.filter((place) => !isTelling(place)).forEach(putPlace);
    group.replaceChildren(...drawn);
  };
  map.on("moveend resize", draw);
  state.on([...FILTERED, "panel", "legend"], draw);
  state.on(["lang", "names"], () => {
    areas = areasNow();
    draw();
  });
  draw();
  document.fonts?.ready.then(draw);
}

/**
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @param {import("./state.js").State} state
 * @returns {Label[]}
 */
function areaLabels(sheet, atlas, texts, state) {
  const language = namesLanguage(state.get());
  const byHand = atlas.labels.countries;
  const order = Object.keys(byHand);
  const countries = ["republics", "countries"].flatMap((layer) => {
    const features = [...(atlas.layers[layer] ?? [])];
    features.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
    return features.map((feature) => {
      const [lon, lat, roomKm] = feature.is.spot;
      const anchors = byHand[feature.id] ?? [[lon, lat]];
      const lit = layer === "republics" || isIndia(feature) ? "lit" : "";
      return {
        ...texts.nameIn(feature, language),
        kind: `area ${lit}`.trim(),
        anchors: anchors.map((at) => sheet.grid(at[0], at[1])),
        room: byHand[feature.id] ? undefined : (roomKm * 1000) / STEP_M,
      };
    });
  });
  const seas = atlas.labels.seas.map(({ key, at, rank }) => ({
    ...texts.sea(key, language),
    kind: `sea rank-${rank}`,
    anchors: at.map(([lon, lat]) => sheet.grid(lon, lat)),
  }));
  return [...countries, ...seas];
}

/**
 * @param {SVGElement} group
 * @returns {(text: string, kind: string) => [number, number]} width and height in pixels
 */
function createMeasure(group) {
  const context = document.createElement("canvas").getContext("2d");
  const styles = new Map();
  return (text, kind) => {
    if (!context) return [text.length * 8, 14];
    if (!styles.has(kind)) {
      const probe = svg("text", { class: `label ${kind}` });
      group.append(probe);
      const { font, letterSpacing, fontSize, textTransform } = getComputedStyle(probe);
      styles.set(kind, { font, letterSpacing, fontSize, upper: textTransform === "uppercase" });
      probe.remove();
    }
    const { font, letterSpacing, fontSize, upper } = styles.get(kind);
    context.font = font;
    const shown = upper ? text.toLocaleUpperCase() : text;
    const spacing = (parseFloat(letterSpacing) || 0) * text.length;
    return [context.measureText(shown).width + spacing + 4, parseFloat(fontSize) * 1.2];
  };
}
