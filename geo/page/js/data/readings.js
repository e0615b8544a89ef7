// @ts-check
import { byRank, createFinder, tellingWords } from "./find.js";
import { OF_COUNTRY, featuresBy } from "./kinds.js";
import { firstYear, isEvents, networkEnds } from "./layers.js";
import { fold } from "../text/fold.js";

/** @typedef {import("./entries.js").Thing} Thing */
/** @typedef {import("./find.js").Found<Thing>} Found */

/** So many words are read in parts, and of so many letters is the beginning of a name that is taken for it. */
const [MOST_WORDS, BEGINNING] = [5, 4];
/** Before what all words are told of: a whole that its parts name just so, or nearly so. */
const [JUST_SO, NEARLY] = [1.5, 2.5];
/** What is called so stands before all else; after this, it is but told of it. */
const [CALLED, TOLD_OF] = [0.5, 3];
/** So much parts may mean together. */
const MOST_MEANINGS = 16;

/**
 * Make what reads a query: as the name of something, and in parts that name one thing each, and years.
 * Two places ask for the ways between them, kinds and countries for what has all of these, a year for
 * the world at its end, one or two years for what has changed.
 * @param {Pick<import("../page.js").Page, "atlas" | "courses" | "wayTexts">} page
 * @param {import("./find.js").Entry<Thing>[]} entries
 * @param {string} idle words that tell nothing, where others stand beside them
 * @returns {(text: string) => Found[]} the best first
 */
export function createReader({ atlas, courses, wayTexts }, entries, idle) {
  const { date: today } = atlas.edition;
  const words = (/** @type {string} */ key) => Object.values(atlas.texts).map((table) => fold(table[key]));
  const stops = new Set(atlas.ways.length ? networkEnds(atlas) : []);
  const stopOf = (/** @type {Thing} */ { feature }) => {
    const stop = feature?.layer.shape === "points" ? wayTexts.stopFor(feature.id) : "";
    return stops.has(stop) ? stop : "";
  };
  const isArea = (/** @type {Thing} */ { feature }) => feature?.layer.shape === "areas";
  const [find, findPart] = [
    createFinder(entries, idle),
    createFinder(entries.filter(({ of }) => of.kind || of.act || isArea(of) || stopOf(of)), idle),
  ];
  const now = words("time.today");
  const yearOf = (/** @type {string} */ word) => {
    const year = now.includes(word) ? today.slice(0, 4) : /^\d{4}$/.test(word) ? word : "";
    return Number(year) >= firstYear(atlas) && year <= today.slice(0, 4) ? year : "";
  };
  const endOf = (/** @type {string} */ year) => (`${year}-12-31` < today ? `${year}-12-31` : today);

  /** From the beginning of the first to the end of the last year, or today. @param {string[]} years */
  const compared = (years) => {
    const [first, last = today.slice(0, 4)] = [...years].sort();
    return { key: `change ${years}`, when: { then: `${first}-01-01`, date: endOf(last) } };
  };

  /** What parts mean together, perhaps at the end of a year. @param {Thing[]} parts @param {string[]} years @returns {Thing | null} */
  const together = (parts, years) => {
    const [year] = years;
    const [from, to] = parts.map(stopOf);
    if (parts.length === 2 && !year && from && to && from !== to) {
      return courses.joined(from, to) ? { key: `${from} ${to}`, ends: { from, to } } : null;
    }
    const keys = parts.map((part) => (part.kind ? part.key : isArea(part) ? OF_COUNTRY + part.feature?.is.iso_a2 : ""));
    if (parts.length === 1 && parts[0].act?.changes && year) return compared(years);
    if (!keys.every(Boolean)) return null;
    if (years.length > 1) return compared(years);
    const [{ feature }] = parts;
    if (parts.length === 1 && feature) return { key: feature.id, feature, when: { date: endOf(year), span: "so_far" } };
    const all = featuresBy(keys.join(), atlas);
    const held = all.every(({ layer }) => layer && isEvents(layer));
    const kind = held && year ? all.filter(({ is, layer }) => is[layer.time[0]].startsWith(year)) : all;
    return kind.length ? { key: keys.join(), kind, when: year ? { date: endOf(year), span: held ? "year" : "so_far" } : undefined } : null;
  };

  return (text) => {
    const all = tellingWords(text, idle);
    const years = all.map(yearOf).filter(Boolean);
    const rest = all.filter((word) => !yearOf(word));
    const found = find(text);
    if (years.length > 2 || rest.length > MOST_WORDS) return found;
    /** @type {Map<string, Found[]>} */
    const meanings = new Map();
    const meaningsOf = (/** @type {string[]} */ run) => {
      const told = run.join(" ");
      if (!meanings.has(told)) {
        const hits = findPart(told).filter(({ order: [rank] }) => rank < TOLD_OF && (rank <= CALLED || told.length >= BEGINNING));
        meanings.set(told, hits.filter(({ order: [rank] }) => rank <= hits[0].order[0] + CALLED));
      }
      return meanings.get(told) ?? [];
    };
    /** @type {Map<string, Found>} */
    const made = new Map();
    const make = (/** @type {Thing | null} */ of, /** @type {number} */ rank) => of && !made.has(of.key) && made.set(of.key, { of, name: "", order: [rank, made.size] });
    if (!rest.length && years.length) {
      make(compared(years), -1);
      if (years.length === 1) make({ key: years[0], when: { date: endOf(years[0]), span: "so_far" } }, -1);
    }
    for (const runs of rest.length ? cuts(rest) : []) {
      if (made.size) break;
      if (runs.length === 1 && !years.length) continue;
      for (const parts of choices(runs.map((run) => meaningsOf(run).slice(0, MOST_MEANINGS / runs.length)))) {
        const isCalled = parts.every(({ order: [rank] }) => rank <= CALLED);
        make(together(parts.map(({ of }) => of), years), isCalled ? JUST_SO : NEARLY);
      }
    }
    return [...found, ...made.values()].sort(byRank);
  };
}

/** All ways to cut words into runs, those of fewer runs first. @param {string[]} words @returns {string[][][]} */
function cuts(words) {
  const all = words.length < 2 ? [[words]] : words.slice(1).reduce(
    (/** @type {string[][][]} */ cut, word) => cut.flatMap((runs) => [[...runs.slice(0, -1), [...runs[runs.length - 1], word]], [...runs, [word]]]),
    [[[words[0]]]],
  );
  return all.sort((a, b) => a.length - b.length);
}

/** One of each list. @template T @param {T[][]} lists @returns {T[][]} */
function choices(lists) {
  return lists.reduce((/** @type {T[][]} */ made, list) => made.flatMap((some) => list.map((each) => [...some, each])), [[]]);
}
