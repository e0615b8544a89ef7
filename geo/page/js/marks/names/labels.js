// @ts-check
import { setChildren, svg } from "../../dom.js";
import { parts } from "../../data/read.js";
import { boxAround, meets } from "../../map/boxes.js";
import { FILTERED } from "../../data/filter.js";
import { askedFor, countryOf, featuresIn, kindOf, litCountries, ofShape, placesOf, valueOf } from "../../data/layers.js";
import { frames } from "../../map/cover.js";
import { namesLanguage } from "../../text/voice.js";
import { createBranches } from "./branches.js";
import { createCallouts, MOST_SPOTS } from "./callouts.js";
import { boxOf, spotOf, putAt, setInType } from "./lettering.js";
import { createMinor } from "./minor.js";
import { createRoom } from "./room.js";
import { anchorsOf, anchorsWithin, middlesOn, OVER, OVER_MORE, pileBoxes, planNames } from "./plan.js";
import { STEP_M } from "../../map/sheet.js";
import { LIT } from "../../state/scenes.js";

const SIGN_PX = 6.2;
const DOT_PX = 3.5;
const GAP_PX = 2;
/** A capital's name this near to another capital would be read as that one's. */
const OTHER_PX = 10;
/** Two signs of one name this near, a town and its station, need the name once. */
const NAMESAKE_PX = 40;
/** Where a name may stand beside its sign: to its right or left, and above or below it. */
const SIDES = [
  [1, 0], [1, -0.5], [1, 0.5], [-1, 0], [-1, -0.5], [-1, 0.5],
  [1, -1], [1, 1], [-1, -1], [-1, 1], [0, -1], [0, 1],
];

const NOTHING = /** @type {any} */ ({ width: 0, height: 0 });

/** @typedef {import("../../map/boxes.js").Box} Box */
/** @typedef {import("./plan.js").Area} Area */
/** @typedef {import("../places.js").Standing} Standing */

/**
 * Names on the map: the most important first, each only where it meets no other, covers no sign
 * and is not cut by the edge of the window or of a panel.
 * @param {import("../../page.js").Page} page
 */
export function drawLabels(page) {
  const { sheet, atlas, texts, state, scenes, drawn, view: { map } } = page;
  const group = svg("g", { class: "labels", "aria-hidden": "true" });
  sheet.lay("names", group);
  const [lit, labelled] = [litCountries(atlas), featuresIn(placesOf(atlas).filter(({ cells }) => !cells))];
  const weight = (/** @type {import("../../data/read.js").Feature} */ place) => valueOf(place, atlas).label ?? "plain";
  /** @type {import("./plan.js").LetteredArea[]} */
  let areas = [];
  /** @type {Map<string, import("./lettering.js").Lettering>} */
  let names = new Map();
  const [branches, callouts] = [createBranches(page, group), createCallouts(page, group)];
  const minor = createMinor(page, group);

  /** Where each name that must stand will do so, found anew for each zoom.
   * @type {import("./plan.js").Plan} */
  let plan = { names: new Map(), fine: false };
  let plannedFor = "";
  /** @type {import("./lettering.js").Bound[]} */
  let written = [];
  const isOwnCapital = ({ feature }) => weight(feature) === "strong" && lit.has(countryOf(feature));

  const isTiled = () => map.getContainer().classList.contains("tiled");
  const letter = () => {
    const language = namesLanguage(state.get());
    const known = isTiled() ? [] : areaLabels(language, page);
    const set = setInType(group, [
      ...known,
      ...known.map((area) => ({ ...area, kind: `${area.kind} fine` })),
      ...labelled.map((place) => ({ ...texts.nameIn(place, language), kind: `place ${weight(place)}` })),
    ]);
    const count = known.length;
    areas = known.map((area, i) => ({ area, type: set[i], fine: set[i + count] }));
    branches.letter(language);
    callouts.letter();
    minor.letter(language);
    plannedFor = "";
    names = new Map(labelled.map(({ id }, i) => [id, set[i + 2 * count]]));
  };

  /** Whatever the plan is of, a name stands where its sign does. */
  const place = () => {
    const scale = sheet.pixelsPerStep();
    written.forEach((name) => putAt(name, scale));
    callouts.lead(scale);
  };

  const draw = () => {
    if (sheet.isStretched()) return; // the end of the motion draws them
    const scale = sheet.pixelsPerStep();
    const { min, max } = map.getPixelBounds();
    const paper = boxAround([(min.x + max.x) / 2, (min.y + max.y) / 2], max.x - min.x, max.y - min.y);
    const [seen, ...panels] = [...frames(), ...drawn.degrees()].map(([x0, y0, x1, y1]) => {
      return [x0 + min.x, y0 + min.y, x1 + min.x, y1 + min.y];
    });
    const near = (/** @type {Box[]} */ boxes) => boxes.filter((box) => meets(box, [paper]));
    const places = drawn.places();
    const stood = signsOf(places);
    const { hidden, lang, names: choice } = state.get();
    const { named: told } = scenes.subject(state.get());
    const isTold = (/** @type {{id: string}} */ { id }) => told.has(id);
    for (const [id, { node }] of names) node.classList.toggle("told", told.has(id));
    for (const { area, type, fine } of areas) [type, fine].forEach(({ node }) => node.classList.toggle("told", isTold(area)));
    const plannedNow = [scale, lang, choice, innerWidth, ...hidden].join();
    if (plannedNow !== plannedFor) {
      plannedFor = plannedNow;
      const lines = drawn.beads().map((spot) => boxAround(spot, 3));
      const capitals = places.filter(isOwnCapital).flatMap((place) => {
        const type = names.get(place.feature.id);
        const rest = signsOf(places.filter((other) => other !== place && weight(other.feature) === "strong"));
        return type ? [capitalName(place, type, lines, rest)] : [];
      });
      plan = planNames(areas, capitals, scale, stood, drawn.piles);
    }
    const room = createRoom({
      scale, paper, seen, panels,
      signs: near([...stood, ...pileBoxes(drawn.piles)]),
      lines: near(drawn.beads().map((spot) => boxAround(spot, 3))),
    });
    const { isFree, isSeen, choose, put } = room;
    callouts.begin([...signsOf(places.filter(({ feature }) => isTold(feature))), ...pileBoxes(drawn.piles)]);
    /** @type {Map<string, number[]>} */
    const named = new Map();
    /** @type {Set<object>} areas and features named where the plan says */
    const standing = new Set();

    const putArea = ({ area, type, fine }) => {
      const mustStand = area.must || isTold(area);
      if (!mustStand && area.room !== undefined && type.width > area.room * scale) return;
      const middles = anchorsOf(area, scale);
      if (!mustStand || !area.rings) {
        const isPut = put(type, choose(type, middles)) || (area.kind.includes("rank-1") && put(fine, choose(fine, middles)));
        if (!isPut && isTold(area)) callouts.put(type, () => middles, room);
        return;
      }
      if (standing.has(area)) return;
      const size = plan.fine ? fine : type;
      const given = anchorsWithin(area, size, scale, OVER_MORE);
      const inSight = (/** @type {number} */ over) => middlesOn(area, size, scale, over, seen);
      const own = choose(size, given, isSeen) ?? choose(size, inSight(OVER), isSeen) ??
        choose(size, inSight(OVER_MORE), isSeen);
      if (!put(size, own) && isTold(area)) callouts.put(size, () => within(area), room);
    };
    /** Spots on a country, those first that nothing covers. */
    const within = (/** @type {Area} */ area) =>
      split(middlesOn(area, NOTHING, scale, 0, seen), (spot) => !isFree(boxAround(spot, 3))).flat().slice(0, MOST_SPOTS);
    /** @param {Standing} place */
    const putPlace = ({ feature, spot, at }) => {
      const type = names.get(feature.id);
      if (!type || standing.has(feature)) return;
      const last = named.get(type.text);
      if (last && Math.hypot(last[0] - spot[0], last[1] - spot[1]) < NAMESAKE_PX) return;
      if (put(type, choose(type, besides(type, spot)), at)) named.set(type.text, spot);
      else if (isTold(feature)) callouts.put(type, () => [spot], room);
    };
    /** @param {[string, import("../../page.js").Course[]]} branch */
    const putBranch = ([branch, courses]) => branches.put(branch, courses, courses.some(isTold), room);
    const [quiet, loud] = split([...drawn.branches()], ([, courses]) => courses.some(isTold));
    /** @param {import("./minor.js").Minor} name */
    const putMinor = ({ type, at, half, spot, dot }) => {
      if (dot && !isFree(boxOf(dot, spot))) return;
      if (put(type, choose(type, besides(type, spot, half)), at) && dot) put(dot, spot, at);
    };

    const isLit = ({ area }) => area.must || isTold(area);
    const isGreatSea = ({ area }) => area.kind.includes("rank-1");
    const roomy = places.filter(({ crowded }) => !crowded);
    const [rest] = split(roomy, ({ feature }) => isTold(feature));
    const isTelling = ({ feature }) => weight(feature) !== "plain";
    for (const [of, name] of plan.names) {
      const middle = spotOf(name, scale);
      if (put(name.type, choose(name.type, [middle], isSeen), name.at)) standing.add(of);
    }
    const asked = askedFor(atlas, state.get());
    places.filter(({ feature }) => asked.has(feature.id)).forEach(putPlace);
    loud.forEach(putBranch);
    const [own, foreign] = split(rest.filter(({ feature }) => !asked.has(feature.id)), (place) => !isOwnCapital(place));
    const [telling, others] = split(foreign, (place) => !isTelling(place));
    roomy.filter(({ feature }) => standing.has(feature)).forEach(({ feature, spot }) => {
      named.set(names.get(feature.id)?.text ?? "", spot);
    });
    own.forEach(putPlace);
    areas.filter(isLit).forEach(putArea);
    places.filter(({ feature }) => isTold(feature)).forEach(putPlace);
    callouts.putAll(room, (id) => areas.filter(({ area }) => area.id === id).flatMap(({ area }) => within(area)));
    areas.filter(isGreatSea).forEach(putArea);
    telling.forEach(putPlace);
    quiet.forEach(putBranch);
    areas.filter((area) => !isLit(area) && !isGreatSea(area)).forEach(putArea);
    others.forEach(putPlace);
    minor.names(scale).forEach(putMinor);
    ({ written } = room);
    place();
    written.forEach((name) => name.type.node.classList.toggle("led", callouts.isLed(name)));
    setChildren(group, [...callouts.nodes, ...written.map(({ type }) => type.node)]);
  };
  const write = () => {
    letter();
    draw();
  };
  sheet.onZoom(place);
  map.on("resize ground", letter);
  map.on("moveend resize ground", draw);
  state.on([...FILTERED, ...LIT, "panel", "legend", "feature"], draw);
  state.on(["lang", "names"], write);
  write();
}

/**
 * How a capital may be named: rather where no line runs, and never nearer to another capital.
 * @param {Standing} place
 * @param {import("./lettering.js").Lettering} type
 * @param {Box[]} lines
 * @param {Box[]} others signs of the other capitals
 * @returns {import("./plan.js").Wanted}
 */
function capitalName({ feature, spot, at }, type, lines, others) {
  const isNearOther = (/** @type {number[]} */ middle) =>
    meets(boxAround(middle, type.width / 2 + OTHER_PX, type.height / 2 + OTHER_PX), others);
  const own = besides(type, spot).filter((middle) => !isNearOther(middle));
  const [open, crossed] = split(own, (middle) => meets(boxOf(type, middle), lines));
  return { of: feature, at, weight: 1, sizes: [type, type], middles: () => [...open, ...crossed] };
}

/**
 * What a test does not say of, and what it says of.
 * @template T @param {T[]} items @param {(item: T) => boolean} test @returns {[T[], T[]]}
 */
function split(items, test) {
  return [items.filter((item) => !test(item)), items.filter(test)];
}

/**
 * Where a name may stand beside its sign, the best first.
 * @param {import("./lettering.js").Lettering} type
 * @param {number[]} spot
 * @param {number} [half] of the width of the sign
 */
function besides({ width, height }, [x, y], half = SIGN_PX) {
  return SIDES.map(([h, v]) => {
    const far = Math.abs(v) === 1;
    const across = h * (width / 2 + (far ? -half : half + GAP_PX));
    return [x + across, y + v * (height / 2 + (far ? Math.min(half, SIGN_PX) + GAP_PX : 0))];
  });
}

/** @param {Standing[]} places */
function signsOf(places) {
  return places.map(({ spot, crowded }) => boxAround(spot, crowded ? DOT_PX : SIGN_PX));
}

/**
 * @param {string} language of the names
 * @param {import("../../page.js").Page} page
 * @returns {Area[]}
 */
function areaLabels(language, { sheet, atlas, texts }) {
  const byHand = atlas.spots.countries ?? {};
  const order = Object.keys(byHand);
  const countries = ofShape(atlas, "areas").flatMap(({ features }) => {
    const sorted = [...features].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
    return sorted.map((feature) => {
      const [lon, lat, roomKm] = feature.is.spot;
      const anchors = byHand[feature.id] ?? [[lon, lat]];
      const isLit = kindOf(feature, atlas) !== "quiet";
      /** @type {number[][] | undefined} */
      let rings;
      return {
        ...texts.nameIn(feature, language),
        id: feature.id,
        must: isLit,
        kind: isLit ? "area lit" : "area",
        anchors: anchors.map((at) => sheet.grid(at[0], at[1])),
        room: byHand[feature.id] ? undefined : (roomKm * 1000) / STEP_M,
        rings: () => (rings ??= parts(feature).map(sheet.gridAll)),
      };
    });
  });
  const seas = (atlas.spots.seas ?? []).map(({ key, at, rank }) => ({
    ...texts.sea(key, language),
    id: key,
    must: false,
    kind: `sea rank-${rank}`,
    anchors: at.map(([lon, lat]) => sheet.grid(lon, lat)),
  }));
  return [...countries, ...seas];
}
