// Which records fit a question, and in which order: the same as dashi_kg/site/finding/question.py and ranking.py, over the same files.

import { isHan, queryTokens, runs } from "./tokens.js";

const WEIGHTS = [4, 2, 1];
const EXACT = 64;
const LEAST = 3;
const WORDS = 32;
const MOST_UNITS = 16;
const LONGEST = 6;
const WAYS = 8;
const MOST_LETTERS = 60;

// Ascending numbers out of “4+1 3”: gaps in base 36.
function unpack(text) {
  const found = [];
  let at = 0;
  for (const piece of text.split(" ").filter(Boolean)) {
    const [gap, more] = piece.split("+");
    at += parseInt(gap, 36);
    for (let left = more ? parseInt(more, 36) : 0; left >= 0; left -= 1, at += 1) found.push(at);
  }
  return found;
}

function byWeight(said) {
  const found = new Map();
  said.split("/").forEach((numbers, i) => unpack(numbers).forEach((n) => found.set(n, WEIGHTS[i])));
  return found;
}

function most(several) {
  const found = new Map();
  for (const weights of several) for (const [n, weight] of weights) if (weight > (found.get(n) ?? 0)) found.set(n, weight);
  return found;
}

// ------------------------------------------------------------------ the question

function cuts(letters, known) {
  const found = [];
  if (letters.length > MOST_LETTERS) return found;
  const reachable = Array(letters.length).fill(false).concat(true);
  for (let start = letters.length - 1; start >= 0; start -= 1)
    for (let size = 1; size <= LONGEST && start + size <= letters.length; size += 1)
      if (known.has(letters.slice(start, start + size)) && reachable[start + size]) reachable[start] = true;
  function cut(start, before) {
    if (found.length >= WAYS) return;
    if (start === letters.length) {
      found.push(before);
      return;
    }
    for (let size = Math.min(LONGEST, letters.length - start); size > 0; size -= 1) {
      const piece = letters.slice(start, start + size);
      if (known.has(piece) && reachable[start + size]) cut(start + size, [...before, piece]);
    }
  }
  if (reachable[0]) cut(0, []);
  return found;
}

const unique = (list) => [...new Set(list)];
const wanted = (word) => (isHan(word) && [...word].length > 1 ? word : `${word}*`);

function sounds(letters, syllables) {
  const ways = cuts(letters, syllables).filter((way) => way.length > 1);
  const pairs = ways.map((way) => unique(way.slice(1).map((other, i) => `~${way[i]}${other}`)));
  return [...new Map(pairs.map((way) => [way.join(" "), way])).values()];
}

const isLetters = (word) => /^[a-z]+$/.test(word);

export function units(question, syllables) {
  const found = [];
  const words = unique(runs(question));
  let at = 0;
  while (at < words.length) {
    let end = at + 1;
    while (isLetters(words[end - 1]) && end < words.length && isLetters(words[end]) && (cuts(words[end], syllables)[0] ?? []).length < 2) end += 1;
    while (end > at + 1 && !sounds(words.slice(at, end).join(""), syllables).length) end -= 1;
    const these = words.slice(at, end);
    const spoken = isLetters(these[0]) ? sounds(these.join(""), syllables) : [];
    found.push({ whole: these.join(" "), ways: [unique(these.flatMap(queryTokens).map(wanted)), ...spoken] });
    at = end;
  }
  return found.slice(0, MOST_UNITS);
}

// ------------------------------------------------------------------ slips of the pen: the same as dashi_kg/site/finding/slips.py

const WORD = /^[a-z]{4,24}$/;
const LONG = 8;

export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let earlier = [];
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i += 1) {
    [earlier, before, row] = [before, row, [i]];
    for (let j = 1; j <= other.length; j += 1) {
      let cost = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, earlier[j - 2] + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return most + 1;
  }
  return Math.min(row.at(-1), most + 1);
}

// ------------------------------------------------------------------ the index

function named(unit, names) {
  if (isHan(unit.whole)) return [...unit.whole].length > 1 && names.some((words) => words.some((word) => word.includes(unit.whole)));
  const stems = unit.whole.split(" ").flatMap(queryTokens);
  return names.some((words) => stems.every((stem) => words.some((word) => word.startsWith(stem))));
}

export class Finder {
  // catalogue: search/catalogue.json; part: a promise of search/words/NNN.json by its number
  constructor(catalogue, part) {
    this.catalogue = catalogue;
    this.part = part;
    this.group = new Uint8Array(catalogue.records);
    this.indicator = new Uint32Array(catalogue.records);
    this.report = new Uint32Array(catalogue.records);
    this.figures = new Map();
    let n = 0;
    for (const [group, indicator, ...pairs] of catalogue.runs)
      for (let i = 0; i < pairs.length; i += 2) {
        this.group.fill(group, n, n + pairs[i + 1]);
        this.indicator.fill(indicator, n, n + pairs[i + 1]);
        this.report.fill(pairs[i], n, n + pairs[i + 1]);
        n += pairs[i + 1];
        if (indicator && catalogue.groups[group][0] === "figure") this.#count(catalogue.indicators[indicator - 1], pairs[i + 1]);
      }
    this.syllables = new Set(catalogue.syllables.split(" "));
    this.about = catalogue.indicators.map(([, topic, , zh, en]) => [zh, en, ...(catalogue.topics[topic] ?? [])].map(runs));
    this.reports = catalogue.reports.map(([, zh, en, year, body]) => [zh, en, year, ...(body < 0 ? [] : catalogue.bodies[body].slice(1, 3))].map(runs));
  }

  #count([path, topic], more) {
    for (const key of new Set([path, `topic/${topic}`, `topic/${topic.slice(0, 1)}`])) this.figures.set(key, (this.figures.get(key) ?? 0) + more);
  }

  async find(question) {
    const typed = units(question, this.syllables);
    if (!typed.length) return { numbers: [], whole: true, heard: [], meant: [] };
    const heard = [];
    const meant = [];
    const asked = [];
    for (const unit of typed) asked.push(await this.#meant(unit, meant));
    const fits = [];
    const about = [];
    const known = [];
    for (const unit of asked) {
      fits.push(await this.#fit(unit, heard));
      const alike = [unit, ...(await this.#spoken(unit))];
      known.push(new Set(alike.flatMap((one) => [...this.#context(one)])));
      about.push(new Set((await Promise.all(alike.map((one) => this.#about(one)))).flatMap((found) => [...found])));
    }
    const candidates = new Set(fits.flatMap(([weights]) => [...weights.keys()]));
    if (about.some((chosen) => chosen.size)) this.indicator.forEach((i, n) => about.some((chosen) => chosen.has(i)) && candidates.add(n));
    let score = new Map();
    const count = new Map();
    let best = 0;
    for (const n of candidates) {
      let total = 0;
      let whole = 0;
      asked.forEach((_, u) => {
        const weight = Math.max(fits[u][0].get(n) ?? 0, about[u].has(this.indicator[n]) ? 1 : 0);
        total += weight;
        whole += weight > 0 || known[u].has(this.report[n]) ? 1 : 0;
      });
      score.set(n, total);
      count.set(n, whole);
      best = Math.max(best, whole);
    }
    let numbers = [...candidates].filter((n) => count.get(n) === best && score.get(n) > 0);
    if (!best) [numbers, score] = this.#parts(fits, asked.reduce((sum, unit) => sum + unit.ways[0].length, 0));
    for (const n of unpack(await this.#said(`^${meant.length ? asked.map((unit) => unit.whole).join(" ") : runs(question).join(" ")}`))) if (score.has(n)) score.set(n, score.get(n) + EXACT);
    return { numbers: this.#ordered(numbers, score), whole: best === asked.length, heard, meant };
  }

  // The unit, or where it is a word that fits nothing the nearest word of the index with its first letter.
  async #meant(unit, meant) {
    const typed = unit.whole;
    if (!WORD.test(typed) || (await this.#fit(unit, []))[0].size || this.#context(unit).size || (await this.#about(unit)).size) return unit;
    const most = typed.length < LONG ? 1 : 2;
    const near = [];
    for (const [word, said] of await this.#words(typed[0])) {
      const wrong = distance(typed, word, most);
      if (wrong > most) continue;
      near.push([wrong, -said.length, word]);
    }
    if (!near.length) return unit;
    const [[, , word]] = near.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
    meant.push(word);
    return units(word, this.syllables)[0];
  }

  async #words(letter) {
    const { first } = this.catalogue;
    const from = this.#place(letter);
    const found = [];
    for (let number = Math.max(from, 0); number < first.length; number += 1) {
      if (number > from && !first[number].startsWith(letter)) break;
      for (const pair of Object.entries(await this.part(number))) if (pair[0].startsWith(letter) && WORD.test(pair[0])) found.push(pair);
    }
    return found;
  }

  // The words that a unit may be in pinyin, of pairs of characters that the texts have, as units.
  async #spoken(unit) {
    const found = [];
    for (const way of unit.ways.slice(1)) {
      let heard = [[]];
      for (const sound of way) {
        const said = [...(await this.#said(sound))];
        const pairs = said.flatMap((c, i) => (i % 2 ? [] : [[c, said[i + 1]]]));
        heard = heard
          .flatMap((before) => pairs.filter(([c]) => !before.length || before.at(-1) === c).map((pair) => (before.length ? [...before, pair[1]] : pair)))
          .slice(0, WORDS);
      }
      found.push(...heard.map((characters) => characters.join("")));
    }
    return unique(found).map((whole) => ({ whole, ways: [] }));
  }

  #context(unit) {
    return new Set(this.reports.flatMap((names, i) => (named(unit, names) ? [i + 1] : [])));
  }

  #parts(fits, words) {
    const count = new Map();
    for (const [, parts] of fits) for (const [n, pieces] of parts) count.set(n, (count.get(n) ?? 0) + pieces);
    const best = [...count.values()].reduce((a, b) => Math.max(a, b), 0);
    return [[...count.keys()].filter((n) => count.get(n) === best && best * LEAST >= words), count];
  }

  #ordered(numbers, score) {
    const first = numbers.reduce((low, n) => (score.get(n) >= EXACT ? Math.min(low, this.group[n]) : low), Infinity);
    const late = (n) => (this.group[n] === first ? 0 : 1);
    const without = (n) => (score.get(n) < EXACT && !this.indicator[n] ? 1 : 0);
    return numbers.sort(
      (a, b) => late(a) - late(b) || this.group[a] - this.group[b] || without(a) - without(b) || score.get(b) - score.get(a) || a - b,
    );
  }

  async #fit(unit, heard) {
    const best = new Map();
    const parts = new Map();
    for (const [number, way] of unit.ways.entries()) {
      const sounds = [];
      const found = await Promise.all(way.map((word) => this.#weights(word, sounds)));
      if (!number) for (const weights of found) for (const n of weights.keys()) parts.set(n, (parts.get(n) ?? 0) + 1);
      const [least, ...others] = found.sort((a, b) => a.size - b.size);
      let fitting = false;
      for (const [n, first] of least) {
        const weight = others.reduce((low, weights) => Math.min(low, weights.get(n) ?? 0), first);
        fitting ||= weight > 0;
        if (weight > (best.get(n) ?? 0)) best.set(n, weight);
      }
      if (fitting) heard.push(...sounds.filter((pair) => !heard.includes(pair)));
    }
    return [best, parts];
  }

  async #weights(word, heard) {
    if (word.startsWith("~")) {
      const alike = [...(await this.#said(word))];
      const pairs = alike.flatMap((c, i) => (i % 2 ? [] : [c + alike[i + 1]]));
      heard.push(...pairs.filter((pair) => !heard.includes(pair)));
      return most(await Promise.all(pairs.map(async (pair) => byWeight(await this.#said(pair)))));
    }
    if (word.endsWith("*")) return most((await this.#beginning(word.slice(0, -1))).map(byWeight));
    return byWeight(await this.#said(word));
  }

  async #said(word) {
    const number = this.#place(word);
    return number < 0 ? "" : (await this.part(number))[word] ?? "";
  }

  async #beginning(start) {
    const { first } = this.catalogue;
    const from = this.#place(start);
    const found = [];
    for (let number = Math.max(from, 0); number < first.length; number += 1) {
      if (number > from && !first[number].startsWith(start)) break;
      for (const [word, said] of Object.entries(await this.part(number))) if (word.startsWith(start)) found.push(said);
    }
    return found;
  }

  #place(word) {
    const { first } = this.catalogue;
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (first[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  async #about(unit) {
    const found = new Set(this.about.flatMap((names, i) => (named(unit, names) ? [i + 1] : [])));
    for (const means of (await this.#said(`=${unit.whole}`)).split(" ").filter(Boolean)) {
      const [topic, kind] = means.split(".");
      this.catalogue.indicators.forEach(([, its, of], i) => its === topic && (!kind || kind === of) && found.add(i + 1));
    }
    return found;
  }

  // Of a record: group, and of its report year, body and level, and the topic of its figure; "" where it has none.
  attributes(n) {
    const { groups, reports, bodies, indicators } = this.catalogue;
    const told = { group: groups[this.group[n]][0], year: "", body: "", level: "", topic: "" };
    if (this.report[n]) {
      const [, , , year, body] = reports[this.report[n] - 1];
      told.year = year;
      if (body >= 0) [told.body, , , told.level] = bodies[body];
    }
    if (this.indicator[n]) told.topic = indicators[this.indicator[n] - 1][1];
    return told;
  }

  // The hits within the chosen facets, and of each facet how many hits its values have within the others.
  narrowed(numbers, chosen) {
    const names = Object.keys(chosen).filter((name) => chosen[name]);
    const counts = { group: new Map(), year: new Map(), body: new Map(), level: new Map(), topic: new Map() };
    const kept = numbers.filter((n) => {
      const told = this.attributes(n);
      const missed = names.filter((name) => told[name] !== chosen[name]);
      for (const [name, of] of Object.entries(counts))
        if (told[name] && missed.every((m) => m === name)) of.set(told[name], (of.get(told[name]) ?? 0) + 1);
      return !missed.length;
    });
    return { numbers: kept, counts };
  }
}

