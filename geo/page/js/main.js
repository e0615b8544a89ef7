// @ts-check
import { byId } from "./dom.js";
import { boxAround } from "./boxes.js";
import { createState } from "./state.js";
import { parts, position, readAtlas } from "./data.js";
import { createCrs, createMercator, createProjection } from "./projection.js";
import { addZoomButtons, createView, projectedBox } from "./view.js";
import { createSheet } from "./sheet.js";
import { createTexts } from "./i18n.js";
import { drawGround } from "./ground.js";
import { drawGraticule, labelGraticule } from "./graticule.js";
import { addTiles } from "./tiles.js";
import { drawBorders, drawCountries } from "./countries.js";
import { drawCorridors } from "./corridors.js";
import { drawExercises } from "./exercises.js";
import { drawDialogues } from "./dialogues.js";
import { drawPiles } from "./piles.js";
import { drawPlaces } from "./places.js";
import { drawLabels } from "./labels.js";
import { listenToMarks } from "./marks.js";
import { addLegend } from "./legend.js";
import { addDetails } from "./details.js";
import { addTooltip } from "./tooltip.js";
import { addThemeSwitch } from "./theme.js";
import { addPanels, coveredRoom, frames, isSheet, isWide } from "./panel.js";
import { addScaleBar } from "./scale.js";
import { addPointer } from "./pointer.js";
import { supportFolium } from "./folium.js";

const EVERY = 8;
const atlas = readAtlas(byId("atlas-data").textContent ?? "");
const lang = document.documentElement.lang;
const texts = createTexts(atlas.texts[lang], lang);
const state = createState({
  view: null,
  hidden: new Set(),
  feature: null,
  hover: null,
  fan: null,
  date: atlas.edition.date,
  theme: "auto",
  lang,
  panel: !isSheet(),
  legend: isWide(),
});
supportFolium(atlas.icons);
addThemeSwitch(state, texts);
addPanels(atlas, texts, state);
addLegend(atlas, texts, state);

const { projection: centre, window_m: reach, tiles_window: tilesWindow, finest_m_per_px } = atlas.view;
const projection = atlas.tiles ? createMercator() : createProjection(centre.lon, centre.lat);
const crs = createCrs(projection);
const area = atlas.tiles
  ? projectedBox(crs, L.latLngBounds(tilesWindow))
  : { xMin: -reach.x, xMax: reach.x, yMin: -reach.y, yMax: reach.y };
const view = createView(byId(atlas.map), crs, area, finest_m_per_px, state, coveredRoom);
view.fit(partnershipBox(), coveredRoom());

const sheet = createSheet(view.map, projection);
if (atlas.tiles) addTiles(view.map, atlas.tiles, texts);
drawGround(sheet, atlas, "land");
const drawQuietCountries = drawCountries(sheet, atlas, texts);
drawGround(sheet, atlas, "rivers");
drawGround(sheet, atlas, "lakes");
if (!atlas.tiles) drawGraticule(sheet, view.map);
drawBorders(sheet, atlas, state);
const beads = drawCorridors(sheet, atlas, texts, state);
const places = drawPlaces(sheet, atlas, texts, state);
const events = [drawExercises(sheet, atlas, texts, state), drawDialogues(sheet, atlas, texts)];
const piles = drawPiles(sheet, state, places, events);

addTooltip(sheet.root, view.map, atlas, texts, state);
addDetails(atlas, texts, state, sheet.root);
state.on("feature", ({ feature }) => {
  if (isSheet() && feature) revealMark(feature);
});
listenToMarks(sheet.root, view.map, state, revealMark);
addZoomButtons(byId("zoom"), view.map, texts);
addScaleBar(byId("scale-bar"), view.map, texts);
addPointer(byId("pointer"), view.map, texts);
window[atlas.map] = view.map;

// The first picture comes before what it does not show.
requestAnimationFrame(() =>
  setTimeout(() => {
    drawQuietCountries();
    const degrees = atlas.tiles
      ? () => []
      : labelGraticule(sheet, view.map, texts, state, standing);
    const edges = () => [...frames(), ...degrees()];
    drawLabels(sheet, view.map, atlas, texts, state, { places, piles, beads, frames: edges });
    window.uttarapath = { atlas, state, map: view.map, projection };
  }),
);

/** What stands on the map now and what lies over it, but for names; in pixels of the map. */
function standing() {
  const { x, y } = view.map.getPixelBounds().min;
  const signs = [...places().map(({ spot }) => boxAround(spot, 6)), ...piles.boxes()];
  const lines = beads().map((spot) => boxAround(spot, 3));
  const [, ...panels] = frames();
  return [...panels, ...[...signs, ...lines].map(([x0, y0, x1, y1]) => [x0 - x, y0 - y, x1 - x, y1 - y])];
}

/** The box around all that the partnership has on the map; some corners are enough. */
function partnershipBox() {
  const layers = ["republics", "instc", "ashgabat", "exercises", "dialogues"];
  const flat = layers.flatMap((layer) => (atlas.layers[layer] ?? []).flatMap((f) => parts(f)));
  const box = { xMin: Infinity, xMax: -Infinity, yMin: Infinity, yMax: -Infinity };
  for (const line of flat) {
    for (let i = 0; i < line.length; i += 2 * EVERY) {
      const [x, y] = projection.forward(line[i], line[i + 1]);
      box.xMin = Math.min(box.xMin, x);
      box.xMax = Math.max(box.xMax, x);
      box.yMin = Math.min(box.yMin, y);
      box.yMax = Math.max(box.yMax, y);
    }
  }
  return Number.isFinite(box.xMin) ? box : { xMin: -1, xMax: 1, yMin: -1, yMax: 1 };
}

/** @param {string} id */
function revealMark(id) {
  const [feature] = atlas.byId.get(id) ?? [];
  if (feature && !["countries", "republics"].includes(feature.layer)) {
    view.reveal(...position(feature), coveredRoom());
  }
}
