// The command line as a person uses it: scripts/run and `glassheap.mjs run`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, equal, runTests, test } from '../support.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const slides = join(root, 'tests', 'programs', 'slides');
const folder = mkdtempSync(join(tmpdir(), 'glassheap-'));

/** Writes the files into a folder of their own and runs main.py there. */
function run(files, { args = [], input = '', options = [], timeout = 60_000 } = {}) {
  const here = mkdtempSync(join(folder, 'case-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(here, name), text);
  const done = spawnSync(join(root, 'scripts', 'run'), [...options, 'main.py', ...args], { cwd: here, input, timeout });
  return { here, code: done.status, stdout: done.stdout.toString(), stderr: done.stderr.toString(), signal: done.signal };
}

test('a program: stdout, stderr and exit status', () => {
  const { code, stdout, stderr } = run({ 'main.py': 'import sys\nprint("out")\nprint("err", file=sys.stderr)\nsys.exit(3)\n' });
  equal([code, stdout, stderr], [3, 'out\n', 'err\n']);
});

test('arguments, __file__ and __name__', () => {
  const { here, stdout } = run({ 'main.py': 'import sys\nprint(sys.argv, __file__, __name__)\n' }, { args: ['a', 'b c'] });
  equal(stdout, `['main.py', 'a', 'b c'] ${join(here, 'main.py')} __main__\n`);
});

test('standard input', () => {
  const { stdout } = run({ 'main.py': 'import sys\nname = input()\nprint(name, sys.stdin.read().split())\n' }, { input: 'Ada\n1 2\n3\n' });
  equal(stdout, "Ada ['1', '2', '3']\n");
});

test('sibling modules and files of the folder', () => {
  const { stdout } = run({ 'main.py': 'import helper\nprint(helper.f(), open("data.txt").read())\n',
    'helper.py': 'def f():\n    return "sibling"\n', 'data.txt': 'text' });
  equal(stdout, 'sibling text\n');
});

test('what a program writes stays in memory', () => {
  const source = 'open("new.txt", "w").write("x" * 3)\nprint(open("new.txt").read())\n';
  const kept = run({ 'main.py': source });
  equal([kept.stdout, existsSync(join(kept.here, 'new.txt'))], ['xxx\n', false]);
  const written = run({ 'main.py': source }, { options: ['--write-files'] });
  equal(readFileSync(join(written.here, 'new.txt'), 'utf8'), 'xxx');
});

test('a missing program', () => {
  const done = spawnSync(join(root, 'scripts', 'run'), ['nothing.py'], { cwd: folder });
  equal(done.status, 2);
  check(done.stderr.toString().includes("can't open file"), done.stderr.toString());
});

test('an infinite loop can be ended from outside', () => {
  const { signal, code } = run({ 'main.py': 'while True:\n    pass\n' }, { timeout: 1500 });
  check(signal === 'SIGTERM' || code === 143, `ended by ${signal} ${code}`);
});

const disasters = {
  'more memory than there is': ['[0]*10**12', 'MemoryError'],
  'endless recursion': ['def f(): f()\nf()', 'RecursionError: maximum recursion depth exceeded'],
  'a list nested 100,000 deep': [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'SyntaxError: too many nested parentheses'],
};
for (const [name, [source, expected]] of Object.entries(disasters)) {
  test(name, () => {
    const { code, stderr } = run({ 'main.py': `${source}\n` });
    equal(code, 1, `exit status (${stderr.slice(-300)})`);
    check(stderr.trimEnd().split('\n').at(-1).startsWith(expected), stderr.slice(-500));
  });
}

test('a line of 5 MB', () => {
  const { code, stdout, stderr } = run({ 'main.py': `x = [${'1,'.repeat(2_500_000)}]\nprint(len(x))\n` });
  check((code === 0 && stdout === '2500000\n') || (code === 1 && /Error/.test(stderr.split('\n').at(-2))), stderr.slice(-500));
});

test('slide 13 reads its picture', () => {
  const done = spawnSync(join(root, 'scripts', 'run'), ['slide13.py'], { cwd: slides });
  equal([done.status, done.stderr.toString()], [0, '']);
});

await runTests();
