// run_programs.mjs [--native GLASSHEAP] [FILTER]: runs every program below tests/programs on the wasm engine and compares
// stdout, stderr and exit status with CPython's recorded answers; the heap verifier and the refcount audit run after each.
// With --native, the native build runs the same programs: its answers and its state hash must be equal too.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Machine, State, loadEngine } from '../build/node/machine.mjs';
import { normalise, programs, read, shapeOf, withoutLibraryFrames } from './normalise.mjs';

const args = process.argv.slice(2);
const native = args[0] === '--native' ? args.splice(0, 2)[1] : null;
const filter = args[0] ?? '';

/** Runs one program in a fresh machine, in its own folder, as `python PROGRAM` would. */
async function runWasm(engine, path) {
  const chunks = { stdout: [], stderr: [] };
  const machine = await Machine.create(engine, {
    write: (stream, bytes) => chunks[stream].push(Buffer.from(bytes)),
    readFile: (name) => (existsSync(name) && statSync(name).isFile() ? readFileSync(name) : undefined),
    listFolder: (name) => (existsSync(name) && statSync(name).isDirectory() ? readdirSync(name) : undefined),
    stdin: new Uint8Array(),
    cwd: dirname(path),
  });
  machine.load(readFileSync(path), path, [path]);
  while (machine.run(50_000_000) === State.paused);
  const faults = machine.verify();
  const hash = machine.stateHash();
  const code = machine.finish();
  return {
    stdout: Buffer.concat(chunks.stdout).toString(), stderr: Buffer.concat(chunks.stderr).toString(), code, hash, faults,
  };
}

/** The native build's answer; its state hash, taken where wasm's is, is the line `hash ...` on stderr. */
function runNative(path) {
  const done = spawnSync(native, ['--hash', '--verify', path], { cwd: dirname(path), input: '', maxBuffer: 1 << 28, timeout: 120_000 });
  return { stdout: done.stdout.toString(), stderr: done.stderr.toString(), code: done.status };
}

const engine = await loadEngine();
let passed = 0;
const failed = [];
for (const { name, path } of programs(filter)) {
  const shape = shapeOf(name);
  const expected = (suffix) => shape(withoutLibraryFrames(read(path, suffix)));
  const got = (text) => shape(withoutLibraryFrames(normalise(text, path)));
  const problems = [];
  try {
    const wasm = await runWasm(engine, path);
    if (got(wasm.stdout) !== expected('.out')) problems.push(difference('stdout', expected('.out'), got(wasm.stdout)));
    if (got(wasm.stderr) !== expected('.err')) problems.push(difference('stderr', expected('.err'), got(wasm.stderr)));
    if (wasm.code !== Number(read(path, '.rc'))) problems.push(`exit status ${wasm.code}`);
    if (wasm.faults) problems.push(wasm.faults);
    if (native) {
      const other = runNative(path);
      if (other.stdout !== wasm.stdout || other.code !== wasm.code) problems.push(`native differs: ${JSON.stringify(other).slice(0, 2000)}`);
      const hash = other.stderr.match(/^hash (\w+)$/m)?.[1];
      if (hash !== wasm.hash) problems.push(`state hash: native ${hash}, wasm ${wasm.hash}`);
    }
  } catch (error) {
    problems.push(String(error.stack ?? error));
  }
  if (problems.length) {
    failed.push(name);
    console.log(`FAIL ${name}\n  ${problems.join('\n  ').slice(0, 3000)}`);
  } else passed++;
}

/** The first line that differs, with its neighbours' numbers. */
function difference(what, expected, got) {
  const [a, b] = [expected.split('\n'), got.split('\n')];
  const at = a.findIndex((line, i) => line !== b[i]);
  const line = at < 0 ? a.length : at;
  return `${what} line ${line + 1}: expected ${JSON.stringify(a[line] ?? '')}, got ${JSON.stringify(b[line] ?? '')}`;
}

console.log(`programs: ${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length ? 1 : 0;
