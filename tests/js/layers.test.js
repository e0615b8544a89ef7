import assert from "node:assert/strict";
import { test } from "node:test";
import { codedIn, firstYear, holds, partiesOf, tookPart } from "../../geo/page/js/data/layers.js";
import { createWorlds, isAnnounced, untilToday } from "../../geo/page/js/data/time.js";

const atlas = {
  subject: "AA",
  edition: { date: "2026-01-01" },
  milestones: [{ date: "1990-05-01" }],
  history: [
    { segment: "s", status: "building", valid_from: "2000-03-01", date_prec: "month" },
    { segment: "s", status: "operating", valid_from: "2010-07-05", date_prec: "day" },
    { segment: "s", status: "disrupted", valid_from: "2020-03-01", date_prec: "month" },
    { segment: "s", status: "suspended", valid_from: "2020-04-13", date_prec: "day" },
    { segment: "s", status: "disrupted", valid_from: "2020-06-22", date_prec: "day" },
  ],
  memberships: [
    { iso_a3: "XAA", body: "league", status: "member", from_earliest: "2001-01-01", from_latest: "2001-12-31", until: null },
  ],
  values: { status: { building: { meaning: "building" }, operating: { meaning: "runs" }, disrupted: { meaning: "broken" }, suspended: { meaning: "broken" } } },
  layers: [],
};
const network = { id: "rail", shape: "network", columns: {}, time: [], features: [] };
const areas = {
  id: "countries",
  shape: "areas",
  features: [],
  time: [],
  columns: { league: { type: "choice", standing: "league" }, since: { type: "date", begins: true }, year: { type: "year", begins: true } },
};
const fairs = { shape: "points", time: ["start"], host: "host", partners: ["host", "partners"], subject: "ours", columns: {} };
atlas.layers.push(network, areas, { ...fairs, features: [{ is: { start: "1995-02-03" } }] });

test("conditions ask for values, for some of them, or for how many there are", () => {
  const is = { kind: "port", ours: false, partners: "XA;XB", absent: "", year: 0 };
  for (const condition of [
    {}, { kind: "port" }, { kind: ["city", "port"] }, { ours: false }, { partners: "many" }, { partners: "some" },
    { absent: "none" }, { missing: "none" }, { kind: "one" }, { kind: "port", ours: false }, { year: "some" },
  ]) {
    assert.ok(holds(condition, is), JSON.stringify(condition));
  }
  for (const condition of [{ kind: "city" }, { ours: true }, { partners: "one" }, { absent: "some" }, { kind: "port", ours: true }]) {
    assert.ok(!holds(condition, is), JSON.stringify(condition));
  }
});

test("those who took part are named once, the subject first", () => {
  const event = (is) => ({ layer: fairs, is });
  assert.deepEqual(partiesOf(event({ host: "XB", partners: "XA;XB", ours: true }), atlas), ["AA", "XA", "XB"]);
  assert.deepEqual(partiesOf(event({ host: "XB", partners: "XA", ours: false }), atlas), ["XB", "XA"]);
  assert.ok(tookPart(event({ host: "XB", partners: "XA" }), "XA", atlas));
  assert.ok(!tookPart(event({ host: "XB", partners: "XB" }), "XA", atlas));
});

test("the bar of time begins with the first turning point or event, or else with the first line", () => {
  assert.equal(firstYear(atlas), 1990);
  assert.equal(firstYear({ ...atlas, milestones: [] }), 1995);
  assert.equal(firstYear({ ...atlas, milestones: [], layers: [] }), 2000);
});

test("the world of a day has what was so then", () => {
  const worlds = createWorlds(atlas);
  const status = (day) => worlds(day).at({ id: "s", layer: network, is: {} })?.is.status;
  assert.deepEqual(
    ["1999-12-31", "2000-03-15", "2000-04-01", "2010-07-05"].map(status),
    [undefined, "unknown", "building", "operating"],
  );
  const since = (day) => worlds(day).at({ id: "s", layer: network, is: {} }).is;
  const broken = { status_on: "2020-03-01", status_prec: "month" };
  assert.deepEqual(since("2020-05-01"), { status: "suspended", status_on: "2020-04-13", status_prec: "day" });
  assert.deepEqual(since("2021-01-01"), { status: "disrupted", ...broken });
  assert.deepEqual(since("2010-07-05"), { status: "operating", status_on: "2010-07-05", status_prec: "day" });
  const country = { id: "xaa", layer: areas, is: { iso_a3: "XAA", league: "member", since: "2005-06-01", year: 2005 } };
  const then = (day) => Object.values(worlds(day).at(country).is).slice(1);
  assert.deepEqual(then("2000-12-31"), ["none", null, null]);
  assert.deepEqual(then("2001-06-01"), ["unknown", null, null]);
  assert.deepEqual(then("2005-03-01"), ["member", null, 2005]);
  const fair = { layer: fairs, is: { start: "2011-01-01" } };
  assert.equal(worlds("2010-12-31").at(fair), null);
  assert.equal(worlds("2011-01-01").at(fair), fair);
});

test("what begins after the day of the data is announced, on each day that can be shown", () => {
  const event = (start) => ({ layer: fairs, is: { start } });
  assert.ok(!isAnnounced(event("2026-01-01"), atlas));
  assert.ok(isAnnounced(event("2026-01-02"), atlas));
  assert.equal(createWorlds(atlas)("2026-01-01").at(event("2026-01-02")), null);
  assert.deepEqual(untilToday(atlas)({ date: "2026-01-02" }), { date: "2026-01-01" });
  assert.equal(untilToday(atlas)({ date: "2025-12-31" }), null);
});

test("a column may be called anything", () => {
  for (const name of ["constructor", "toString", "__proto__"]) {
    const layer = /** @type {any} */ ({ features: ["b", null, "b"].map((value) => ({ is: Object.fromEntries([[name, value]]) })) });
    const { of, at } = codedIn(layer, name);
    assert.deepEqual([of, [...at]], [[null, "b"], [1, 0, 1]], name);
    assert.equal(codedIn(layer, name), codedIn(layer, name));
  }
});
