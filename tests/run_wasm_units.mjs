// run_wasm_units.mjs FILE.wasm [DOCTEST ARGS]: runs the doctest program of the wasm build in Node, through WASI.
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const [file, ...args] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: ['glassheap_tests', ...args], env: {} });
const module = new WebAssembly.Module(readFileSync(file));
const imports = { wasi_snapshot_preview1: wasi.wasiImport, env: {}, host: {} };
for (const { module: space, name } of WebAssembly.Module.imports(module)) {
  imports[space] ??= {};
  imports[space][name] ??= () => 0;
}
process.exitCode = wasi.start(new WebAssembly.Instance(module, imports)) ?? 0;
