// @ts-check
import { byId, element, pushButton } from "../dom.js";
import { comparison } from "./change.js";
import { picture } from "../map/picture.js";
import { featuresInSight } from "../map/sight.js";
import { notice } from "../notice.js";
import { featuresIn, ofShape } from "../data/layers.js";
import { toCsv, toGeoJson } from "../data/records.js";
import { LINKED } from "../state/history.js";
import { citation } from "./share.js";

/** What a layer can be had as; and what tells of all that can be taken along. */
export const KINDS_OF_FILES = /** @type {const} */ (["geojson", "csv"]);
export const TAKEN = ["cite.heading", "cite.bibtex", "share.link", "share.cite", "share.feature", "download.heading", "download.geojson", "download.csv", "download.png", "download.print"];
const TYPES = { geojson: "application/geo+json", csv: "text/csv;charset=utf-8", png: "image/png" };

/** @typedef {ReturnType<typeof createTools>} Tools */

/**
 * What can be taken from the page along: a link, and a feature, a layer or what is seen as a file.
 * @param {import("../page.js").Page} page
 */
export function createTools(page) {
  const { atlas, texts, state, filter } = page;
  /** Make a file, hand it out, and say that it is so, or that it is not.
   * @param {string} what @param {keyof typeof TYPES} kind
   * @param {() => {content: BlobPart | Promise<BlobPart>, n?: number}} make with how many features there are in it */
  const give = async (what, kind, make) => {
    const file = `${atlas.name}-${what}.${kind}`;
    try {
      const { content, n } = make();
      save(file, kind, await content);
      notice(n === undefined ? texts.say("download.saved", { file }) : texts.count("download.features", n, { file }));
    } catch (error) {
      console.error(error);
      notice(texts.say("download.failed", { file }));
    }
  };
  const about = () => ({
    title: atlas.edition.title,
    version: atlas.edition.version,
    data_date: atlas.edition.date,
    as_of: state.get().date,
    worldview: atlas.view.worldview,
    attribution: texts.say("credit"),
  });
  /** @param {string} what @param {"geojson" | "csv"} kind @param {() => import("../data/read.js").Feature[]} find */
  const features = (what, kind, find) => give(what, kind, () => {
    const found = find();
    return { content: kind === "csv" ? toCsv(found) : toGeoJson(found, about()), n: found.length };
  });
  const seen = () => featuresInSight(page, atlas.layers);
  return {
    /** A link to what is shown now, or nothing. */
    link: () => page.address.link(state.get()),
    /** @param {import("../data/read.js").Feature} feature */
    feature: (feature) => features(feature.id, "geojson", () => [filter.at(feature) ?? feature]),
    /** Layers as on the day that the map shows, in one file.
     * @param {import("../data/read.js").Layer[]} layers @param {"geojson" | "csv"} kind */
    layers: (layers, kind) => features(layers.map(({ id }) => id).join("-"), kind, () => featuresIn(layers).flatMap((each) => filter.at(each) ?? [])),
    geojson: () => features("view", "geojson", seen),
    csv: () => features("view", "csv", seen),
    png: () => give("view", "png", () => {
      const { version, date } = atlas.edition;
      const lines = [
        texts.say("picture.date", { date: texts.date(state.get().date), data: texts.date(date), version }),
        ...[comparison(page)].filter(Boolean),
        texts.say("picture.view", { view: texts.word("worldview", atlas.view.worldview) }),
        texts.say("credit"),
      ];
      const print = { title: texts.say("page.title"), lines, scale: byId("scale-bar") };
      return { content: picture(page, print) };
    }),
  };
}

/**
 * What is handed out whole, with the key of its name: all networks, and each layer.
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("../text/voice.js").Texts} texts
 */
export function bundlesOf(atlas, texts) {
  const networks = ofShape(atlas, "network");
  return [
    ...(networks.length > 1 ? [{ key: "group.corridor", layers: networks }] : []),
    ...atlas.layers.map((layer) => ({ key: `layers.${layer.id}.title`, layers: [layer] })),
  ].filter(({ key, layers }) => texts.has(key) && layers.some(({ features }) => features.length));
}

/**
 * How to cite the map, and the buttons for what is seen and for whole layers.
 * @param {import("../page.js").Page} page
 */
export function addDownloads(page) {
  const { atlas, texts, state, tools } = page;
  const box = byId("downloads");
  const acts = { geojson: tools.geojson, csv: tools.csv, png: tools.png, print: () => window.print() };
  const whole = bundlesOf(atlas, texts);
  /** @param {typeof whole[number]} each */
  const row = ({ key, layers }) => element("li", {}, [
    element("span", {}, [texts.say(key)]),
    ...KINDS_OF_FILES.map((kind) => {
      const format = texts.say(`download.${kind}`);
      return pushButton({ "aria-label": `${format}, ${texts.say(key)}` }, [format], () => tools.layers(layers, kind));
    }),
  ]);
  const cite = citation(page);
  const draw = () => {
    cite.draw();
    box.replaceChildren(
      cite.section,
      element("h3", {}, [texts.say("download.layers")]),
      element("ul", { class: "tools layers" }, whole.map(row)),
      element("h3", {}, [texts.say("download.heading")]),
      element("div", { class: "tools" }, Object.entries(acts).map(([kind, act]) => pushButton({}, [texts.say(`download.${kind}`)], act))),
    );
  };
  state.on("lang", draw);
  state.on(LINKED, ({ tab }) => tab === "about" && cite.link());
  draw();
}

/**
 * Hand a file to the reader.
 * @param {string} file
 * @param {keyof typeof TYPES} kind
 * @param {BlobPart} content
 */
function save(file, kind, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: TYPES[kind] }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
