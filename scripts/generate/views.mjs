// views.mjs SCHEMA CPP_HEADER TS_MODULE: generates both forms of the views from engine/observe/views.schema.
import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';

const [schemaPath, cppPath, tsPath] = process.argv.slice(2);

function parse(text) {
  const types = [];
  let current;
  let doc = [];
  for (const line of text.split('\n')) {
    const comment = line.match(/^\s*#\s?(.*)$/);
    if (comment) { doc.push(comment[1]); continue; }
    const open = line.match(/^(record|view) (\w+) \{$/);
    const field = line.match(/^\s+(\w+): (\S+)(?:\s+# (.*))?$/);
    if (open) { current = { form: open[1], name: open[2], doc: doc.join(' '), fields: [] }; types.push(current); }
    else if (field) current.fields.push({ name: field[1], type: field[2], doc: field[3] });
    doc = [];
  }
  return types;
}

const scalars = {
  u8: ['uint8_t', 'number', 'getUint8', 1], u16: ['uint16_t', 'number', 'getUint16', 2],
  u32: ['uint32_t', 'number', 'getUint32', 4], i32: ['int32_t', 'number', 'getInt32', 4],
  f64: ['double', 'number', 'getFloat64', 8], bool: ['bool', 'boolean'], string: ['std::string', 'string'],
  bytes: ['std::vector<uint8_t>', 'Uint8Array'],
};
const item = (type) => type.match(/^\[(.*)\]$/)?.[1];
const cppType = (t) => item(t) ? `std::vector<${cppType(item(t))}>` : scalars[t]?.[0] ?? t;
const tsType = (t) => item(t) ? `${tsType(item(t))}[]` : scalars[t]?.[1] ?? t;
const initial = (t) => (item(t) || !scalars[t] || t === 'string' || t === 'bytes') ? '' : t === 'bool' ? ' = false' : ' = 0';
const generated = 'Generated from engine/observe/views.schema by scripts/generate/views.mjs.';

function cpp(types) {
  const out = [`// ${generated}`, '#pragma once', '#include "observe/wire.h"  // WireWriter, WireReader', '',
    'namespace py::observe {', ''];
  for (const t of types) {
    if (t.doc) out.push(`// ${t.doc}`);
    out.push(`struct ${t.name} {`);
    for (const f of t.fields) out.push(`  ${cppType(f.type)} ${f.name}${initial(f.type)};${f.doc ? `  // ${f.doc}` : ''}`);
    out.push('};');
    out.push(`inline void wire_write(WireWriter& out, const ${t.name}& value) {`);
    for (const f of t.fields) out.push(`  wire_write(out, value.${f.name});`);
    out.push('}', `inline void wire_read(WireReader& in, ${t.name}& value) {`);
    for (const f of t.fields) out.push(`  wire_read(in, value.${f.name});`);
    out.push('}', '');
  }
  out.push('}  // namespace py::observe', '');
  return out.join('\n');
}

function tsRead(type) {
  const inner = item(type);
  if (inner) return `r.list(() => ${tsRead(inner)})`;
  if (type === 'bool') return 'r.bool()';
  if (type === 'string') return 'r.string()';
  if (type === 'bytes') return 'r.bytes()';
  return scalars[type] ? `r.${type}()` : `read${type}(r)`;
}

function ts(types) {
  const out = [`// ${generated}`, "import { WireReader } from '../wire';", ''];
  for (const t of types) {
    if (t.doc) out.push(`/** ${t.doc} */`);
    out.push(`export interface ${t.name} {`);
    for (const f of t.fields) out.push(...(f.doc ? [`  /** ${f.doc} */`] : []), `  ${f.name}: ${tsType(f.type)};`);
    out.push('}', `function read${t.name}(r: WireReader): ${t.name} {`, '  return {');
    for (const f of t.fields) out.push(`    ${f.name}: ${tsRead(f.type)},`);
    out.push('  };', '}');
    if (t.form === 'view') {
      out.push(`export const decode${t.name} = (bytes: Uint8Array): ${t.name} => read${t.name}(new WireReader(bytes));`);
    }
    out.push('');
  }
  const views = types.filter((t) => t.form === 'view').map((t) => t.name);
  out.push('/** Every view by its name, as Machine.view() takes it. */', 'export interface Views {',
    ...views.map((v) => `  ${v.toLowerCase()}: ${v};`), '}',
    'export const decoders: { [K in keyof Views]: (bytes: Uint8Array) => Views[K] } = {',
    ...views.map((v) => `  ${v.toLowerCase()}: decode${v},`), '};', '');
  return out.join('\n');
}

// Written only when it changes, so that nothing is rebuilt for nothing.
function write(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const types = parse(readFileSync(schemaPath, 'utf8'));
if (cppPath) write(cppPath, cpp(types));
if (tsPath) write(tsPath, ts(types));
