// What a recorded output may differ in: addresses, elapsed times, paths, and frames inside CPython's own library.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), 'programs');

/** Every program below tests/programs that has recorded answers and whose name holds the filter: {name, path}. */
export function* programs(filter = '', folder = root) {
  for (const entry of readdirSync(folder).sort()) {
    const path = join(folder, entry);
    const name = relative(root, path).replace(/\.py$/, '');
    if (statSync(path).isDirectory()) yield* programs(filter, path);
    else if (entry.endsWith('.py') && existsSync(path.replace(/\.py$/, '.rc')) && name.includes(filter)) yield { name, path };
  }
}

/** Programs whose answers are known to differ, with the reason: tests/programs/known_differences.txt. */
export function knownDifferences() {
  const lines = readFileSync(join(root, 'known_differences.txt'), 'utf8').split('\n');
  return new Map(lines.filter((line) => line && !line.startsWith('#')).map((line) => {
    const [name, ...reason] = line.split(/\s+/);
    return [name, reason.join(' ')];
  }));
}

/** A recorded answer of a program: suffix .out, .err or .rc; empty when there is none. */
export function read(path, suffix) {
  const file = path.replace(/\.py$/, suffix);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The text as recordings write it. */
export function normalise(text, script) {
  return text
    .replaceAll(script, '<script>')
    .replace(/(?<=")\/[^"]*\/lib\/python3\.\d+(?=\/)/g, '<stdlib>')
    .replace(/\bat 0x[0-9a-f]+/g, 'at <address>')
    .replace(/\d+\.\d+s elapsed/g, '<seconds>s elapsed');
}

/** Without frames of the standard library: its lines and columns are CPython's own file's. */
export function withoutLibraryFrames(text) {
  const kept = [];
  let inside = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('  File "<stdlib>')) inside = true;
    else if (!line.startsWith('    ')) inside = false;
    if (!inside) kept.push(line);
  }
  return kept.join('\n');
}

// Programs whose output holds what even two CPython runs differ in, or the census of objects a real interpreter starts with.
const shapes = {
  'slides/slide01': (text) => {
    const match = text.match(/^(\d+) (\d+)$/m);
    return match && match[1] === match[2] && Number(match[1]) % 16 === 0 ? text.replace(match[0], '<id> <id>') : text;
  },
  'slides/slide04': (text) => {
    let block = 0;
    return text
      .replace(/objects in each generation: \d+ \d+ \d+/g, 'objects in each generation: N N N')
      .replace(/done, (\d+) unreachable/g, (whole) => (block++ === 0 ? whole : 'done, N unreachable'));
  },
};

export const shapeOf = (name) => shapes[name] ?? ((text) => text);
