/** Runs the engine away from the page: slices of work, and an ear for "stop" between them. */
import { Machine, State } from '../node/machine';
import type { FromWorker, Pictures, RunRequest, ToWorker } from './protocol';

const send = (message: FromWorker) => postMessage(message);
const kSlice = 400_000; // evaluation-loop checks: some milliseconds

let engine: Promise<WebAssembly.Module>;
let stopAsked = false;

onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'stop') { stopAsked = true; return; }
  try {
    await run(data);
  } catch (error) {
    // A trap: nothing of that instance can be trusted any more.
    send({ type: 'broken', run: data.run, message: String(error) });
  }
};

/** Lets messages in: a macrotask, without the delay that timers get. */
const breathe = () => new Promise<void>((resolve) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => resolve();
  channel.port2.postMessage(0);
});

function pictures(machine: Machine): Pictures {
  return { graph: machine.viewBytes('graph'), timeline: machine.viewBytes('timeline'), heap: machine.viewBytes('heap') };
}

async function run(request: RunRequest): Promise<void> {
  const { run } = request;
  stopAsked = false;
  const decoder = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const machine = await Machine.create(await engine, {
    write: (stream, bytes) => send({ type: 'output', run, stream, text: decoder[stream].decode(bytes, { stream: true }) }),
    readFile: (path) => request.files[path.replace(/^\/home\//, '')],
    stdin: new TextEncoder().encode(request.stdin),
  });
  machine.load(new TextEncoder().encode(request.source), request.filename, [request.filename]);
  let shown = performance.now();
  while (machine.run(kSlice) === State.paused && !stopAsked) {
    await breathe();
    if (performance.now() - shown > 1000) {
      send({ type: 'pictures', run, status: machine.view('status'), pictures: pictures(machine) });
      shown = performance.now();
    }
  }
  const stopped = stopAsked;
  send({ type: 'pictures', run, status: machine.view('status'), pictures: pictures(machine) });
  if (!stopped) machine.finish();
  send({ type: 'done', run, status: machine.view('status'), stopped });
}

engine = WebAssembly.compileStreaming(fetch(new URL('engine.wasm', self.location.href)));
engine.then(() => send({ type: 'ready' }), (error: unknown) => send({ type: 'failed', message: String(error) }));
