// run_native_programs.mjs GLASSHEAP [FILTER]: runs every program below tests/programs on a native build, the one with
// sanitizers above all: stdout and exit status are CPython's, and neither a sanitizer nor the verifier has anything to say.
import { execFile } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { knownDifferences, normalise, programs, read, shapeOf } from './normalise.mjs';

const [binary, filter = ''] = process.argv.slice(2);
const glassheap = resolve(binary);
const queue = [...programs(filter)];
const known = knownDifferences();
let passed = 0;
let failed = 0;

const run = (path) => new Promise((resolve) => {
  const child = execFile(glassheap, ['--verify', path], { cwd: dirname(path), maxBuffer: 1 << 28, timeout: 300_000 },
    (error, stdout, stderr) => resolve({ code: error ? error.code : 0, stdout, stderr }));
  child.stdin.end();
});

async function worker() {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { name, path } = next;
    const { code, stdout, stderr } = await run(path);
    const problems = [];
    const shape = shapeOf(name);
    if (!known.has(name)) {
      if (shape(normalise(stdout, path)) !== shape(read(path, '.out'))) problems.push('stdout differs');
      if (code !== Number(read(path, '.rc'))) problems.push(`exit status ${code}`);
    }
    const fault = stderr.match(/^.*(?:runtime error|AddressSanitizer|invariant broken|audit:).*$/m);
    if (fault) problems.push(stderr.slice(fault.index, fault.index + 1500));
    if (problems.length) {
      failed++;
      console.log(`FAIL ${name}\n  ${problems.join('\n  ')}`);
    } else passed++;
  }
}

await Promise.all([worker(), worker()]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
