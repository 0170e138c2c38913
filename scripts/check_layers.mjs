// check-layers: a folder of engine/ includes only itself and those above it in this list.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const layers = ['base', 'lang', 'profile', 'memory', 'object', 'gc', 'types', 'vm', 'modules', 'observe', 'machine'];
// lang turns source into code and knows nothing of the heap's layers; profile is constants only.
const only = { lang: ['base'], profile: ['base'] };
const engine = join(dirname(fileURLToPath(import.meta.url)), '..', 'engine');

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else if (/\.(h|cc|def|inc)$/.test(name)) yield path;
  }
}

let checked = 0;
let wrong = 0;
for (const layer of layers) {
  const allowed = new Set([layer, ...(only[layer] ?? layers.slice(0, layers.indexOf(layer)))]);
  for (const path of files(join(engine, layer))) {
    checked++;
    for (const [, target] of readFileSync(path, 'utf8').matchAll(/^\s*#include "([^"/]+)\//gm)) {
      if (layers.includes(target) && !allowed.has(target)) {
        console.error(`${path}: ${layer} includes ${target}`);
        wrong++;
      }
    }
  }
}
for (const name of readdirSync(engine)) {
  if (!layers.includes(name)) { console.error(`engine/${name}: not a layer`); wrong++; }
}
console.log(`${checked - wrong} passed, ${wrong} failed`);
process.exitCode = wrong ? 1 : 0;
