// Answers as files: the W3C's CSV and JSON, byte for byte as dashi_kg/query/write.py writes them.

function plain(term) {
  if (!term) return "";
  return term.type === "bnode" ? `_:${term.value}` : term.value;
}

function cell(words) {
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}

export function csv({ variables, rows }) {
  const lines = [variables, ...rows.map((row) => row.map(plain))];
  // a single empty cell is quoted, so that the line is not taken for an empty one
  return lines.map((l) => (l.length === 1 && !l[0] ? '""' : l.map(cell).join(",")) + "\r\n").join("");
}

function told(term) {
  const { type, value } = term;
  const more = term["xml:lang"] ? { "xml:lang": term["xml:lang"] } : term.datatype ? { datatype: term.datatype } : {};
  return { type, value, ...more };
}

export function json({ variables, rows, boolean }) {
  if (boolean !== undefined) return `{"head":{},"boolean":${boolean}}\n`;
  const bindings = rows.map((row) =>
    JSON.stringify(Object.fromEntries(variables.flatMap((v, i) => (row[i] ? [[v, told(row[i])]] : [])))),
  );
  const lines = bindings.length ? `\n${bindings.join(",\n")}` : "";
  const names = variables.map((v) => JSON.stringify(v)).join(", ");
  return `{"head":{"vars":[${names}]},"results":{"bindings":[${lines}\n]}}\n`;
}
