// A table as an Excel file (ECMA-376: one sheet, texts and numbers in their cells), in a ZIP archive whose files are stored as they are.

const PARTS = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const FILES = {
  "[Content_Types].xml": `<Types xmlns="${PARTS}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
  "_rels/.rels": `<Relationships xmlns="${PARTS}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="figures" sheetId="1" r:id="r1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PARTS}/relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};

const escaped = (text) =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function cell(text, isNumber) {
  if (text === "") return "<c/>";
  if (isNumber && /^-?\d{1,15}(\.\d+)?$/.test(text)) return `<c><v>${text}</v></c>`;
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

function sheet(head, rows, numbers) {
  const numeric = head.map((name) => numbers.has(name));
  const line = (cells, of) => `<row>${cells.map((text, i) => cell(text, of && numeric[i])).join("")}</row>`;
  const frozen = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  return `<worksheet xmlns="${MAIN}">${frozen}<sheetData>${line(head, false)}${rows.map((row) => line(row, true)).join("")}</sheetData></worksheet>`;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let sum = n;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

function checksum(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

// numbers of 2 and 4 bytes, the lowest first
function packed(...fields) {
  const bytes = [];
  for (const [size, value] of fields) for (let i = 0; i < size; i += 1) bytes.push((value >>> (8 * i)) & 255);
  return Uint8Array.from(bytes);
}

// APPNOTE 6.3.10, 4.3: local headers with their data, the central directory, its end; names in UTF-8, the day is 1980-01-01
function zipped(files) {
  const pieces = [];
  const directory = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const path = new TextEncoder().encode(name);
    const data = new TextEncoder().encode(HEAD + text);
    const told = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 33], [4, checksum(data)], [4, data.length], [4, data.length], [2, path.length], [2, 0]];
    const local = packed([4, 0x04034b50], ...told);
    directory.push(packed([4, 0x02014b50], [2, 20], ...told, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), path);
    pieces.push(local, path, data);
    at += local.length + path.length + data.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  const count = Object.keys(files).length;
  return [...pieces, ...directory, packed([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, 0])];
}

/** The pieces of the file. head: names of columns; rows: texts; numbers: the columns whose texts are numbers. */
export const xlsx = (head, rows, numbers) => zipped({ ...FILES, "xl/worksheets/sheet1.xml": sheet(head, rows, new Set(numbers)) });
export const XLSX = `${TYPE}.sheet`;
