// @ts-check
import { setChildren } from "../../dom.js";
import { onceOf } from "../../data/memory.js";
import { onceAll } from "../../failure.js";
import { boxAround, createBoxIndex, meets } from "../../map/boxes.js";
import { SHOWN } from "../../data/filter.js";
import { askedFor, countryOf, litCountries, valueOf } from "../../data/layers.js";
import { frames, onFrames } from "../../map/cover.js";
import { createWork } from "../../slices.js";
import { namesLanguage } from "../../text/names.js";
import { createBranches } from "./branches.js";
import { createCallouts } from "./callouts.js";
import { createCounts } from "./counts.js";
import { halfOf } from "../signs.js";
import { bestSides, faultOf } from "./beside.js";
import { putAt } from "./lettering.js";
import { createMinor } from "./minor.js";
import { pileBoxes, planNames, wantedCapital } from "./plan.js";
import { createSoil } from "./soil.js";
import { createTypeset, rankOfPlace } from "./typeset.js";
import { writeNames } from "./writing.js";

const DOT_PX = 3.5;
/** How the dots of towns look. */
const TOWN = "town";
/** @typedef {import("../../map/boxes.js").Box} Box */
/** @typedef {import("../places.js").Standing} Standing */

/**
 * Names on the map: the most important first, each only where it meets no other, covers no sign
 * and is not cut by the edge of the window or of a panel.
 * @param {import("../../page.js").Page} page
 */
export function drawLabels(page) {
  const { sheet, atlas, state, scenes, drawn, view: { map } } = page;
  const group = sheet.layGroup("names", "labels");
  const lit = litCountries(atlas);
  const soil = createSoil(page);
  const [typeset, minor] = [createTypeset(page, group), createMinor(page, group)];
  const [branches, callouts] = [createBranches(page, group), createCallouts(page, group)];
  const writeCounts = createCounts(page);

  /** Where each name that must stand will do so, found anew for each zoom.
   * @type {import("./plan.js").Plan} */
  let plan = { names: new Map(), size: 0 };
  let plannedFor = "";
  /** What is written, and what of it a line leads to. @type {import("./lettering.js").Bound[][]} */
  let [written, led] = [[], []];
  const signOf = (/** @type {Standing} */ { feature, spot }) => ({ spot, look: valueOf(feature, atlas).sign });
  const isOwnCapital = ({ feature }) => rankOfPlace(feature, atlas) === "strong" && lit.has(countryOf(feature));

  /** Whatever the plan is of, a name stands where its sign does. */
  const place = () => {
    const scale = sheet.pixelsPerStep();
    written.forEach((name) => putAt(name, scale));
    callouts.lead(led, scale);
  };

  /**
   * Plan anew where another choice of names is shown, or after a zoom, which forgets what was planned.
   * @param {object} given
   * @param {Standing[]} given.places
   * @param {Box[]} given.stood their signs
   * @param {import("../../map/boxes.js").BoxIndex} given.lines
   * @param {number} given.scale
   * @param {(place: Standing) => import("./writing.js").Fault} given.faultBeside
   */
  const replan = ({ places, stood, lines, scale, faultBeside }) => {
    const { hidden, lang, names: choice } = state.get();
    const plannedNow = [lang, choice, innerWidth, ...hidden].join();
    if (plannedNow === plannedFor) return;
    plannedFor = plannedNow;
    const capitals = places.filter(isOwnCapital).flatMap((each) => {
      const [own, wrong] = [typeset.names().get(each.feature.id), faultBeside(each)];
      return own ? [wantedCapital(each.feature, each.at, own, (type) => bestSides(type, each.spot, halfOf(each.feature.layer), wrong))] : [];
    });
    plan = planNames(typeset.areas(), capitals, scale, stood, lines, drawn.piles);
  };

  function* draw() {
    if (sheet.isStretched()) return; // the end of the motion draws them
    const scale = sheet.pixelsPerStep();
    const { min, max } = map.getPixelBounds();
    const paper = boxAround([(min.x + max.x) / 2, (min.y + max.y) / 2], max.x - min.x, max.y - min.y);
    const [seen, ...panels] = [...frames(), ...drawn.degrees()].map(([x0, y0, x1, y1]) => {
      return [x0 + min.x, y0 + min.y, x1 + min.x, y1 + min.y];
    });
    const near = (/** @type {Box[]} */ boxes) => createBoxIndex(boxes.filter((box) => meets(box, [paper])));
    const places = drawn.places();
    const stood = signsOf(places);
    const { named: told } = scenes.subject(state.get());
    typeset.tell(told);
    const roomy = places.filter(({ crowded }) => !crowded);
    const towns = minor.towns(scale);
    const signs = [...roomy.map(signOf), ...towns.map(({ spot }) => ({ spot, look: TOWN }))];
    const fault = (/** @type {import("./beside.js").Sign} */ sign, /** @type {string | null} */ home) => faultOf({ ...sign, home, signs, scale, soil });
    const lines = fieldOf(drawn.beads());
    const faultBeside = (/** @type {Standing} */ place) => fault(signOf(place), countryOf(place.feature));
    replan({ places, stood, lines, scale, faultBeside });
    drawn.piles.keepOff(drawn.crowds().flatMap(({ counts }) => counts.map(({ box }) => box)));
    const taken = near([...stood, ...pileBoxes(drawn.piles)]);
    writeCounts((box) => lines.meets(box) || taken.meets(box));
    taken.add(...drawn.crowds().map(({ box }) => box));
    const paint = { scale, paper, seen, panels, signs: taken, lines, told: near(beadsAround([...told].flatMap((id) => drawn.beads(id)))) };
    const wanted = {
      areas: typeset.areas(), places, types: typeset.names(), minor: [...minor.events(scale), ...towns], strands: [...drawn.branches()], plan, told, asked: askedFor(atlas, state.get()), isOwnCapital,
      isTelling: (/** @type {Standing} */ { feature }) => rankOfPlace(feature, atlas) !== "plain",
      faultOf: faultBeside,
      faultOfTown: (/** @type {import("./minor.js").Minor} */ { spot, at }) => fault({ spot, look: TOWN }, soil.homeOf(at)),
      branches, callouts,
    };
    // Where callouts have no room beside the names, these have what room those leave.
    let [whole, leading] = [/** @type {import("./lettering.js").Bound[] | null} */ (null), written];
    for (const early of /** @type {const} */ ([0, 1, 2])) {
      yield;
      leading = callouts.begin([...signsOf(places.filter(({ feature }) => told.has(feature.id))), ...pileBoxes(drawn.piles)], early);
      whole = yield* writeNames(paint, wanted, early);
      if (whole) break;
    }
    [written, led] = [whole ?? [], leading];
    place();
    written.forEach((name) => name.type.node.classList.toggle("led", led.includes(name)));
    setChildren(group, [...callouts.nodes, ...written.map(({ type }) => type.node)]);
    group.removeAttribute("aria-busy");
  }

  const work = createWork();
  const drawWhole = () => work.begin(draw(), true);
  const drawInParts = () => work.begin(draw(), false);
  const redraw = onceAll(() => drawn.settled(drawWhole));
  const write = () => {
    const language = namesLanguage(state.get());
    [typeset, branches, callouts, minor].forEach((each) => each.letter(language));
    plannedFor = "";
    redraw();
  };
  sheet.onZoom(() => {
    plannedFor = "";
    place();
  });
  sheet.onRest((isPanned) => (isPanned ? drawn.settled(drawInParts) : redraw()));
  map.on("resize ground", write);
  map.on("movestart", () => {
    work.stop();
    group.setAttribute("aria-busy", "true"); // who photographs the map by a script can wait for its names
  });
  state.on([...SHOWN, "panel", "legend", "fan"], redraw);
  onFrames(redraw);
  state.on(["lang", "names"], write);
  write();
}

/** What lines take. */
const fieldOf = onceOf((/** @type {number[][]} */ beads) => createBoxIndex(beadsAround(beads)));

/** @param {number[][]} spots */
function beadsAround(spots) {
  return spots.map((spot) => boxAround(spot, 3));
}

/** @param {Standing[]} places */
function signsOf(places) {
  return places.map(({ feature, spot, crowded }) => boxAround(spot, crowded ? DOT_PX : halfOf(feature.layer)));
}
