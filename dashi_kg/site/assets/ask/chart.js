// Bars of an answer: a column of words and a column of numbers. The table beside it says the same.

import { filled, h, number, w } from "./terms.js";

const MOST = 40;
const ROW = 26;
const NUMBERS = /#(integer|decimal|double|float|int|long|short|nonNegativeInteger|positiveInteger)$/;

export const isNumber = (t) => Boolean(t?.datatype && NUMBERS.test(t.datatype) && Number.isFinite(Number(t.value)));

// → { words: [index …], numbers: [index …] } of columns that can be drawn.
export function columns({ variables, rows }) {
  const some = (test) => variables.map((_, i) => i).filter((i) => rows.some((row) => test(row[i])));
  const numbers = some(isNumber);
  return { numbers, words: some((t) => t && !isNumber(t)) };
}

// width: of the place where it goes, so that letters keep their size on a phone
export function bars({ variables, rows }, words, numbers, width) {
  const WIDTH = Math.max(300, Math.min(width, 900));
  const LEFT = Math.round(WIDTH * 0.42);
  const shown = rows.filter((row) => isNumber(row[numbers])).slice(0, MOST);
  const values = shown.map((row) => Number(row[numbers].value));
  const most = Math.max(0, ...values);
  const least = Math.min(0, ...values);
  const scale = (WIDTH - LEFT - 90) / (most - least || 1);
  const zero = LEFT - least * scale;
  const name = filled(w.chart_name, { words: variables[words], number: variables[numbers] });
  const svg = h("svg", {
    class: "chart", viewBox: `0 0 ${WIDTH} ${shown.length * ROW + 8}`, role: "img", "aria-label": name,
  });
  shown.forEach((row, i) => {
    const said = row[words]?.value ?? "";
    const y = i * ROW + 4;
    const length = Math.abs(values[i]) * scale;
    const from = values[i] < 0 ? zero - length : zero;
    svg.append(
      h("g", {},
        h("title", {}, `${said}: ${row[numbers].value}`),
        h("text", { class: "name", x: LEFT - 8, y: y + 16, "text-anchor": "end" }, clipped(said, LEFT / 7.6)),
        h("rect", { x: from, y: y + 3, width: Math.max(1, length), height: ROW - 8 }),
        h("text", { class: "value", x: Math.max(from + length, zero) + 6, y: y + 16 }, number(values[i])),
      ),
    );
  });
  return { svg, left: rows.length - shown.length };
}

// Chinese characters are twice as wide as Latin ones.
function clipped(words, most) {
  let width = 0;
  for (let i = 0; i < words.length; i += 1) {
    width += words.charCodeAt(i) > 0x2e7f ? 2 : 1;
    if (width > most) return `${words.slice(0, i)}…`;
  }
  return words;
}
