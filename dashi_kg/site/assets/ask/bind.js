// Values for the parameters of a saved question: made into RDF terms, never pasted as text.
// The same as dashi_kg/query/bind.py; the tests hold both to the same cases.

const XSD = "http://www.w3.org/2001/XMLSchema#";
const SLOT = /^([^\S\n]*)VALUES \?(\w+) \{ .* \} # param$/gm;
const FORMS = {
  integer: [/^[+-]?[0-9]+$/, "12"],
  decimal: [/^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$/, "99.8"],
  date: [/^-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/, "2024-02-20"],
  gYear: [/^-?[0-9]{4,}$/, "2023"],
};
// eslint-disable-next-line no-control-regex
const NOT_IN_IRIS = /[\x00-\x20<>"{}|^`\\]/;
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };

export class BadValue extends Error {
  constructor(parameter, value, example) {
    super(`${parameter.name}: ${value}`);
    this.parameter = parameter;
    this.value = value;
    this.example = example;
  }
}

export function literal(value) {
  return `"${value.replace(/[\\"\n\r\t\b\f]/g, (c) => ESCAPES[c])}"`;
}

// parameter: { name, type }; config: { base, prefixes }.
export function term(parameter, value, { base, prefixes }) {
  if (parameter.type === "iri") return iri(parameter, value, base, prefixes);
  if (value.includes("\0") || !value.isWellFormed()) throw new BadValue(parameter, value, "");
  if (parameter.type === "string") return literal(value);
  const [form, example] = FORMS[parameter.type];
  if (!form.test(value)) throw new BadValue(parameter, value, example);
  return `${literal(value)}^^<${XSD}${parameter.type}>`;
}

function iri(parameter, value, base, prefixes) {
  const [, prefix, local] = value.match(/^([^:]*):(.*)$/s) || [];
  if (local !== undefined && !local.startsWith("//") && Object.hasOwn(prefixes, prefix))
    value = prefixes[prefix] + local;
  if (!value || NOT_IN_IRIS.test(value)) throw new BadValue(parameter, value, "ind:publicity-events");
  return `<${/^[A-Za-z][A-Za-z0-9+.-]*:/.test(value) ? value : new URL(value, base).href}>`;
}

// question: { text, parameters }; values: name → text as typed, empty ones are left at their default.
export function bind(question, values, config) {
  const terms = {};
  for (const parameter of question.parameters)
    if (values[parameter.name]) terms[parameter.name] = term(parameter, values[parameter.name], config);
  return question.text
    .replaceAll(') = "zh"', `) = "${config.lang}"`)
    .replace(SLOT, (slot, indent, name) =>
      terms[name] === undefined ? slot : `${indent}VALUES ?${name} { ${terms[name]} } # param`,
    );
}
