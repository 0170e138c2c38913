/** glassheap: the command line, in Node. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadEngine } from './load';
import { Machine } from './machine';

const kUsage = `usage: glassheap run [--write-files] FILE.py [ARGS...]

  Runs a Python program on the engine: stdout, stderr and exit status are python's. The program sees the files of this
  machine; what it writes stays in memory, unless --write-files is given.
`;

/** All of it, also when the other end of a pipe is slow. */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(141);
      if (code !== 'EAGAIN') throw error;
    }
  }
}

function attempt<T>(read: () => T): T | undefined {
  try { return read(); } catch { return undefined; }
}

const isFile = (path: string) => attempt(() => statSync(path))?.isFile() ?? false;

async function run(args: string[]): Promise<number> {
  const writeFiles = args[0] === '--write-files';
  const [script, ...rest] = writeFiles ? args.slice(1) : args;
  if (!script) { process.stderr.write(kUsage); return 2; }
  const source = attempt(() => readFileSync(script));
  if (!source) {
    process.stderr.write(`glassheap: can't open file '${resolve(script)}': [Errno 2] No such file or directory\n`);
    return 2;
  }
  let stdin: Uint8Array | undefined;
  const host = {
    write: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => writeAll(stream === 'stdout' ? 1 : 2, bytes),
    readFile: (path: string) => (isFile(path) ? attempt(() => new Uint8Array(readFileSync(path))) : undefined),
    listFolder: (path: string) => attempt(() => readdirSync(path)),
    // Read when the program first asks for it.
    get stdin() { return stdin ??= attempt(() => new Uint8Array(readFileSync(0))) ?? new Uint8Array(); },
    cwd: process.cwd(),
  };
  const machine = await Machine.create(await loadEngine(), host);
  machine.load(new Uint8Array(source), script, [script, ...rest]);
  const code = machine.finish();
  if (writeFiles) {
    for (const [path, bytes] of machine.writtenFiles()) {
      if (bytes) { mkdirSync(dirname(path), { recursive: true }); writeFileSync(path, bytes); } else rmSync(path, { force: true });
    }
  }
  return code;
}

const [command, ...args] = process.argv.slice(2);
if (command === 'run') process.exitCode = await run(args);
else {
  const asked = command === '--help' || command === undefined;
  (asked ? process.stdout : process.stderr).write(kUsage);
  process.exitCode = asked ? 0 : 2;
}
