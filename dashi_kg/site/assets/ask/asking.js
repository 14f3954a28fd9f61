// Who answers a query: the browser itself, or the server of these pages. Decided once, at the first query.
//
// - The data are not beside the page (the site over an endpoint, or over RDF): the server.
// - They are large, and their host says that it answers SPARQL: the server.
// - Else the browser, as on any host of files. Nothing is asked of a host that it may not have.

import { Engine } from "./engine.js";
import { offered, ServerEngine } from "./server.js";
import { config } from "./terms.js";

export class Asking {
  // tell: as for Engine
  constructor(tell) {
    this.tell = tell;
    this.engine = config.data ? null : new ServerEngine(config.sparql);
  }

  get size() {
    return this.engine?.size ?? 0;
  }

  get byServer() {
    return this.engine instanceof ServerEngine;
  }

  async load() {
    if (!this.engine) {
      const server = config.large && (await offered(config.data));
      this.engine ??= server ? new ServerEngine(config.sparql) : new Engine(this.tell);
    }
    await this.engine.load();
  }

  async run(text, options) {
    await this.load();
    return this.engine.run(text, options);
  }

  stop() {
    this.engine?.stop();
  }
}
