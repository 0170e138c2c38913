// One program on the wasm engine, as `python PROGRAM` in its own folder: answers with outputs, exit status, the verifier's
// report and the state hash at the program's end. Started by run_programs.mjs.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Machine, State } from '../build/node/machine.mjs';

const { engine, path } = workerData;
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
const text = (stream) => Buffer.concat(chunks[stream]).toString();
parentPort.postMessage({ stdout: text('stdout'), stderr: text('stderr'), code, hash, faults });
