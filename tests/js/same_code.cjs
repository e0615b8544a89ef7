// Reads pairs of a module and what was made of it, and says for each whether both are the same code.
// Run it with `--expose-internals`: Node has a parser of its own.
const acorn = require("internal/deps/acorn/acorn/dist/acorn");

/** What code says: no places, no imports, and what is exported as if it were not. */
function said(code) {
  const { body } = acorn.parse(code, { ecmaVersion: "latest", sourceType: "module" });
  const own = body.filter(({ type }) => type !== "ImportDeclaration");
  const plain = own.map((each) => (each.type === "ExportNamedDeclaration" ? each.declaration : each));
  return JSON.stringify(plain, (name, value) =>
    name === "start" || name === "end" ? undefined : typeof value === "bigint" ? `${value}n` : value,
  );
}

const pairs = JSON.parse(require("node:fs").readFileSync(0, "utf-8"));
console.log(JSON.stringify(pairs.map(([source, made]) => said(source) === said(made))));
