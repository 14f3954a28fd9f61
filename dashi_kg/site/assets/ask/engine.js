// The page's side of the query worker: fetches the data once, runs, stops, and starts anew without the network.

import { config } from "./terms.js";

export class Stopped extends Error {
  constructor(seconds) {
    super("stopped");
    this.seconds = seconds; // null: by the reader
  }
}

export class Failed extends Error {
  constructor(told) {
    super(told.detail);
    Object.assign(this, told);
  }
}

export class Engine {
  // tell({ step: "library" | "fetch" | "load", part: 0…1 or null, bytes })
  constructor(tell) {
    this.tell = tell;
    this.size = 0;
    this.blob = null;
    this.module = null;
    this.worker = null;
    this.spare = null;
  }

  get busy() {
    return Boolean(this.waiting);
  }

  async load() {
    if (this.loaded) return;
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    if (!this.module) {
      this.tell({ step: "library", part: null });
      const bytes = await fetched(config.vendor.wasm, signal, () => {});
      this.module = await WebAssembly.compile(await bytes.arrayBuffer());
    }
    if (!this.blob)
      this.blob = await fetched(config.data, signal, (bytes, part) => this.tell({ step: "fetch", part, bytes }));
    this.worker = this.spare || this.start();
    this.spare = null;
    try {
      await this.worker.ready;
      this.tell({ step: "load", part: 0 });
      this.size = (await this.ask(this.worker, { job: "load", blob: this.blob })).size;
    } catch (error) {
      this.end(error);
      throw error;
    }
    this.loaded = true;
    // one waits with the library in it: a stopped query must not need the network again
    this.spare = this.start();
    this.spare.ready.catch(() => (this.spare = null));
  }

  start() {
    const worker = new Worker(config.worker, { type: "module" });
    worker.calls = new Map();
    worker.onmessage = ({ data }) => {
      if (data.progress !== undefined) return this.tell({ step: "load", part: data.progress });
      const call = worker.calls.get(data.id);
      worker.calls.delete(data.id);
      if (data.error) call?.reject(new Failed(data.error));
      else call?.resolve(data.answer);
    };
    worker.onerror = (event) => {
      for (const call of worker.calls.values()) call.reject(new Failed({ key: "no_worker", detail: event.message || "" }));
    };
    worker.ready = this.ask(worker, {
      // the worker would resolve a relative address against itself
      job: "ready", library: new URL(config.vendor.oxigraph, location.href).href, module: this.module, base: config.base, prefixes: config.prefixes,
    });
    return worker;
  }

  ask(worker, message) {
    const id = (this.last = (this.last || 0) + 1);
    return new Promise((resolve, reject) => {
      worker.calls.set(id, { resolve, reject });
      worker.postMessage({ ...message, id });
    });
  }

  // → the answer of the worker; ended after so many seconds.
  async run(text, { seconds = 30, most = 10000, labels = false } = {}) {
    await this.load();
    let timer;
    try {
      return await new Promise((resolve, reject) => {
        this.waiting = reject;
        timer = setTimeout(() => this.end(new Stopped(seconds)), seconds * 1000);
        this.ask(this.worker, { job: "query", text, most, labels, lang: config.lang }).then(resolve, reject);
      });
    } catch (error) {
      if (error.fatal) this.end(error);
      throw error;
    } finally {
      clearTimeout(timer);
      this.waiting = null;
    }
  }

  stop() {
    this.stopping?.abort();
    this.end(new Stopped(null));
  }

  end(reason) {
    const reject = this.waiting;
    this.waiting = null;
    if (this.worker) {
      this.worker.terminate();
      for (const call of this.worker.calls.values()) call.reject(reason);
    }
    this.worker = null;
    this.loaded = false;
    reject?.(reason);
  }
}

// A file as a blob; tell(bytes so far, part or null where the server does not say how much there is).
async function fetched(address, signal, tell) {
  let answer;
  try {
    answer = await fetch(address, { signal });
  } catch (error) {
    if (signal.aborted) throw new Stopped(null);
    throw new Failed({ key: "not_fetched", detail: `${address}: ${error.message}` });
  }
  if (!answer.ok) throw new Failed({ key: "not_fetched", detail: `${address}: ${answer.status}` });
  const encoded = answer.headers.get("Content-Encoding");
  const whole = encoded ? 0 : Number(answer.headers.get("Content-Length") || 0);
  const parts = [];
  let bytes = 0;
  const reader = answer.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      bytes += value.length;
      tell(bytes, whole ? bytes / whole : null);
    }
  } catch (error) {
    if (signal.aborted) throw new Stopped(null);
    throw new Failed({ key: "not_fetched", detail: `${address}: ${error.message}` });
  }
  return new Blob(parts);
}
