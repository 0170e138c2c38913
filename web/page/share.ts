/** Links that hold a program: its text, deflated, in the fragment. Nothing leaves the browser. */
const kVersion = '1';

async function pipe(bytes: Uint8Array, transform: ReadableWritablePair<Uint8Array, BufferSource>): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(transform);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const toBase64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const fromBase64 = (text: string) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));

/** What a link carries. */
export interface Shared {
  source: string;
  panel: string;
}

export async function encodeLink(shared: Shared): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  return `#${kVersion}.${toBase64(await pipe(bytes, new CompressionStream('deflate-raw')))}`;
}

/** Null without a link; throws one clear sentence when the link is damaged or newer than this page. */
export async function decodeLink(hash: string): Promise<Shared | null> {
  const match = hash.match(/^#(\d+)\.([\w-]*)$/);
  if (!match) return null;
  if (match[1] !== kVersion) throw new Error('This link was made by a newer Glassheap; its program could not be read.');
  try {
    const bytes = await pipe(fromBase64(match[2]), new DecompressionStream('deflate-raw'));
    const shared = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Shared>;
    if (typeof shared.source !== 'string') throw new Error('no program');
    return { source: shared.source, panel: shared.panel ?? 'Objects' };
  } catch {
    throw new Error('This link is damaged: its program could not be read.');
  }
}
