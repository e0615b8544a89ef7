import assert from "node:assert/strict";
import { test } from "node:test";
import { createFinder, findable } from "../../geo/page/js/data/find.js";
import { fold } from "../../geo/page/js/text/fold.js";

test("one name has one form, however it is spelt and on whatever keyboard", () => {
  for (const [first, ...others] of [
    ["baki", "Bakı", "BAKI", "Bakİ"],
    ["ozbekiston", "Oʻzbekiston", "O‘zbekiston", "O'zbekiston", "Oʼzbekiston", "Ózbekiston"],
    ["orsund", "Ørsund", "orsünd"],
    ["strasse", "Straße", "STRASSE"],
    ["елец", "Ёлец", "елец"],
    ["каракол", "Қарақол", "Ка́ракол"],
    ["ир", "Ирь", "ИР", "Ір"],
    ["तशकद", "तशकद", "त\u200dशकद"],
    ["कजाक", "क़ज़ाक", "क़ज़ाक", "कजाक"],
    ["हिंद", "हिन्द", "हिँद"],
    ["दिल्लि", "दिल्ली"],
    ["کیش", "كيش", "كىش", "کیش", "كِيش"],
    ["ازبکستان", "أزبكستان", "ازبکستان"],
    ["nhava sheva", "Nhava-Sheva", "Nhava–Sheva", " Nhava  Sheva.", "nhava·sheva"],
    ["🏳🌈 ★★", "🏳️‍🌈 ★★", "🏳🌈-★★"],
    ["⚓ port said ★★", "⚓Port Said★★", "⚓️ Port-Said ★★"],
    ["2019", "２０１９", "٢٠١٩", "۲۰۱۹", "२०१९"],
  ]) {
    for (const other of others) assert.equal(fold(other), first, other);
    assert.equal(fold(first), first);
  }
});

const find = createFinder([
  findable("kind", ["eastern"], [], true),
  findable("line", ["Port Alpha – Beta", "Порт-Альфа – Бета"], ["rail", "Strait of Gamma is shut"]),
  findable("port", ["Port Alpha", "Alphaport"], ["port"]),
  findable("alpha", ["Alpha"]),
  findable("alphas", ["Alpha Junction"]),
  findable("east", ["Eastern Gate"], ["Alpha"]),
], "of the");
const found = (text) => find(text).map(({ of }) => of);

test("what is called just so comes first, then what begins so, then what has the words, then what is told of it", () => {
  assert.deepEqual(found("alpha"), ["alpha", "alphas", "port", "line", "east"]);
  assert.deepEqual(found("eastern"), ["kind", "east"]);
});

test("words are found in any order, begun, and run together", () => {
  assert.deepEqual(found("beta alpha"), ["line"]);
  assert.deepEqual(found("бета порт"), ["line"]);
  assert.deepEqual(found("bet al"), ["line"]);
  assert.deepEqual(found("alphaport"), ["port"]);
  assert.deepEqual(found("portalpha"), ["port", "line"]);
  assert.deepEqual(found("strait of gamma"), ["line"]);
  assert.deepEqual(found("alpha nowhere"), []);
  assert.deepEqual(found(" -. "), []);
  assert.deepEqual(found("the"), []);
});

test("one slip in a long word is forgiven, more is not, and no known word is taken for another", () => {
  for (const slip of ["estern", "eastrn", "eastren", "eastenr", "easttern", "weastern", "eastarn"]) {
    assert.ok(found(slip).includes("east"), slip);
  }
  for (const other of ["eestarn", "btea", "gema"]) assert.deepEqual(found(other), [], other);
  assert.ok(!found("alpha").includes("kind"));
});
