// @ts-check
import { svg } from "./dom.js";
import { isIndia, shownCountries } from "./countries.js";
import { STEP_M } from "./sheet.js";

const SIGN_PX = 5;
const GAP_PX = 4;
/** Two signs of one name this near, a town and its station, need the name once. */
const NAMESAKE_PX = 40;
/** Where a name may stand beside its sign: horizontal and vertical side, -1, 0 or 1. */
const SIDES = [[1, 0], [-1, 0], [1, -1], [1, 1], [-1, -1], [-1, 1], [0, -1], [0, 1]];

/**
 * @typedef {object} Label
 * @property {string} text
 * @property {string} kind class of its type
 * @property {number[][]} anchors where it may stand, in steps of the sheet, the best first
 * @property {number} [room] width that it may fill, in steps
 */

/**
 * Names on the map: the most important first, each only where it meets no other.
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @param {import("./state.js").State} state
 * @param {{places: () => {feature: import("./data.js").Feature, spot: number[]}[],
 *   diamonds: () => number[][], beads: () => number[][]}} around
 */
export function drawLabels(sheet, atlas, texts, state, around) {
  const group = svg("g", { class: "labels", "aria-hidden": "true" });
  sheet.pixels.append(group);
  const measure = createMeasure(group);
  const areas = areaLabels(sheet, atlas, texts);

  const draw = () => {
    const scale = sheet.pixelsPerStep();
    const places = around.places();
    /** @type {number[][]} */
    const taken = [
      ...places.map(({ spot }) => square(spot, SIGN_PX)),
      ...around.diamonds().map((spot) => square(spot, SIGN_PX + 2)),
    ];
    /** @type {number[][]} */
    const written = [];
    const drawn = [];
    /** @type {Map<string, number[]>} */
    const named = new Map();
    const put = (text, kind, x, y, box) => {
      taken.push(box);
      written.push(box);
      drawn.push(svg("text", { class: `label ${kind}`, x: x.toFixed(1), y: y.toFixed(1) }, [text]));
    };
    const lines = around.beads().map((spot) => square(spot, 3));
    const free = (box) => !meets(box, taken) && !meets(box, lines);
    /** @param {Label} label */
    const putArea = ({ text, kind, anchors, room }) => {
      const [width, height] = measure(text, kind);
      if (room !== undefined && width > room * scale) return;
      const boxes = anchors.map(([gx, gy]) => {
        const [x, y] = [gx * scale, gy * scale];
        return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
      });
      const mayCross = kind.includes("lit") || kind.includes("rank-1");
      const box = boxes.find(free) ?? (mayCross && boxes.find((other) => !meets(other, written)));
      if (box) put(text, kind, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + height * 0.33, box);
    };
    const putPlace = ({ feature, spot }) => {
      const text = texts.name(feature);
      const last = named.get(text);
      if (last && Math.hypot(last[0] - spot[0], last[1] - spot[1]) < NAMESAKE_PX) return;
      const kind = `place ${feature.is.kind}`;
      const [width, height] = measure(text, kind);
      const boxes = SIDES.map(([h, v]) => {
        const reach = h && v ? SIGN_PX * 0.7 : SIGN_PX + GAP_PX;
        const x = spot[0] + h * (width / 2 + reach);
        const y = spot[1] + v * (height / 2 + (h ? 3 : reach));
        return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
      });
      const box = boxes.find(free) ?? boxes.find((other) => !meets(other, taken));
      if (!box) return;
      named.set(text, spot);
      put(text, kind, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + height * 0.32, box);
    };
    areas.filter(({ kind }) => kind.includes("lit")).forEach(putArea);
    places.filter(({ feature }) => feature.is.kind === "capital").forEach(putPlace);
    areas.filter(({ kind }) => !kind.includes("lit")).forEach(putArea);
    places.filter(({ feature }) => feature.is.kind !== "capital").forEach(putPlace);
    group.replaceChildren(...drawn);
  };
  sheet.onZoom(draw);
  state.on("hidden", draw);
  document.fonts?.ready.then(draw);
}

/**
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @returns {Label[]}
 */
function areaLabels(sheet, atlas, texts) {
  const byHand = atlas.labels.countries;
  const order = Object.keys(byHand);
  const countries = ["republics", "countries"].flatMap((layer) => {
    const features = shownCountries(atlas, layer);
    features.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
    return features.map((feature) => {
      const [lon, lat, roomKm] = feature.is.spot;
      const anchors = byHand[feature.id] ?? [[lon, lat]];
      const lit = layer === "republics" || isIndia(feature) ? "lit" : "";
      return {
        text: texts.name(feature),
        kind: `area ${lit}`.trim(),
        anchors: anchors.map((at) => sheet.grid(at[0], at[1])),
        room: byHand[feature.id] ? undefined : (roomKm * 1000) / STEP_M,
      };
    });
  });
  const seas = atlas.labels.seas.map(({ key, at, rank }) => ({
    text: texts.say(`sea.${key}`),
    kind: `sea rank-${rank}`,
    anchors: [sheet.grid(at[0], at[1])],
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

/** @param {number[]} spot @param {number} half */
function square([x, y], half) {
  return [x - half, y - half, x + half, y + half];
}

/** @param {number[]} box @param {number[][]} others */
function meets([x0, y0, x1, y1], others) {
  return others.some((b) => x0 < b[2] && b[0] < x1 && y0 < b[3] && b[1] < y1);
}
