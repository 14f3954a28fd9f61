// Answers SPARQL over the published N-Quads, in a thread of its own: the page ends it to stop a query.

import { checked, limited, Refused } from "./guard.js";
import { withLabels } from "./labels.js";

const CHUNK = 4 * 1024 * 1024; // bytes handed to the store at once
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

  async query({ text, most, labels, lang }) {
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
      return labels ? await withLabels(answer, lang, asked) : answer;
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
