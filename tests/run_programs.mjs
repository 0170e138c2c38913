// run_programs.mjs [--native GLASSHEAP] [--hashes] [FILTER]: runs every program below tests/programs on the wasm engine and compares
// stdout, stderr and exit status with CPython's recorded answers; the heap verifier and the refcount audit run after each.
// With --native, the native build runs the same programs: its answers must be equal too; with --hashes its state hash as well.
import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { loadEngine } from '../build/node/machine.mjs';
import { knownDifferences, normalise, programs, read, shapeOf, withoutLibraryFrames } from './normalise.mjs';

const args = process.argv.slice(2);
const native = args[0] === '--native' ? resolve(args.splice(0, 2)[1]) : null;
const hashes = args[0] === '--hashes' && args.shift();
const filter = args[0] ?? '';

const kSeconds = 20;

/** Runs one program in a fresh machine, in a worker of its own, so that one that never ends can be ended. */
function runWasm(engine, path) {
  const worker = new Worker(new URL('run_program_worker.mjs', import.meta.url), { workerData: { engine, path } });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no end within ${kSeconds} s`)), 1000 * kSeconds);
    worker.once('message', (result) => { clearTimeout(timer); resolve(result); });
    worker.once('error', (error) => { clearTimeout(timer); reject(error); });
  }).finally(() => worker.terminate());
}

/** The native build's answer; its state hash, taken where wasm's is, is the line `hash ...` on stderr. */
function runNative(path) {
  const done = spawnSync(native, ['--hash', '--verify', path], { cwd: dirname(path), input: '', maxBuffer: 1 << 28, timeout: 120_000 });
  return { stdout: done.stdout.toString(), stderr: done.stderr.toString(), code: done.status };
}

const engine = await loadEngine();
const known = knownDifferences();
let passed = 0;
let differing = 0;
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
      if (got(other.stdout) !== got(wasm.stdout) || other.code !== wasm.code) problems.push(`native differs: ${JSON.stringify(other).slice(0, 2000)}`);
      const hash = other.stderr.match(/^hash (\w+)$/m)?.[1];
      if (hashes && hash !== wasm.hash) problems.push(`state hash: native ${hash}, wasm ${wasm.hash}`);
    }
  } catch (error) {
    problems.push(String(error.stack ?? error));
  }
  // A known difference must still be one, so that the list only shrinks.
  if (known.has(name)) {
    if (problems.length) { differing++; continue; }
    problems.push('listed in known_differences.txt, but equal now: take the line out');
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

console.log(`${differing} known differences`);
console.log(`programs: ${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length ? 1 : 0;
