/** The page: editor, console, menus and tabs around the canvas, and the worker that runs the engine. */
import { decoders, type Status } from '../node/generated/views';
import { Canvas } from './canvas';
import { Editor } from './editor';
import { scenarios } from './generated';
import { describe } from './mirror';
import type { FromWorker, Pictures, ToWorker } from './protocol';
import { decodeLink, encodeLink } from './share';

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const panels = [
  { name: 'Objects', hint: 'Who holds what: a badge counts the references to an object, a dashed arrow is a weak one.' },
  { name: 'Heap', hint: 'Where it lives: each square is a pool of blocks of one size; a filled cell is a block in use.' },
];

const output = element<HTMLPreElement>('console');
const runButton = element<HTMLButtonElement>('run');
const stopButton = element<HTMLButtonElement>('stop');
const picker = element<HTMLSelectElement>('scenario');
const words = element('words');
const files: Record<string, Uint8Array> = {};

let canvas: Canvas | null = null;
let worker: Worker;
let currentRun = 0;
let running = false;
let panel = 0;
let lastPictures: Pictures | null = null;
let stopTimer: ReturnType<typeof setTimeout> | undefined;
let ready: () => void;

/** What tests, embedders and teachers' own pages drive. */
const api = {
  /** Resolves when the engine and the canvas are up. */
  ready: new Promise<void>((resolve) => { ready = resolve; }),
  run: () => start(),
  open: (source: string) => { editor.text = source; },
  stdout: () => textOf('.stdout'),
  stderr: () => textOf('.stderr'),
  status: null as Status | null,
  /** The last view of that name, decoded; null before the first run. */
  view: (name: 'graph' | 'timeline' | 'heap') => lastPictures && decoders[name](lastPictures[name]),
  running: () => running,
};
declare global { interface Window { glassheap: typeof api } }
window.glassheap = api;

const textOf = (selector: string) => [...output.querySelectorAll(selector)].map((part) => part.textContent).join('');

function say(text: string, kind = ''): void {
  const status = element('status');
  status.textContent = text;
  status.dataset.kind = kind;
}

// --- A program that prints without end must not fill the page's memory. ---
const kConsoleLimit = 200_000;
function print(stream: string, text: string): void {
  const last = output.lastElementChild;
  if (last?.className === stream && (last.textContent?.length ?? 0) < 8192) last.append(text);
  else {
    const part = document.createElement('span');
    part.className = stream;
    part.textContent = text;
    output.append(part);
  }
  let size = output.textContent?.length ?? 0;
  while (size > kConsoleLimit && output.firstElementChild) {
    size -= output.firstElementChild.textContent?.length ?? 0;
    output.firstElementChild.remove();
  }
  output.scrollTop = output.scrollHeight;
}

function startWorker(): void {
  worker = new Worker(new URL('worker.js', document.baseURI), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => receive(data);
  worker.onerror = (event) => {
    event.preventDefault();
    if (running) finished(`The engine stopped: ${event.message}`, 'error');
    restartWorker();
  };
}

function restartWorker(): void {
  worker.terminate();
  startWorker();
}

function receive(message: FromWorker): void {
  switch (message.type) {
    case 'ready': ready(); return;
    case 'failed': say(`The engine could not be loaded: ${message.message}`, 'error'); return;
    case 'broken': if (message.run === currentRun) finished(`The engine stopped: ${message.message}`, 'error'); return;
    case 'output': if (message.run === currentRun) print(message.stream, message.text); return;
    case 'pictures': if (message.run === currentRun) show(message.pictures, message.status); return;
    case 'done': if (message.run === currentRun) ended(message.status, message.stopped);
  }
}

function start(): void {
  if (running) return;
  currentRun++;
  running = true;
  output.replaceChildren();
  editor.clear();
  runButton.disabled = true;
  stopButton.disabled = false;
  say('Running ...');
  worker.postMessage({ type: 'run', run: currentRun, source: editor.text, filename: 'main.py', stdin: '', files } satisfies ToWorker);
}

function stop(): void {
  if (!running) return;
  worker.postMessage({ type: 'stop' } satisfies ToWorker);
  // A program inside one long call into the engine can't hear it: then the worker is replaced.
  stopTimer = setTimeout(() => {
    restartWorker();
    finished('Stopped.');
  }, 1500);
}

function finished(text: string, kind = ''): void {
  clearTimeout(stopTimer);
  running = false;
  runButton.disabled = false;
  stopButton.disabled = true;
  say(text, kind);
}

function show(pictures: Pictures, status: Status): void {
  lastPictures = pictures;
  api.status = status;
  const moment = {
    graph: decoders.graph(pictures.graph), timeline: decoders.timeline(pictures.timeline), heap: decoders.heap(pictures.heap),
  };
  canvas?.setGraph(pictures.graph);
  canvas?.setTimeline(pictures.timeline);
  canvas?.setHeap(pictures.heap);
  words.replaceChildren(...describe(moment));
  element('notice').hidden = canvas !== null;
}

function ended(status: Status, stopped: boolean): void {
  api.status = status;
  const lines = `${status.tick.toLocaleString('en')} line${status.tick === 1 ? '' : 's'} executed`;
  if (status.error && status.line) editor.error(status.line, status.error);
  if (stopped) finished(`Stopped at line ${status.line}; ${lines}.`);
  else if (status.error) finished(status.error, 'error');
  else if (status.exit_code) finished(`Ended with exit status ${status.exit_code}.`, 'error');
  else finished(`Done; ${lines}.`);
}

// --- Menus ---
function openScenario(name: string): void {
  const scenario = scenarios.find((entry) => entry.name === name);
  if (!scenario) return;
  editor.text = scenario.source;
  // A scenario's file is as good as any: a pattern of bytes.
  for (const [file, size] of Object.entries(scenario.files)) files[file] = Uint8Array.from({ length: size }, (_, i) => i * 31);
  showFiles();
  picker.value = name;
  history.replaceState(null, '', location.pathname);
}

function choosePanel(index: number): void {
  panel = index;
  element('hint').textContent = panels[index].hint;
  for (const [i, tab] of [...element('tabs').children].entries()) {
    tab.setAttribute('aria-selected', String(i === index));
    (tab as HTMLElement).tabIndex = i === index ? 0 : -1;
  }
  canvas?.setPanel(index);
}

function setTheme(dark: boolean): void {
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  element('theme').textContent = dark ? '☀' : '☾';
  localStorage.setItem('theme', dark ? 'dark' : 'light');
  canvas?.setDark(dark);
}

function showFiles(): void {
  const list = element('files');
  list.hidden = Object.keys(files).length === 0;
  list.replaceChildren(...Object.entries(files).map(([name, bytes]) => {
    const item = document.createElement('li');
    item.textContent = `${name}, ${bytes.length.toLocaleString('en')} bytes`;
    return item;
  }));
}

async function share(): Promise<void> {
  const link = `${location.origin}${location.pathname}${await encodeLink({ source: editor.text, panel: panels[panel].name })}`;
  history.replaceState(null, '', link);
  try {
    await navigator.clipboard.writeText(link);
    say('Link copied.');
  } catch {
    say('The link is in the address bar.');
  }
}

const editor = new Editor(element('editor'), (text) => localStorage.setItem('program', text), () => start());

picker.append(...scenarios.map((scenario, index) => new Option(`${index + 1}. ${scenario.title}`, scenario.name)));
picker.onchange = () => openScenario(picker.value);
runButton.onclick = () => start();
stopButton.onclick = () => stop();
element('share').onclick = () => void share();
element('theme').onclick = () => setTheme(document.documentElement.dataset.theme !== 'dark');
element<HTMLInputElement>('file').onchange = async (event) => {
  const input = event.target as HTMLInputElement;
  for (const file of input.files ?? []) files[file.name] = new Uint8Array(await file.arrayBuffer());
  input.value = '';
  showFiles();
};
for (const [index, { name }] of panels.entries()) {
  const tab = document.createElement('button');
  tab.type = 'button';
  tab.role = 'tab';
  tab.textContent = name;
  tab.onclick = () => choosePanel(index);
  element('tabs').append(tab);
}
element('tabs').onkeydown = (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  choosePanel((panel + step + panels.length) % panels.length);
  (element('tabs').children[panel] as HTMLElement).focus();
};

async function main(): Promise<void> {
  const dark = (localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  setTheme(dark);
  let firstVisit = false;
  try {
    const shared = await decodeLink(location.hash);
    const kept = localStorage.getItem('program');
    if (shared) {
      editor.text = shared.source;
      panel = Math.max(0, panels.findIndex(({ name }) => name === shared.panel));
    } else if (kept) editor.text = kept;
    else {
      openScenario('slide03');
      firstVisit = true;
    }
  } catch (error) {
    openScenario('slide03');
    say((error as Error).message, 'error');
  }
  startWorker();
  try {
    canvas = await Canvas.create(element<HTMLCanvasElement>('canvas'), () => undefined);
    canvas.setDark(dark);
  } catch {
    element('notice').textContent = 'This browser shows no WebGL2 pictures; the same is told in words below.';
    element('notice').hidden = false;
    element<HTMLDetailsElement>('mirror').open = true;
  }
  choosePanel(panel);
  await api.ready;
  if (firstVisit) start();
}
void main();
