// @ts-check
import { byId } from "./dom.js";
import { keepFocus } from "./focus.js";
import { attempt, putOn, report, watchMissing } from "./failure.js";
import { createChanges, createFates } from "./data/change.js";
import { createEvidence } from "./data/evidence.js";
import { createFilter } from "./data/filter.js";
import { createLegend } from "./data/legend.js";
import { readAtlas } from "./data/read.js";
import { createWorlds, laterShown, untilToday } from "./data/time.js";
import { createCourses } from "./data/courses.js";
import { createRouter, legsOfAtlas } from "./data/router.js";
import { coveredRoom, watchFrames } from "./map/cover.js";
import { supportFolium } from "./map/folium.js";
import { drawGraticule, labelGraticule } from "./map/graticule.js";
import { drawGround } from "./map/ground.js";
import { leadMap, showOnMap } from "./map/lead.js";
import { mindTheFrame } from "./map/manners.js";
import { addPointer } from "./map/pointer.js";
import { createCrs, createMercator, createProjection } from "./map/projection.js";
import { drawRelief } from "./map/relief.js";
import { addScaleBar } from "./map/scale.js";
import { createSheet } from "./map/sheet.js";
import { addTiles } from "./map/tiles.js";
import { createView } from "./map/view.js";
import { windowOf } from "./map/window.js";
import { drawAreas } from "./marks/areas.js";
import { drawClaimed } from "./marks/claimed.js";
import { addCompared } from "./marks/compared.js";
import { addHighlight } from "./marks/highlight.js";
import { drawField } from "./marks/field.js";
import { drawLines } from "./marks/lines.js";
import { listenToMarks } from "./marks/marks.js";
import { drawLabels } from "./marks/names/labels.js";
import { drawNetworks } from "./marks/network.js";
import { drawPiles } from "./marks/piles.js";
import { drawPlaces } from "./marks/places.js";
import { addChange } from "./panels/change.js";
import { addClaims } from "./panels/claims.js";
import { addDetails } from "./panels/details.js";
import { addDownloads, createTools } from "./panels/downloads.js";
import { addEditions } from "./panels/editions.js";
import { addEscape } from "./panels/escape.js";
import { addEvidence } from "./panels/evidence.js";
import { addExplore } from "./panels/explore.js";
import { addLanguageSwitch, addNamesChoice, followLanguage } from "./panels/language.js";
import { addListing } from "./panels/listing.js";
import { addLegend } from "./panels/legend.js";
import { addMembersSign } from "./panels/members.js";
import { addPanels, PANEL_RULES } from "./panels/panel.js";
import { addPrint } from "./panels/print.js";
import { addSearch } from "./panels/search.js";
import { addSkipLink } from "./panels/skip.js";
import { addStory } from "./panels/story.js";
import { addTable } from "./panels/table.js";
import { addTabs } from "./panels/tabs.js";
import { addThemeSwitch } from "./panels/theme.js";
import { addTimeBar } from "./panels/timebar.js";
import { addTooltip } from "./panels/tooltip.js";
import { addWays } from "./panels/ways.js";
import { addZoomButtons } from "./panels/zoom.js";
import { createAddress } from "./state/address.js";
import { guarded } from "./state/guard.js";
import { followAddress } from "./state/history.js";
import { createScenes } from "./state/scenes.js";
import { createState } from "./state/store.js";
import { createTexts } from "./text/voice.js";
import { createWayTexts } from "./text/ways.js";

/** The first picture. */
const FIRST = [
  followLanguage, watchMissing, supportFolium, addThemeSwitch, addTabs, addPanels, mindTheFrame, leadMap, addTiles, drawGround,
  drawAreas, drawRelief, drawGraticule, drawClaimed, drawLines, drawNetworks, drawField,
  ({ address, state }) => followAddress(address, state),
];
/** All that it does without, from the panels to the names. */
const REST = [
  addNamesChoice, addLegend, addMembersSign, addStory, addTimeBar, addChange, addListing, drawPlaces, drawPiles,
  addTooltip, addEditions, addDownloads, addPrint, addDetails, addSearch, addExplore, addWays, addClaims, addTable, listenToMarks,
  addZoomButtons, addLanguageSwitch, addScaleBar, addPointer, addSkipLink, addEscape,
  (page) => putOn(page.later, page), addEvidence, addHighlight, addCompared, labelGraticule, drawLabels,
  keepFocus,
];

/** @returns {import("./page.js").Page} */
function createPage() {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const atlas = readAtlas(byId("atlas-data").textContent ?? "");
  const router = createRouter(legsOfAtlas(atlas), atlas.performance);
  const worlds = createWorlds(atlas);
  const courses = createCourses(atlas, router, worlds);
  const scenes = createScenes(atlas, courses);
  const address = createAddress(atlas, scenes);
  const state = createState(address.here(), { rules: [...PANEL_RULES, laterShown, untilToday(atlas)], failed: report });
  const bare = () => document.documentElement.classList.toggle("bare", Boolean(state.get().panels));
  state.on("panels", bare);
  bare();
  const { lon, lat } = atlas.view.projection;
  const projection = atlas.tiles ? createMercator() : createProjection(lon, lat);
  const crs = createCrs(projection);
  const view = createView(byId(atlas.map), {
    crs,
    calm,
    area: windowOf(atlas, crs),
    finest: atlas.view.finest_m_per_px,
    covered: coveredRoom,
    moved: (place) => state.set({ view: place }),
  });
  watchFrames(state, view.map);
  window[atlas.map] = view.map;
  window.uttarapath = { atlas, state: guarded(state, atlas, address, scenes), address, map: view.map, projection, worlds, router };
  const changes = createChanges({ atlas, state, worlds });
  const none = () => [];
  const page = /** @type {any} */ ({
    atlas, courses, router, scenes, address, state, worlds, projection, crs, calm, view,
    texts: createTexts(atlas, state),
    filter: createFilter({ state, worlds, courses, scenes }),
    changes, fates: createFates(changes), evidence: createEvidence(atlas),
    sheet: createSheet(view.map, projection, atlas.layers.some(({ cells }) => cells)),
    drawn: { field: () => null, settled: (/** @type {() => void} */ act) => act(), painted: async () => null, crowds: none, rows: none, places: none, beads: none, branches: () => new Map(), events: none, degrees: none, piles: { boxes: none, fan: none, keepClear() {}, keepOff() {} } },
    closers: {}, later: [],
  });
  page.legend = createLegend(page);
  page.wayTexts = createWayTexts(page);
  page.tools = createTools(page);
  Object.assign(window.uttarapath, { courses, wayTexts: page.wayTexts });
  page.choose = (id) => showOnMap(page, id);
  return page;
}

attempt(() => {
  const page = createPage();
  putOn(FIRST, page);
  // The first picture comes before what it does not show.
  requestAnimationFrame(() => setTimeout(() => putOn(REST, page)));
});
