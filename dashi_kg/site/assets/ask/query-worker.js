// Answers SPARQL over the published N-Quads, in a thread of its own: the page ends it to stop a query.

import { checked, limited, Refused } from "./guard.js";

const CHUNK = 4 * 1024 * 1024; // bytes handed to the store at once
const LABELS = 500; // IRIs asked about at once
let oxigraph;
let store;
let settings;

const send = (message) => self.postMessage(message);

const JOBS = {
  // The library, before there is data: a spare worker waits like this.
  async ready({ library, module, base, prefixes }) {
    oxigraph = await import(library);
    await oxigraph.default({ module_or_path: module });
    settings = { base, prefixes };
    return {};
  },

  async load({ blob }) {
    store = new oxigraph.Store();
    const options = { format: "application/n-quads", base_iri: settings.base, no_transaction: true };
    let done = 0;
    let rest = new Uint8Array(0);
    while (done < blob.size) {
      const piece = new Uint8Array(await blob.slice(done, done + CHUNK).arrayBuffer());
      done += piece.length;
      const end = done < blob.size ? piece.lastIndexOf(10) + 1 : piece.length;
      const whole = new Uint8Array(rest.length + end);
      whole.set(rest);
      whole.set(piece.subarray(0, end), rest.length);
      rest = piece.slice(end);
      if (end) store.load(whole, options);
      send({ progress: done / blob.size });
    }
    const size = store.size;
    // the merge of all graphs beside them: the store's own union repeats a triple for each graph that has it
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }");
    return { size };
  },

  query({ text, most, labels, lang }) {
    const { form, named } = checked(text);
    for (const iri of named || []) {
      const graph = new URL(iri, settings.base).href;
      if (!asked(`ASK { GRAPH <${graph}> { ?s ?p ?o } }`).boolean) throw new Refused("refused_from", iri);
    }
    const head = prologue(text);
    const start = performance.now();
    const took = () => performance.now() - start;
    try {
      if (form === "CONSTRUCT" || form === "DESCRIBE") {
        const found = store.query(head + text, {
          base_iri: settings.base, results_format: "application/n-triples",
        });
        const lines = found.split("\n").filter(Boolean);
        return { triples: lines.slice(0, most), cut: lines.length > most, ms: took() };
      }
      const found = asked(head + (form === "SELECT" ? shortened(head, text, most + 1) : text));
      if (found.boolean !== undefined) return { boolean: found.boolean, ms: took() };
      const variables = found.head.vars;
      const rows = found.results.bindings.map((b) => variables.map((v) => b[v] ?? null));
      const answer = { variables, rows: rows.slice(0, most), cut: rows.length > most, ms: took() };
      return labels ? withLabels(answer, lang) : answer;
    } catch (error) {
      throw placed(error, head.length);
    }
  },
};

// A query that is no SPARQL must fail as it was written, not as we changed it.
function shortened(head, text, most) {
  const shorter = limited(text, most);
  if (shorter === text) return text;
  try {
    store.query(`${head}${limited(text, 0)}`, { base_iri: settings.base }); // parsed, and answered with nothing
    return shorter;
  } catch {
    return text;
  }
}

function asked(text) {
  return JSON.parse(
    store.query(text, {
      base_iri: settings.base, results_format: "application/sparql-results+json",
    }),
  );
}

// Our prefixes that the query uses without declaring them, on its first line: its line numbers stay.
function prologue(text) {
  return Object.entries(settings.prefixes)
    .filter(([name]) => new RegExp(`(?<![\\w:])${name}:`).test(text))
    .filter(([name]) => !new RegExp(`\\bPREFIX\\s+${name}:`, "i").test(text))
    .map(([name, iri]) => `PREFIX ${name}: <${iri}> `)
    .join("");
}

function placed(error, shift) {
  const found = /^error at (\d+):(\d+): (.*)$/s.exec(error.message || "");
  if (!found) return error;
  const line = Number(found[1]);
  // the parser counts bytes-free characters; only the first line was moved
  return Object.assign(new Error(found[3].replace(/\s+/g, " ")), {
    line, column: Math.max(1, Number(found[2]) - (line === 1 ? shift : 0)),
  });
}

// Label columns beside columns of IRIs, by the rules of dashi_kg/query/labels.py.
function withLabels(answer, lang) {
  const { variables, rows } = answer;
  const iris = [...new Set(rows.flat().filter((t) => t?.type === "uri").map((t) => t.value))].sort();
  const names = new Map();
  for (let i = 0; i < iris.length; i += LABELS) labelsOf(iris.slice(i, i + LABELS), lang, names);
  const first = rows.slice(0, LABELS);
  const columns = variables.map((name, i) => {
    const shown = first.map((row) => (row[i]?.type === "uri" ? names.get(row[i].value)?.value : undefined) ?? "");
    if (variables.includes(`${name}Label`) || !shown.some(Boolean)) return false;
    return !variables.some((_, j) => j !== i && first.every((row, k) => (row[j]?.value ?? "") === shown[k]));
  });
  return {
    ...answer,
    labelled: columns,
    variables: variables.flatMap((v, i) => (columns[i] ? [v, `${v}Label`] : [v])),
    rows: rows.map((row) =>
      row.flatMap((t, i) => (columns[i] ? [t, (t?.type === "uri" && names.get(t.value)) || null] : [t])),
    ),
  };
}

function labelsOf(iris, lang, names) {
  const found = asked(`SELECT ?i ?l WHERE { VALUES ?i { ${iris.map((i) => `<${i}>`).join(" ")} }
    ?i <http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#prefLabel> ?l }`);
  const order = [lang, "zh", "en", ""];
  const ranked = new Map();
  for (const { i, l } of found.results.bindings) {
    if (l.type !== "literal") continue;
    const place = order.indexOf((l["xml:lang"] || "").split("-")[0]);
    const rank = place < 0 ? order.length : place;
    const known = ranked.get(i.value);
    if (known === undefined || rank < known || (rank === known && l.value < names.get(i.value).value)) {
      ranked.set(i.value, rank);
      names.set(i.value, l);
    }
  }
}

self.onmessage = async ({ data }) => {
  try {
    send({ id: data.id, answer: await JOBS[data.job](data) });
  } catch (error) {
    const memory = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    send({
      id: data.id,
      error: {
        key: memory ? "out_of_memory" : error.key || "failed",
        detail: error.detail || error.message || String(error),
        line: error.line,
        column: error.column,
        fatal: memory,
      },
    });
  }
};
