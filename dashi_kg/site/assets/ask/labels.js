// Label columns beside columns of IRIs, by the rules of dashi_kg/query/labels.py.

const AT_ONCE = 500; // IRIs asked about at once, and rows looked at

// ask(query) → SPARQL results as parsed JSON, or a promise of them.
export async function withLabels(answer, lang, ask) {
  const { variables, rows } = answer;
  const iris = [...new Set(rows.flat().filter((t) => t?.type === "uri").map((t) => t.value))].sort();
  const names = new Map();
  for (let i = 0; i < iris.length; i += AT_ONCE) await labelsOf(iris.slice(i, i + AT_ONCE), lang, names, ask);
  const first = rows.slice(0, AT_ONCE);
  const columns = variables.map((name, i) => {
    const shown = first.map((row) => (row[i]?.type === "uri" ? names.get(row[i].value)?.value : undefined) ?? "");
    if (variables.includes(`${name}Label`) || !shown.some(Boolean)) return false;
    return !variables.some((_, j) => j !== i && first.every((row, k) => (row[j]?.value ?? "") === shown[k]));
  });
  return {
    ...answer,
    labelled: columns,
    names, // IRI → its label, also where another column has these very words
    variables: variables.flatMap((v, i) => (columns[i] ? [v, `${v}Label`] : [v])),
    rows: rows.map((row) =>
      row.flatMap((t, i) => (columns[i] ? [t, (t?.type === "uri" && names.get(t.value)) || null] : [t])),
    ),
  };
}

async function labelsOf(iris, lang, names, ask) {
  const found = await ask(`SELECT ?i ?l WHERE { VALUES ?i { ${iris.map((i) => `<${i}>`).join(" ")} }
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
