/** What the page and its worker say to each other. */
import type { Status } from '../node/generated/views';

export interface RunRequest {
  type: 'run';
  run: number;
  source: string;
  filename: string;
  stdin: string;
  files: Record<string, Uint8Array>;
}
export type ToWorker = RunRequest | { type: 'stop' };

/** The pictures of one moment, on the wire. */
export interface Pictures {
  graph: Uint8Array;
  timeline: Uint8Array;
  heap: Uint8Array;
}
export type FromWorker =
  | { type: 'ready' }
  | { type: 'failed'; message: string }
  | { type: 'broken'; run: number; message: string }
  | { type: 'output'; run: number; stream: 'stdout' | 'stderr'; text: string }
  | { type: 'pictures'; run: number; status: Status; pictures: Pictures }
  | { type: 'done'; run: number; status: Status; stopped: boolean };
