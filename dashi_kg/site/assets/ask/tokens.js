// Words of a text for search: pairs of neighbouring Chinese characters, and Latin words and numbers.
// The same as dashi_kg/site/finding/tokens.py; the tests hold both to the same cases.

const RUN = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]+|[a-z0-9\u00df-\u024f]+/gu;

// endings of English words: what is left is looked up as a beginning
const ENDING = /(?:ions?|ings?|ed|es|e|s)$/;
const SHORTEST = 4;

// traditional characters → simplified ones, of search/folding.json, once it has come
const plain = new Map();
export function learn([traditional, simplified]) {
  [...traditional].forEach((c, i) => plain.set(c, simplified[i]));
}

export const fold = (text) => simple(text.normalize("NFKC").toLowerCase());
const simple = (text) => (plain.size ? [...text].map((c) => plain.get(c) ?? c).join("") : text);
export const runs = (text) => fold(text).match(RUN) ?? [];
export const isHan = (run) => run >= "\u3400";

function pairs(run, all) {
  const characters = [...run];
  return characters.slice(0, all ? undefined : -1).map((c, i) => c + (characters[i + 1] ?? ""));
}

// What of a document goes into the index.
export const tokens = (text) => runs(text).flatMap((run) => (isHan(run) ? pairs(run, true) : [run]));

// What of a question is looked up.
export const queryTokens = (text) =>
  runs(text).flatMap((run) => {
    if (isHan(run) && [...run].length > 1) return pairs(run, false);
    const stem = run.replace(ENDING, "");
    return [stem.length >= SHORTEST ? stem : run];
  });

// The pieces of a text with a mark on each: [["在", false], ["调解", true] …]; folding may change lengths, so
// the words are looked for in the text as it is, its traditional characters as simplified ones.
export function marked(text, question) {
  const words = [...new Set(runs(question))].sort((a, b) => b.length - a.length);
  const whole = words.filter((word) => fold(text).includes(word));
  const wanted = whole.length === words.length ? whole : [...new Set([...whole, ...queryTokens(question)])];
  if (!wanted.length) return [[text, false]];
  const pattern = new RegExp(`(${wanted.map((x) => (isHan(x) ? x : `\\b${x}[a-z]*`)).join("|")})`, "giu");
  let at = 0;
  return simple(text).split(pattern).map((piece, i) => [text.slice(at, (at += piece.length)), i % 2 === 1]).filter(([piece]) => piece);
}
