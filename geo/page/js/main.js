// @ts-check
import { byId } from "./dom.js";
import { createState } from "./state.js";
import { parts, position, readAtlas } from "./data.js";
import { createCrs, createProjection } from "./projection.js";
import { addZoomButtons, createView } from "./view.js";
import { createSheet } from "./sheet.js";
import { createTexts } from "./i18n.js";
import { drawGraticule, drawGround } from "./ground.js";
import { drawBorders, drawCountries } from "./countries.js";
import { drawAreas } from "./areas.js";
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

const projection = createProjection(atlas.view.projection.lon, atlas.view.projection.lat);
const crs = createCrs(projection);
const view = createView(byId(atlas.map), crs, atlas.view, state, coveredRoom);
view.fit(partnershipBox(), coveredRoom());

const sheet = createSheet(view.map, projection);
drawGround(sheet, atlas, "land");
const drawQuietCountries = drawCountries(sheet, atlas, texts);
drawGround(sheet, atlas, "rivers");
drawGround(sheet, atlas, "lakes");
drawGraticule(sheet);
drawAreas(sheet, atlas, state);
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
window[atlas.map] = view.map;

// The first picture comes before what it does not show.
requestAnimationFrame(() =>
  setTimeout(() => {
    drawQuietCountries();
    drawLabels(sheet, view.map, atlas, texts, state, { places, piles, beads, frames });
    window.uttarapath = { atlas, state, map: view.map, projection };
  }),
);

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
