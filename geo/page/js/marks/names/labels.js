// @ts-check
import { svg } from "../../dom.js";
import { parts } from "../../data/read.js";
import { boxAround, edgesOf, inside, meets, nearest } from "../../map/boxes.js";
import { FILTERED } from "../../data/filter.js";
import { askedFor, countryOf, featuresIn, hueOfSegment, kindOf, litCountries, ofShape, placesOf, valueOf } from "../../data/layers.js";
import { frames } from "../../map/cover.js";
import { inHue } from "../signs.js";
import { namesLanguage } from "../../text/voice.js";
import { alongLeader, beadsOf, besidePoint, setOnSheets } from "./callouts.js";
import { createLens } from "./lens.js";
import { bind, boxOf, spotOf, putAt, roomOf, setInType } from "./lettering.js";
import { alongLines, boxesAlong, roomAlong } from "./along.js";
import { createMinor } from "./minor.js";
import { anchorsOf, anchorsWithin, CAPITAL, middlesOn, OVER, OVER_MORE, pileBoxes, planNames } from "./plan.js";
import { STEP_M } from "../../map/sheet.js";
import { LIT } from "../../state/scenes.js";

const SIGN_PX = 6.2;
const DOT_PX = 3.5;
const GAP_PX = 2;
/** A capital's name this near to another capital would be read as that one's. */
const OTHER_PX = 4;
/** Two signs of one name this near, a town and its station, need the name once. */
const NAMESAKE_PX = 40;
/** Where a name may stand beside its sign: to its right or left, and above or below it. */
const SIDES = [
  [1, 0], [1, -0.5], [1, 0.5], [-1, 0], [-1, -0.5], [-1, 0.5],
  [1, -1], [1, 1], [-1, -1], [-1, 1], [0, -1], [0, 1],
];

/** Points along a line of the subject keep this free around them, so that none of it is covered. */
const BEAD_HALF_PX = 7;
/** How many spots are tried for the end of a line to a text. */
const MOST_SPOTS = 12;
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
  const { sheet, atlas, texts, state, scenes, filter, drawn, view: { map } } = page;
  const group = svg("g", { class: "labels", "aria-hidden": "true" });
  sheet.lay("names", group);
  const [lit, labelled] = [litCountries(atlas), featuresIn(placesOf(atlas))];
  const weight = (/** @type {import("../../data/read.js").Feature} */ place) => valueOf(place, atlas).label ?? "plain";
  const capitals = labelled.filter((place) => weight(place) === "strong");
  /** @type {import("./plan.js").LetteredArea[]} */
  let areas = [];
  /** @type {Map<string, import("./lettering.js").Lettering>} */
  let names = new Map();
  /** @type {Map<string, import("./lettering.js").Lettering>} those of capitals, in a finer type */
  let finer = new Map();
  /** @type {Map<string, import("./lettering.js").Lettering[]>} by scene */
  let callouts = new Map();
  const [leaders, ends] = ["leaders", "ends"].map((name) => svg("path", { class: name }));
  const ways = ofShape(atlas, "network").flatMap((layer) => (layer.branches ?? []).map((branch) => ({ branch, layer })));
  /** @type {Map<string, import("./lettering.js").Lettering>} */
  let branches = new Map();
  /** @type {Map<string, {key: string, places: import("./along.js").Along[], last: import("./along.js").Along | undefined}>} */
  const along = new Map();
  const minor = createMinor(page, group);
  const underLens = createLens(page);

  /** Where each name that must stand will do so, found anew for each zoom.
   * @type {import("./plan.js").Plan} */
  let plan = { names: new Map(), fine: false };
  let plannedFor = "";
  /** @type {import("./lettering.js").Bound[]} */
  let written = [];
  /** @type {import("./lettering.js").Bound[]} those of them to which a line leads */
  let led = [];
  /** @type {WeakMap<SVGElement, {scale: number, point: number[], middle: number[]}>} where they stood, by node */
  const beside = new WeakMap();

  const isOwnCapital = ({ feature }) => weight(feature) === "strong" && lit.has(countryOf(feature));

  const isTiled = () => map.getContainer().classList.contains("tiled");
  const letter = () => {
    const language = namesLanguage(state.get());
    const known = isTiled() ? [] : areaLabels(language, page);
    const set = setInType(group, [
      ...known,
      ...known.map((area) => ({ ...area, kind: `${area.kind} fine` })),
      ...known.map(({ code, kind }) => ({ text: code, lang: "", kind: `${kind} fine` })),
      ...labelled.map((place) => ({ ...texts.nameIn(place, language), kind: `place ${weight(place)}` })),
      ...ways.map(({ branch }) => ({ ...texts.branch(branch, language), kind: "branch" })),
      ...capitals.map((place) => ({ ...texts.nameIn(place, language), kind: "place strong fine" })),
    ]);
    const count = known.length;
    areas = known.map((area, i) => ({ area, type: set[i], fine: set[i + count], short: area.code ? set[i + 2 * count] : null }));
    const told = atlas.story.flatMap((scene) => {
      const { callouts: notes, lang } = texts.scene(scene);
      return notes.map((/** @type {string} */ text) => ({ text, lang }));
    });
    const sheets = setOnSheets(group, told);
    callouts = new Map(atlas.story.map(({ id, map: { callouts: some } }) => [id, sheets.splice(0, some.length)]));
    minor.letter(language);
    plannedFor = "";
    names = new Map(labelled.map(({ id }, i) => [id, set[i + 3 * count]]));
    const end = set.length - capitals.length;
    finer = new Map(capitals.map(({ id }, i) => [id, set[end + i]]));
    branches = new Map(ways.map(({ branch, layer }, i) => {
      const type = set[i + 3 * count + labelled.length];
      inHue(type.node, hueOfSegment(layer, [branch]));
      return [branch, type];
    }));
  };

  /** Whatever the plan is of, a name stands where its sign does. */
  const place = () => {
    const scale = sheet.pixelsPerStep();
    written.forEach((name) => putAt(name, scale));
    const lines = led.map((name) => {
      const point = name.at.map((value) => value * scale);
      return [point, nearest(boxOf(name.type, spotOf(name, scale)), point)];
    });
    leaders.setAttribute("d", lines.map((line) => `M${line.join("L")}`).join(""));
    ends.setAttribute("d", lines.map(([point]) => `M${point}h0`).join(""));
  };

  /** What the text beside the subject must not cover, anew for each zoom and each subject. */
  const subjectBoxes = () => {
    const lines = [...scenes.subject(state.get()).lit].flatMap((id) => atlas.byId.get(id)?.slice(0, 1) ?? [])
      .filter(({ layer: { shape } }) => shape === "network" || shape === "lines");
    return lines.flatMap((line) => beadsOf(line, page).map((spot) => boxAround(spot, BEAD_HALF_PX)));
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
    for (const [id, { node }] of [...names, ...finer]) node.classList.toggle("told", told.has(id));
    for (const { area, type, fine, short } of areas) [type, fine, short].forEach((each) => each?.node.classList.toggle("told", isTold(area)));
    const plannedNow = [scale, lang, choice, innerWidth, ...hidden].join();
    if (plannedNow !== plannedFor) {
      plannedFor = plannedNow;
      const lines = drawn.beads().map((spot) => boxAround(spot, 3));
      const stars = places.filter(isOwnCapital).flatMap((place) => {
        const type = names.get(place.feature.id);
        const rest = signsOf(places.filter((other) => other !== place && weight(other.feature) === "strong"));
        return type ? [capitalName(place, [type, finer.get(place.feature.id) ?? type], lines, rest)] : [];
      });
      plan = planNames(areas, stars, scale, stood, drawn.piles);
    }
    const signs = near([...stood, ...pileBoxes(drawn.piles)]);
    const lines = near(drawn.beads().map((spot) => boxAround(spot, 3)));
    /** @type {Box[]} */
    const taken = [...edgesOf(seen), ...panels];
    written = [];
    led = [];
    const lit = signsOf(places.filter(({ feature }) => isTold(feature)));
    const subject = [...subjectBoxes(), ...lit, ...pileBoxes(drawn.piles)];
    /** @type {Map<string, number[]>} */
    const named = new Map();
    /** @type {Set<object>} areas and features named where the plan says */
    const standing = new Set();

    /** @param {Box} box */
    const isFree = (box) => !meets(box, taken) && !meets(box, signs);
    /** @param {Box} box */
    const isSeen = (box) => inside(box, seen) && !meets(box, panels);
    /** The best of some middles, if one is free; rather none that a line runs through.
     * @param {import("./lettering.js").Lettering} type @param {number[][]} middles
     * @param {(box: Box) => boolean} [also] */
    const choose = (type, middles, also = () => true) => {
      const open = middles.filter((middle) => {
        const box = boxOf(type, middle);
        return inside(box, paper) && also(box) && isFree(box);
      });
      return open.find((middle) => !meets(boxOf(type, middle), lines)) ?? open[0];
    };
    /** @param {import("./lettering.js").Lettering} type @param {number[] | undefined} middle
     * @param {number[]} [at] its sign */
    const put = (type, middle, at) => {
      if (!middle) return false;
      taken.push(...roomOf(type, middle));
      written.push(bind(type, middle, scale, at));
      return true;
    };
    /** Rather beside what it names than not at all, with a line to it; where it stood, if it still can.
     * @param {import("./lettering.js").Lettering} type @param {() => number[][]} spots where that may end */
    const putBeside = (type, spots) => {
      const last = beside.get(type.node);
      const stays = last?.scale === scale && isOpenBeside(boxOf(type, last.middle)) && isSeen(boxAround(last.point, 3));
      const room = { seen, taken, subject, avoided: [...signs, ...lines] };
      for (const point of stays ? [last.point] : spots().filter((each) => isSeen(boxAround(each, 3)))) {
        const middle = stays ? last.middle : besidePoint(point, type, room);
        if (!middle) continue;
        beside.set(type.node, { scale, point, middle });
        put(type, middle, point.map((value) => value / scale));
        led.push(written[written.length - 1]);
        taken.push(...alongLeader(point, boxOf(type, middle)));
        return;
      }
    };
    /** @param {Box} box */
    const isOpenBeside = (box) => inside(box, seen) && !meets(box, taken) && !meets(box, subject);
    const putArea = ({ area, type, fine, short }) => {
      const mustStand = area.must || isTold(area);
      if (!mustStand && area.room !== undefined && type.width > area.room * scale) return;
      const middles = anchorsOf(area, scale);
      if (!mustStand || !area.rings) {
        const isPut = put(type, choose(type, middles)) || (area.kind.includes("rank-1") && put(fine, choose(fine, middles)));
        if (!isPut && isTold(area)) putBeside(type, () => middles);
        return;
      }
      if (standing.has(area)) return;
      const size = plan.fine ? fine : type;
      const given = anchorsWithin(area, size, scale, OVER_MORE);
      const inSight = (/** @type {number} */ over) => middlesOn(area, size, scale, over, seen);
      const own = choose(size, given, isSeen) ?? choose(size, inSight(OVER), isSeen) ??
        choose(size, inSight(OVER_MORE), isSeen);
      if (put(size, own) || (short && put(short, choose(short, middlesOn(area, short, scale, OVER, seen), isSeen)))) return;
      if (isTold(area)) putBeside(size, () => within(area));
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
      else if (isTold(feature)) putBeside(type, () => [spot]);
    };
    /** Where the line from a callout may end. */
    const spotsOf = (/** @type {import("../../data/read.js").Feature} */ feature) => {
      const { id, layer } = feature;
      if (layer.shape === "areas") return areas.filter(({ area }) => area.id === id).flatMap(({ area }) => within(area));
      const beads = beadsOf(feature, page);
      const stride = Math.max(1, beads.length / MOST_SPOTS);
      return Array.from({ length: Math.min(beads.length, MOST_SPOTS) }, (_, i) => {
        return beads[Math.floor((beads.length + (i % 2 ? i : -i) * stride) / 2)];
      }).filter(Boolean);
    };

    /** A name along its line: where that is of its own network alone rather, and where it stood.
     * @param {string} branch @param {import("../../page.js").Course[]} courses */
    const putBranch = (branch, courses) => {
      const type = branches.get(branch);
      if (!type) return;
      type.node.classList.toggle("told", courses.some(isTold));
      const key = [scale, seen, type.width, ...courses.map(({ id }) => id)].join();
      let known = along.get(branch);
      if (known?.key !== key) {
        const least = Math.min(...courses.map(({ networks }) => networks));
        const own = courses.filter(({ networks }) => networks === least).map(({ points }) => points);
        known = { key, places: alongLines(own, type.width, seen), last: undefined };
        along.set(branch, known);
      }
      const isOpen = (/** @type {import("./along.js").Along} */ at) => {
        const room = roomAlong(type, at);
        return isSeen(room) && isFree(room) && (at.on || !boxesAlong(type, at).some((box) => meets(box, lines)));
      };
      const { places, last } = known;
      known.last = last && isOpen(last) ? last : places.find(isOpen);
      if (!known.last) return;
      taken.push(roomAlong(type, known.last));
      written.push({ ...bind(type, known.last.middle, scale), turn: known.last.turn });
    };
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
    loud.forEach(([branch, courses]) => putBranch(branch, courses));
    const [own, foreign] = split(rest.filter(({ feature }) => !asked.has(feature.id)), (place) => !isOwnCapital(place));
    const [telling, others] = split(foreign, (place) => !isTelling(place));
    roomy.filter(({ feature }) => standing.has(feature)).forEach(({ feature, spot }) => {
      named.set(names.get(feature.id)?.text ?? "", spot);
    });
    own.forEach(putPlace);
    areas.filter(isLit).forEach(putArea);
    places.filter(({ feature }) => isTold(feature)).forEach(putPlace);
    const scene = scenes.told(state.get());
    scene?.map.callouts.forEach(({ feature: id, lens }, i) => {
      const feature = (atlas.byId.get(id) ?? []).find((each) => filter.shown(each));
      const callout = /** @type {any} */ (callouts.get(scene.id))[i];
      if (feature) putBeside(lens ? underLens(feature, callout) : callout, () => spotsOf(feature));
    });
    areas.filter(isGreatSea).forEach(putArea);
    telling.forEach(putPlace);
    quiet.forEach(([branch, courses]) => putBranch(branch, courses));
    areas.filter((area) => !isLit(area) && !isGreatSea(area)).forEach(putArea);
    others.forEach(putPlace);
    minor.names(scale).forEach(putMinor);
    place();
    written.forEach((name) => name.type.node.classList.toggle("led", led.includes(name)));
    group.replaceChildren(leaders, ends, ...written.map(({ type }) => type.node));
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
 * @param {import("./lettering.js").Lettering[]} sizes
 * @param {Box[]} lines
 * @param {Box[]} others signs of the other capitals
 * @returns {import("./plan.js").Wanted}
 */
function capitalName({ feature, spot, at }, sizes, lines, others) {
  const middles = (/** @type {import("./lettering.js").Lettering} */ type) => {
    const isNearOther = (/** @type {number[]} */ middle) =>
      meets(boxAround(middle, type.width / 2 + OTHER_PX, type.height / 2 + OTHER_PX), others);
    const own = besides(type, spot).filter((middle) => !isNearOther(middle));
    return split(own, (middle) => meets(boxOf(type, middle), lines)).flat();
  };
  return { of: feature, at, weight: CAPITAL, sizes, middles };
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
        code: isLit ? feature.is.iso_a2 ?? "" : "",
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
    code: "",
    must: false,
    kind: `sea rank-${rank}`,
    anchors: at.map(([lon, lat]) => sheet.grid(lon, lat)),
  }));
  return [...countries, ...seas];
}
