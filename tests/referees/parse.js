// Reads files with parsers of others and prints how many quads are in each: N3.js, and jsonld.js in safe mode, which
// refuses what it would otherwise drop. Nothing is fetched. Usage: node parse.js FOLDER-OF-MODULES FILE...
const { readFileSync } = require("fs");
const { createRequire } = require("module");
const [modules, ...files] = process.argv.slice(2);
const load = createRequire(`${modules}/`);
const { Parser } = load("n3");
const jsonld = load("jsonld");
const FORMATS = { ttl: "text/turtle", nt: "application/n-triples", nq: "application/n-quads", trig: "application/trig" };

async function count(file) {
  const text = readFileSync(file, "utf8");
  const ending = file.split(".").pop();
  if (ending !== "jsonld") return new Parser({ format: FORMATS[ending] }).parse(text).length;
  const documentLoader = (url) => { throw new Error(`${file} needs ${url}`); };
  const quads = await jsonld.toRDF(JSON.parse(text), { format: "application/n-quads", safe: true, documentLoader });
  return quads.split("\n").filter(Boolean).length;
}

(async () => {
  for (const file of files) console.log(`${await count(file)}\t${file}`);
})().catch((error) => { console.error(error); process.exit(1); });
