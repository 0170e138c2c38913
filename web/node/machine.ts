/**
 * The machine: engine.wasm behind a class. The same in Node, in a worker and in tests; nothing here knows a platform but
 * loadEngine. Names every export of engine/machine/abi.h once.
 */
import { decoders, type Views } from './generated/views';

export type { Views } from './generated/views';

/** Where a machine stands (engine/machine/machine.h). */
export enum State { empty, ready, paused, ending, finished, stopped, broken }

/** What the outside gives a program. Paths are absolute. */
export interface Host {
  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  /** A file's bytes, asked for when the program first touches it; undefined when there is none. */
  readFile?(path: string): Uint8Array | undefined;
  /** Names in a folder; undefined when it is none. */
  listFolder?(path: string): string[] | undefined;
  /** All of standard input. */
  stdin?: Uint8Array;
  /** The working directory. */
  cwd?: string;
  /** Bytes that the heap may hold. */
  memoryLimit?: number;
}

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  gh_alloc(size: number): number;
  gh_free(pointer: number): void;
  gh_create(memoryLimit: number): number;
  gh_set_cwd(path: number, length: number): void;
  gh_set_arguments(text: number, length: number): void;
  gh_load(source: number, size: number, filename: number, length: number): number;
  gh_run(ticks: number): number;
  gh_state(): number;
  gh_stop(): void;
  gh_exit_code(): number;
  gh_tick(): number;
  gh_state_hash_low(): number;
  gh_state_hash_high(): number;
  gh_result_data(): number;
  gh_verify(): number;
  gh_view(name: number, length: number): number;
  gh_written_files(): number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Machine {
  private exports!: Exports;
  private stdinAt = 0;
  /** Files the host gave, kept so that size and content come from one read. */
  private readonly files = new Map<string, Uint8Array | undefined>();

  private constructor(private readonly host: Host) {}

  /** A fresh machine in an instance of its own. */
  static async create(engine: WebAssembly.Module, host: Host): Promise<Machine> {
    const machine = new Machine(host);
    const instance = await WebAssembly.instantiate(engine, machine.imports());
    machine.exports = instance.exports as unknown as Exports;
    machine.exports._initialize();
    if (!machine.exports.gh_create(host.memoryLimit ?? 0)) throw new Error('no memory for a machine');
    machine.withBytes(encoder.encode(host.cwd ?? '/home'), machine.exports.gh_set_cwd);
    return machine;
  }

  /** Gives it the program. argv[0] is the script as the program sees it; filename is what tracebacks print. */
  load(source: Uint8Array, filename: string, argv: string[]): void {
    this.withBytes(encoder.encode(argv.slice(1).map((arg) => `${arg}\0`).join('')), this.exports.gh_set_arguments);
    this.withBytes(source, (at, size) => this.withBytes(encoder.encode(filename),
      (name, length) => this.exports.gh_load(at, size, name, length)));
  }

  /** Runs at most that many executed lines. `ending`: the module body is done, shutdown is still to come. */
  run(ticks: number): State { return this.exports.gh_run(ticks); }

  /** Runs the rest: to the end, shutdown included. Returns the exit status. */
  finish(): number {
    while ([State.ready, State.paused, State.ending].includes(this.exports.gh_state())) this.exports.gh_run(1e15);
    return this.exports.gh_exit_code();
  }

  get tick(): number { return this.exports.gh_tick(); }
  get state(): State { return this.exports.gh_state(); }
  stop(): void { this.exports.gh_stop(); }

  /** A number that stands for the whole logical state, as 16 hexadecimal digits. */
  stateHash(): string {
    const low = this.exports.gh_state_hash_low() >>> 0;
    const high = this.exports.gh_state_hash_high() >>> 0;
    return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
  }

  /** What the refcount audit and the heap verifier found wrong; empty when all is well. */
  verify(): string { return decoder.decode(this.result(this.exports.gh_verify())); }

  viewBytes(name: keyof Views): Uint8Array {
    return this.withBytes(encoder.encode(name), (at, length) => this.result(this.exports.gh_view(at, length)));
  }
  view<K extends keyof Views>(name: K): Views[K] { return decoders[name](this.viewBytes(name)) as Views[K]; }

  /** Files that the program wrote; undefined: it removed that one. */
  writtenFiles(): Map<string, Uint8Array | undefined> {
    const bytes = this.result(this.exports.gh_written_files());
    const view = new DataView(bytes.buffer);
    const files = new Map<string, Uint8Array | undefined>();
    let at = 4;
    const next = () => { at += 4; return view.getUint32(at - 4, true); };
    const take = (size: number) => { at += size; return bytes.slice(at - size, at); };
    for (let left = view.getUint32(0, true); left > 0; left--) {
      const path = decoder.decode(take(next()));
      const size = next();
      files.set(path, size === 0xffffffff ? undefined : take(size));
    }
    return files;
  }

  /** A copy of what the last call left in the engine's result buffer. */
  private result(size: number): Uint8Array {
    return this.bytes(this.exports.gh_result_data(), size).slice();
  }

  private bytes(at: number, size: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, at >>> 0, size);
  }

  private withBytes<T>(bytes: Uint8Array, use: (at: number, size: number) => T): T {
    const at = this.exports.gh_alloc(Math.max(1, bytes.length)) >>> 0;
    this.bytes(at, bytes.length).set(bytes);
    try { return use(at, bytes.length); } finally { this.exports.gh_free(at); }
  }

  private file(path: string): Uint8Array | undefined {
    if (!this.files.has(path)) this.files.set(path, this.host.readFile?.(path));
    return this.files.get(path);
  }

  private imports(): WebAssembly.Imports {
    const text = (at: number, size: number) => decoder.decode(this.bytes(at, size).slice());
    const write = (fd: number, at: number, size: number) =>
      this.host.write(fd === 2 ? 'stderr' : 'stdout', this.bytes(at, size).slice());
    const env = {
      emscripten_notify_memory_growth: () => undefined,
      host_write: write,
      host_read_stdin: (out: number, capacity: number) => {
        const part = (this.host.stdin ?? new Uint8Array()).subarray(this.stdinAt, this.stdinAt + capacity);
        this.bytes(out, part.length).set(part);
        this.stdinAt += part.length;
        return part.length;
      },
      host_stat: (path: number, length: number) => {
        const name = text(path, length);
        return this.file(name)?.length ?? (this.host.listFolder?.(name) ? -2 : -1);
      },
      host_read_file: (path: number, length: number, out: number, capacity: number) => {
        const data = this.file(text(path, length));
        if (!data || data.length > capacity) return 0;
        this.bytes(out, data.length).set(data);
        return 1;
      },
      host_list_folder: (path: number, length: number, out: number, capacity: number) => {
        const names = this.host.listFolder?.(text(path, length));
        if (!names) return -1;
        const bytes = encoder.encode(names.map((name) => `${name}\0`).join(''));
        if (bytes.length <= capacity) this.bytes(out, bytes.length).set(bytes);
        return bytes.length;
      },
    };
    // What Emscripten's C library asks of a WASI host: only its own messages (a broken invariant) are written.
    const view = () => new DataView(this.exports.memory.buffer);
    const wasi = {
      fd_write: (fd: number, vectors: number, count: number, written: number) => {
        let total = 0;
        for (let i = 0; i < count; i++) {
          const size = view().getUint32(vectors + 8 * i + 4, true);
          write(fd, view().getUint32(vectors + 8 * i, true), size);
          total += size;
        }
        view().setUint32(written, total, true);
        return 0;
      },
      proc_exit: (code: number) => { throw new Error(`the engine ended with ${code}`); },
    };
    // Nothing else of WASI is there: no clock, no entropy, no files.
    const absent = new Proxy(wasi, { get: (known, name) => known[name as keyof typeof known] ?? (() => 52) });
    return { env: new Proxy(env, { get: (known, name) => known[name as keyof typeof known] ?? (() => 0) }),
      wasi_snapshot_preview1: absent };
  }
}
