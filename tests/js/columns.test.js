import assert from "node:assert/strict";
import { test } from "node:test";
import { before, cellsOf, codedOf, numbersIn, plainRow, rowsOf, viewOf } from "../../geo/page/js/data/columns.js";

test("numbers come out of a text five bits to a character", () => {
  assert.deepEqual(numbersIn("BABB"), [1, 0, 1, 1]);
  assert.deepEqual(numbersIn("gBfhB"), [32, 31, 33]);
  assert.deepEqual(numbersIn(""), []);
});

test("rows of few are objects, rows of many look their cells up", () => {
  const packed = { id: ["a", "b", "c"], sort: { of: [null, "x"], at: "BAB" }, km: { of: [7], n: 3 }, sources: { of: ["0;1", "1"], at: "ABB" } };
  const cells = cellsOf(packed, ["first", "second"]);
  const wanted = [
    { id: "a", sort: "x", km: 7, sources: "first;second" },
    { id: "b", sort: null, km: 7, sources: "second" },
    { id: "c", sort: "x", km: 7, sources: "second" },
  ];
  assert.deepEqual(rowsOf(cells), wanted);
  assert.deepEqual([0, 1, 2].map(viewOf(cells)).map(plainRow), wanted);
});

test("a list is coded with its values in order, nothing first", () => {
  const column = codedOf(["2020-01-01", null, "1999-05-01", "2020-01-01"]);
  assert.deepEqual(column.of, [null, "1999-05-01", "2020-01-01"]);
  assert.deepEqual([...column.at], [2, 0, 1, 2]);
  assert.deepEqual(["1990", "2000", "2021"].map((day) => before(column, day)), [1, 2, 3]);
  const many = Array.from({ length: 1000 }, (_, i) => 999 - i);
  const { of, at } = codedOf(many);
  assert.deepEqual(many.map((_, i) => of[at[i]]), many);
});
