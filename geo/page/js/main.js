// @ts-check
import { byId } from "./dom.js";
import { boxAround } from "./map/boxes.js";
import { createState } from "./state/store.js";
import { parts, position, readAtlas } from "./data/read.js";
import { createWorlds } from "./data/time.js";
import { createFilter, keysOf } from "./data/filter.js";
import { createScenes } from "./state/scenes.js";
import { createAddress } from "./state/address.js";
import { createCrs, createMercator, createProjection } from "./map/projection.js";
import { addZoomButtons, createView, projectedBox } from "./map/view.js";
import { createSheet } from "./map/sheet.js";
import { createTexts } from "./text/voice.js";
import { addLanguageSwitch, addNamesChoice } from "./panels/language.js";
import { drawGround } from "./map/ground.js";
import { drawGraticule, labelGraticule } from "./map/graticule.js";
import { addTiles } from "./map/tiles.js";
import { drawBorders, drawCountries } from "./marks/countries.js";
import { drawOcean, drawRelief } from "./map/relief.js";
import { drawAreas } from "./marks/areas.js";
import { drawCorridors } from "./marks/corridors.js";
import { drawExercises } from "./marks/exercises.js";
import { drawDialogues } from "./marks/dialogues.js";
import { drawPiles } from "./marks/piles.js";
import { drawPlaces } from "./marks/places.js";
import { drawLabels } from "./marks/names/labels.js";
import { listenToMarks } from "./marks/marks.js";
import { addHighlight } from "./marks/highlight.js";
import { addLegend } from "./panels/legend.js";
import { addMembersSign } from "./panels/members.js";
import { addDetails } from "./panels/details.js";
import { addDownloads, createDownloads } from "./panels/downloads.js";
import { addPrint } from "./panels/print.js";
import { addTooltip } from "./panels/tooltip.js";
import { addThemeSwitch } from "./panels/theme.js";
import { addTable, LISTED } from "./panels/table.js";
import { addTabs } from "./panels/tabs.js";
import { addPanels, coveredRoom, frames, isSheet, isWide } from "./panels/panel.js";
import { addScaleBar } from "./map/scale.js";
import { addExplore } from "./panels/explore.js";
import { addSearch } from "./panels/search.js";
import { addStory } from "./panels/story.js";
import { mindTheFrame } from "./map/manners.js";
import { addTimeBar } from "./panels/timebar.js";
import { addPointer } from "./map/pointer.js";
import { supportFolium } from "./map/folium.js";

const EVERY = 8;
/** Layers that the view of the whole atlas takes in. */
const WHOLE = ["republics", "instc", "ashgabat", "exercises", "dialogues"];
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const atlas = readAtlas(byId("atlas-data").textContent ?? "");
const scenes = createScenes(atlas, {
  layer: LISTED[0],
  tab: atlas.story.length ? "story" : "about",
  scene: atlas.story[0]?.id ?? null,
  view: null,
  hidden: new Set(),
  body: null,
  feature: null,
  hover: null,
  fan: null,
  date: atlas.edition.date,
  span: "so_far",
  theme: "auto",
  lang: document.documentElement.lang,
  names: null,
  panel: isSheet() ? "peek" : "half",
  legend: isWide(),
});
const address = createAddress(atlas, scenes);
const state = createState(address.read(location.hash));
const texts = createTexts(atlas, state);
const worlds = createWorlds(atlas);
const filter = createFilter(atlas, state, worlds);
supportFolium(atlas.icons);
addThemeSwitch(state, texts);
addTabs(texts, state, scenes);
addPanels(atlas, texts, state);

const { projection: centre, finest_m_per_px: finest } = atlas.view;
const projection = atlas.tiles ? createMercator() : createProjection(centre.lon, centre.lat);
const crs = createCrs(projection);
const view = createView(byId(atlas.map), crs, area(), finest, state, coveredRoom, CALM.matches);
mindTheFrame(view.map, texts);
lead();

const sheet = createSheet(view.map, projection);
if (atlas.tiles) addTiles(view.map, atlas.tiles, texts);
else drawOcean(sheet, atlas);
drawGround(sheet, atlas, "land");
const drawQuietCountries = drawCountries(sheet, atlas, texts, state, worlds);
const drawShading = atlas.tiles ? null : drawRelief(sheet, atlas);
drawGround(sheet, atlas, "rivers");
drawGround(sheet, atlas, "lakes");
if (!atlas.tiles) drawGraticule(sheet, view.map);
drawAreas(sheet, atlas, state, filter);
drawBorders(sheet, atlas, state, filter);
const beads = drawCorridors(sheet, atlas, texts, state, filter);
state.on(["tab", "scene", "view", "panel"], () => lead({ animate: !CALM.matches }));
view.map.on("resize", () => lead());
address.follow(state);
if (state.get().feature && !state.get().view) fitTo(state.get().feature ?? "");
window[atlas.map] = view.map;

// The first picture comes before what it does not show.
requestAnimationFrame(() => setTimeout(finish));

/** All that the first picture does without, from the panels to the names. */
function finish() {
  addNamesChoice(atlas, texts, state);
  addLegend(atlas, texts, state, filter, worlds);
  addMembersSign(atlas, texts, state, worlds);
  if (atlas.story.length) addStory(atlas, texts, state, scenes);
  addTimeBar(atlas, texts, state, CALM.matches);
  const places = drawPlaces(sheet, atlas, texts, state, filter);
  const events = [
    drawExercises(sheet, atlas, texts, state, filter),
    drawDialogues(sheet, atlas, texts, state),
  ];
  const piles = drawPiles(sheet, state, filter, places, events);

  addTooltip(sheet.root, view.map, atlas, texts, state, filter);
  const downloads = createDownloads(atlas, texts, state, filter, sheet.root, view.map.getContainer());
  addDownloads(texts, state, downloads);
  addPrint(atlas, texts, state);
  addDetails(atlas, texts, state, sheet.root, filter, {
    ...downloads,
    link: () => address.link(state.get()),
  });
  addSearch(atlas, texts, state, showOnMap);
  addExplore(atlas, texts, state, worlds, filter, showOnMap);
  addTable(atlas, texts, state, filter, showOnMap);
  state.on("feature", ({ feature }) => {
    if (isSheet() && feature) revealMark(feature);
  });
  listenToMarks(sheet.root, view.map, state, revealMark);
  addZoomButtons(byId("zoom"), view.map);
  addLanguageSwitch(atlas, texts, state);
  addScaleBar(byId("scale-bar"), view.map, texts, state);
  addPointer(byId("pointer"), view.map, texts);
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address keeps the state, and a frame may have none
    byId(atlas.map).focus();
  });
  drawQuietCountries();
  addHighlight(sheet.root, state, scenes);
  drawShading?.();
  const standing = () => standingNow(places(), piles.boxes(), beads());
  const degrees = atlas.tiles ? () => [] : labelGraticule(sheet, view.map, texts, state, standing);
  const edges = () => [...frames(), ...degrees()];
  drawLabels(sheet, view.map, atlas, texts, state, { places, piles, beads, frames: edges });
  window.uttarapath = { atlas, state, map: view.map, projection, worlds };
}

/**
 * Go where the address says, or else to what the scene or the whole atlas shows.
 * @param {any} [options] as for Leaflet's setView
 */
function lead(options) {
  const { view: wanted, tab } = state.get();
  if (wanted) return view.go(wanted);
  if (tab === "table" && options) return undefined; // it lies over the map
  const { frame, focus } = scenes.told(state.get())?.map ?? {};
  const features = (focus ?? []).flatMap((id) => atlas.byId.get(id) ?? []);
  const box = frame ? boxAlong(outline(frame)) : boxAbout(features.length ? features : WHOLE.flatMap(featuresOf));
  return view.fit(box, coveredRoom(), options);
}

/**
 * Open a feature and bring it into sight, whatever legend and day would hide it; an event that had
 * not come leads to the day that it ended.
 * @param {string} id
 */
function showOnMap(id) {
  const features = atlas.byId.get(id) ?? [];
  if (!features.some((feature) => filter.at(feature))) {
    const { end = atlas.edition.date } = features[0]?.is ?? {};
    const { date } = state.get();
    state.set({ date: end > date ? end : date, span: "so_far" });
  }
  let { hidden } = state.get();
  if (!features.some((feature) => filter.shown(feature))) {
    const keys = features.flatMap((feature) => keysOf(filter.at(feature) ?? feature));
    hidden = new Set([...hidden].filter((key) => !keys.includes(key)));
  }
  state.set({ hidden, feature: id, fan: id });
  fitTo(id);
}

/**
 * Bring a feature into sight, as close as its place needs to be drawn.
 * @param {string} id
 */
function fitTo(id) {
  const features = atlas.byId.get(id) ?? [];
  const { technical_places_m_per_px: technical, minor_places_m_per_px: minor } = atlas.view;
  const finest = atlas.labels.technical.includes(id) ? technical : minor;
  // A little closer: at just this zoom the place may not be drawn.
  const maxZoom = crs.zoom(1 / finest) + 0.01;
  view.show(boxAbout(features), coveredRoom(), { maxZoom, animate: !CALM.matches });
}

/** What the ground, or what the tiles, fill of the plane. */
function area() {
  const { window_m: reach, tiles_window: tiled } = atlas.view;
  return atlas.tiles
    ? projectedBox(crs, L.latLngBounds(tiled))
    : { xMin: -reach.x, xMax: reach.x, yMin: -reach.y, yMax: reach.y };
}

/**
 * What stands on the map now and what lies over it, but for names; in pixels of the map.
 * @param {import("./marks/places.js").Standing[]} places
 * @param {import("./map/boxes.js").Box[]} piles
 * @param {number[][]} beads
 */
function standingNow(places, piles, beads) {
  const { x, y } = view.map.getPixelBounds().min;
  const signs = [...places.map(({ spot }) => boxAround(spot, 6)), ...piles];
  const lines = beads.map((spot) => boxAround(spot, 3));
  const [, ...panels] = frames();
  return [...panels, ...[...signs, ...lines].map(([x0, y0, x1, y1]) => [x0 - x, y0 - y, x1 - x, y1 - y])];
}

/** @param {string} layer */
function featuresOf(layer) {
  return atlas.layers[layer] ?? [];
}

/**
 * The box around features; some of their corners are enough.
 * @param {import("./data/read.js").Feature[]} features
 */
function boxAbout(features) {
  return boxAlong(features.flatMap((feature) => parts(feature)), EVERY);
}

/**
 * The edge of a frame in degrees, which is a curve here.
 * @param {number[]} frame west, south, east, north
 */
function outline([west, south, east, north]) {
  const line = [];
  for (let step = 0; step <= 10; step += 1) {
    const [lon, lat] = [west + ((east - west) * step) / 10, south + ((north - south) * step) / 10];
    line.push(lon, south, lon, north, west, lat, east, lat);
  }
  return [line];
}

/**
 * @param {number[][]} lines flat lists lon, lat
 * @param {number} [every]
 * @returns {import("./map/view.js").Box}
 */
function boxAlong(lines, every = 1) {
  const box = { xMin: Infinity, xMax: -Infinity, yMin: Infinity, yMax: -Infinity };
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2 * every) {
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
