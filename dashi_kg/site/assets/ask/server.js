// Queries answered by the server of these pages, at /sparql: where the data are not beside the page, or are large.

import { Failed, Stopped } from "./engine.js";
import { checked, limited } from "./guard.js";
import { withLabels } from "./labels.js";
import { config } from "./terms.js";

const JSON_RESULTS = "application/sparql-results+json";
const ENDPOINT = "http://www.w3.org/ns/sparql-service-description#endpoint";

export class ServerEngine {
  constructor(address) {
    this.address = address;
    this.stopping = null;
    this.size = 0; // not known, nor needed
  }

  async load() {}

  // → the same as the engine in the browser; cutBy: "rows" or "bytes" where the server's own limit cut the answer.
  async run(text, { seconds = 30, most = 10000, labels = false } = {}) {
    const { form } = checked(text);
    const controller = (this.stopping = new AbortController());
    let late = false;
    const timer = setTimeout(() => { late = true; controller.abort(); }, seconds * 1000);
    const start = performance.now();
    try {
      if (form === "CONSTRUCT" || form === "DESCRIBE") {
        const { body, cutBy } = await this.post(text, "application/n-triples", controller.signal);
        const lines = body.split("\n").filter((line) => line && !line.startsWith("#"));
        return { triples: lines.slice(0, most), cut: lines.length > most, cutBy, ms: performance.now() - start };
      }
      const { body, cutBy } = await this.select(text, form === "SELECT" ? limited(text, most + 1) : text, controller.signal);
      const found = JSON.parse(body);
      const ms = performance.now() - start;
      if (found.boolean !== undefined) return { boolean: found.boolean, cutBy, ms };
      const variables = found.head.vars;
      const rows = found.results.bindings.map((b) => variables.map((v) => b[v] ?? null));
      const answer = { variables, rows: rows.slice(0, most), cut: rows.length > most, cutBy, ms };
      if (!labels) return answer;
      const ask = async (query) => JSON.parse((await this.post(query, JSON_RESULTS, controller.signal)).body);
      return await withLabels(answer, config.lang, ask);
    } catch (error) {
      if (controller.signal.aborted) throw new Stopped(late ? seconds : null);
      throw error;
    } finally {
      clearTimeout(timer);
      this.stopping = null;
    }
  }

  // A query that is no SPARQL must fail as it was written, not as we changed it.
  async select(text, shorter, signal) {
    try {
      return await this.post(shorter, JSON_RESULTS, signal);
    } catch (error) {
      if (shorter === text || error.status !== 400) throw error;
      return this.post(text, JSON_RESULTS, signal);
    }
  }

  async post(text, accept, signal) {
    let answer;
    let body;
    try {
      const headers = { "Content-Type": "application/sparql-query", Accept: accept };
      answer = await fetch(this.address, { method: "POST", body: text, headers, signal });
      body = await answer.text();
    } catch (error) {
      if (signal.aborted) throw error;
      throw new Failed({ key: "no_server", detail: error.message });
    }
    if (!answer.ok) throw told(answer, body);
    return { body, cutBy: answer.headers.get("Dashi-Truncated") ?? "" };
  }

  stop() {
    this.stopping?.abort(); // the server ends the query of a client that has gone
  }
}

// application/problem+json as an error of the page.
function told(answer, body) {
  let problem = {};
  try {
    problem = JSON.parse(body);
  } catch {
    // not from our server: a proxy, say
  }
  const keys = { time: "server_timed_out", memory: "out_of_memory", queue: "server_busy" };
  return new Failed({
    key: keys[problem.limit] ?? "failed",
    detail: problem.detail ?? `${answer.status} ${answer.statusText}`,
    status: answer.status,
    line: problem.line,
    column: problem.column,
    seconds: problem.seconds,
    retry: problem.retry ?? answer.headers.get("Retry-After") ?? 1,
  });
}

// Whether the server that gives the data answers SPARQL, too: it says so with the data. Any host answers HEAD.
export async function offered(data) {
  const answer = await fetch(data, { method: "HEAD" }).catch(() => null);
  const link = (answer?.headers.get("Link") ?? "").split(/,(?=\s*<)/).find((l) => l.includes(`rel="${ENDPOINT}"`));
  return Boolean(answer?.ok && link);
}
