/** Node only: the compiled engine that lies beside this file. */
import { readFileSync } from 'node:fs';

export const loadEngine = (): Promise<WebAssembly.Module> =>
  WebAssembly.compile(readFileSync(new URL('engine.wasm', import.meta.url)) as BufferSource);
