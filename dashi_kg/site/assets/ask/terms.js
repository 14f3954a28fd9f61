// The words and settings that the page brings along, addresses of IRIs, short forms of IRIs, small elements.

export const config = JSON.parse(document.getElementById("config").textContent);
export const w = config.words;

const { chosen } = document.documentElement.dataset; // undefined: all pages are written
const lists = new Set(chosen?.split(" "));

// The page of an IRI of ours; others stay as they are. The same as dashi_kg/site/links.py.
export function page(iri) {
  if (!iri.startsWith(config.base)) return iri;
  const [path, fragment] = iri.slice(config.base.length).split(/#(.*)/s);
  if (path.startsWith("distribution/")) return config.root + path.slice("distribution/".length);
  const bare = path.replace(/\/+$/, "");
  const told = chosen === undefined ? bare : toldWith(bare);
  // where not all pages are written, a text has one that leads to its report, in no language
  const suffix = config.lang === "en" && !(chosen !== undefined && told.startsWith("source/")) ? ".en.html" : ".html";
  const [list, key] = [told.replace(/\/[^/]*$/, ""), told.replace(/^.*\//, "")];
  if (list !== told && lists.has(list)) return `${config.root}${list}${suffix}#c-${key}`;
  return config.root + (told || "index") + suffix + (fragment ? `#${fragment}` : "");
}

// The document on whose page another is told, where not all pages are written. The same as dashi_kg/site/written/choice.py.
function toldWith(path) {
  return path
    .replace(/^(?:graph\/(?:stated|derived|interpreted|proposed|quality)|dataset)\/([^/]+\/[^/]+)$/, "report/$1")
    .replace(/^series\/(.+)$/, "org/$1")
    .replace(/^graph\/(source\/.+)$/, "$1");
}

const spaces = Object.entries(config.prefixes).sort((a, b) => b[1].length - a[1].length);

export function short(iri) {
  for (const [name, space] of spaces) if (iri.startsWith(space)) return `${name}:${iri.slice(space.length)}`;
  return iri.startsWith(config.base) ? iri.slice(config.base.length) || iri : iri;
}

// h("a", { href: … , class: … , onclick: f }, "words", element …); no HTML is ever parsed.
export function h(name, attributes = {}, ...children) {
  const space = ["svg", "g", "rect", "text", "title", "desc", "line"].includes(name)
    ? "http://www.w3.org/2000/svg"
    : "http://www.w3.org/1999/xhtml";
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined && value !== null)
      element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((c) => c !== null && c !== undefined));
  return element;
}

// An address that a user may have typed or that stands in the data: only these kinds become links.
export function safe(address) {
  return /^(https?:|\.{0,2}\/|[^:]*$|[^:?#]*[?#])/.test(address);
}

export function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export function saved(name, kind, text) {
  const address = URL.createObjectURL(new Blob([text], { type: kind }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

export const number = (n) => n.toLocaleString(config.lang === "en" ? "en" : "zh-CN");
