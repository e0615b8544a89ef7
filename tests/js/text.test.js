import assert from "node:assert/strict";
import { test } from "node:test";
import { cell } from "../../geo/page/js/text/cells.js";
import { fill } from "../../geo/page/js/text/fill.js";
import { sentences } from "../../geo/page/js/text/sentences.js";
import { createTexts } from "../../geo/page/js/text/voice.js";
import { toCsv, toGeoJson } from "../../geo/page/js/data/records.js";

const columns = {
  id: { type: "id" }, name: { type: "text" }, kind: { type: "choice" }, host: { type: "iso_a2" }, partners: { type: "iso_a2s" },
  visitors: { type: "integer" }, founded: { type: "year" }, goods: { type: "choices" }, open: { type: "boolean" },
  league: { type: "choice", standing: "league" }, length: { type: "number", unit: "km" }, start: { type: "date", precision: "date_prec" }, finish: { type: "date", precision: "date_prec" },
};
const layer = {
  id: "fairs", shape: "points", columns, time: ["start", "finish"], host: "host", partners: ["host", "partners"],
  sentences: [{}, { partners: "some" }], legend: [], search: [],
};
const feature = {
  id: "fair", layer, unpack: () => [[0, 0]],
  is: {
    id: "fair", name: "Fair", kind: "harvest", host: "DE", partners: "FR;ES", visitors: 12000, founded: 1894,
    goods: "nuts;honey", open: true, league: "member", length: 0,
    start: "2024-09-14", finish: "2024-09-16", date_prec: "day",
  },
};
const atlas = {
  subject: "", edition: { date: "2024-12-31" }, bodies: [], layers: [layer], byId: new Map(), phrases: {}, values: {}, languages: {},
  texts: {
    en: {
      locale: "en-GB", "goods.nuts": "nuts", "goods.honey": "honey", "boolean.true": "yes", "standing.member": "a member",
      "kind.harvest": "Harvest", "kind_full.harvest": "Harvest fair",
      "kind_at.harvest": "A harvest fair in {host}", "when.days": "{date}", "when.since_year": "{date}", "unit.km": "{n} km", "zero.length": "none",
      "layers.fairs.sentences.1.text": "{kind.at}, {dates}.", "layers.fairs.sentences.2.text": "{all} came, {visitors} in all.",
      "event.announced": "Announced: {what}.", "layers.fairs.label": "{dates}", "label.of": "{name}: {kind}", "layers.fairs.title": "Fairs",
    },
  },
};
const texts = createTexts(atlas, { get: () => ({ lang: "en" }) });
const page = { atlas, texts };

test("templates are filled with values in words, and with those of their forms", () => {
  assert.equal(fill("{name}: {kind}, {host}, {partners}, {visitors}", feature, page), "Fair: Harvest, Germany, France and Spain, 12,000");
  assert.equal(fill("{kind.at}.", feature, page), "A harvest fair in Germany.");
  assert.equal(fill("{founded}, {goods}, {open}, {league}", feature, page), "1894, nuts, honey, yes, a member");
});

test("no sentence, label or part of a card has a hole: with an empty column it is not said", () => {
  for (const column of Object.keys(columns)) {
    for (const empty of [null, undefined, ""]) {
      const lacking = { ...feature, is: { ...feature.is, [column]: empty } };
      assert.equal(fill(`Told of {name}: {${column}}.`, lacking, page), "", column);
    }
  }
  const nowhere = { ...feature, is: { ...feature.is, host: null, partners: null } };
  for (const place of ["{country}", "{all}", "{kind.at}", "{nothing}"]) assert.equal(fill(`Of ${place}.`, nowhere, page), "");
  assert.deepEqual(sentences({ ...feature, is: { ...feature.is, visitors: null } }, page), ["A harvest fair in Germany, 14–16 September 2024."]);
});

test("sentences are said where their condition holds", () => {
  assert.deepEqual(sentences(feature, page), [
    "A harvest fair in Germany, 14–16 September 2024.",
    "Germany, France and Spain came, 12,000 in all.",
  ]);
  const alone = { ...feature, is: { ...feature.is, partners: null } };
  assert.equal(sentences(alone, page).length, 1);
});

test("of an event to come nothing is told as if it had been held", () => {
  const later = { ...feature, is: { ...feature.is, start: "2025-09-14", finish: "2025-09-16", place: "Field" } };
  assert.deepEqual(sentences(later, page), ["Announced: 14–16 September 2025, Field, Germany."]);
});

test("a label has the days without their preposition", () => {
  assert.equal(texts.label(feature), "Fair: 14–16 September 2024");
});

test("cells tell values by the type of their column", () => {
  const told = (name) => cell(name, feature, page);
  assert.deepEqual(["kind", "host", "partners", "visitors", "founded", "length", "missing"].map(told), [
    "Harvest fair", "Germany", "France and Spain", "12,000", "1894", "none", "",
  ]);
});

test("a date is told as far as it is known, padded or not", () => {
  const told = (exact) => {
    const event = { ...feature, is: { ...feature.is, start: "2024-01-01", finish: "2024-12-31", date_prec: exact } };
    return [cell("start", event, page), page.texts.since("2024-01-01", exact), page.texts.range(event).replace(/\s/g, " ")];
  };
  assert.deepEqual(told("year"), ["2024", "2024", "2024"]);
  assert.deepEqual(told("month"), ["January 2024", "January 2024", "January – December 2024"]);
  assert.deepEqual(told("day"), ["1 January 2024", "1 January 2024", "1 January – 31 December 2024"]);
});

test("each of two days is told as far as it is known, and both as far as the other", () => {
  const columns = { ...feature.layer.columns, finish: { ...feature.layer.columns.finish, precision: "finish_prec" } };
  const event = { ...feature, layer: { ...feature.layer, columns }, is: { ...feature.is, start: "2024-05-17", finish: "2026-12-31", date_prec: "day", finish_prec: "year" } };
  assert.deepEqual([cell("start", event, page), cell("finish", event, page)], ["17 May 2024", "2026"]);
  assert.equal(page.texts.range(event).replace(/\s/g, " "), "2024 – 2026");
});

test("a text that a spreadsheet would take for a formula is marked as text", () => {
  const csv = toCsv([{ ...feature, is: { id: "x", name: "=1+1", visitors: -5 } }]);
  assert.match(csv, /^\ufefflayer,id,name,visitors,lon,lat\nfairs,x,'=1\+1,-5,0,0\n$/);
});

test("a feature of several points has a row for each", () => {
  const csv = toCsv([{ id: "x", layer, is: { id: "x" }, unpack: () => [[1, 2], [3, 4]] }]);
  assert.equal(csv, "\ufefflayer,id,lon,lat\nfairs,x,1,2\nfairs,x,3,4\n");
});

test("a stop is not said twice, and no value loses one", () => {
  const en = { ...atlas.texts.en, "told": "{name}. So be it." };
  const voice = createTexts({ ...atlas, texts: { en } }, { get: () => ({ lang: "en" }) });
  assert.equal(voice.say("told", { name: "../a..b" }), "../a..b. So be it.");
  assert.equal(voice.say("told", { name: "etc." }), "etc. So be it.");
  assert.deepEqual(["now", "now."].map(voice.sentence), ["now.", "now."]);
});

test("every part of a line is in GeoJSON", () => {
  const lines = { id: "l", layer: { id: "ways", shape: "network", columns }, is: { id: "l", share: 0.5 }, parts: [[0, 0, 1, 1], [2, 2, 3, 3]] };
  const { features: [{ geometry, properties }] } = JSON.parse(toGeoJson([lines], {}));
  assert.deepEqual(properties, { layer: "ways", id: "l" }); // not what only draws it
  assert.deepEqual(geometry, { type: "MultiLineString", coordinates: [[[0, 0], [1, 1]], [[2, 2], [3, 3]]] });
});

test("what runs the other way than the language is set apart, so that nothing beside it is turned round", () => {
  const ur = { locale: "ur", "unit.km": "{n} km", "length": "لمبائی: {km}", "untranslated": "As of {date}, and later", "label.of": "{name}: {kind}", "layers.fairs.label": "{visitors}" };
  const both = { ...atlas, texts: { ...atlas.texts, ur } };
  const [inUrdu, inEnglish] = ["ur", "en"].map((lang) => createTexts(both, { get: () => ({ lang }) }));
  const apart = (text) => `\u2068${text}\u2069`;
  assert.equal(inUrdu.kilometres(677), apart("677 km"));
  assert.match(inUrdu.say("length", { km: inUrdu.kilometres(677) }), /^لمبائی: \u2068+677 km\u2069+$/);
  assert.equal(inUrdu.say("length", { km: "۶۷۷" }), "لمبائی: ۶۷۷");
  assert.equal(inUrdu.say("untranslated", { date: "۵ مئی" }), apart("As of ۵ مئی, and later"));
  assert.equal(inEnglish.kilometres(677), "677 km");
  const depot = { ...feature, is: { ...feature.is, name: "مخزن" } };
  assert.equal(inEnglish.say("label.of", { name: "مخزن", kind: "677 km" }), `${apart("مخزن")}: 677 km`);
  assert.equal(fill("{name}: {visitors}", depot, { atlas: both, texts: inEnglish }), `${apart("مخزن")}: 12,000`);
});
