/** Reads the engine's wire format (engine/observe/wire.h): little-endian fields, u32 counts before text and sequences. */
export class WireReader {
  private readonly view: DataView;
  private at = 0;
  private static readonly text = new TextDecoder();

  constructor(private readonly data: Uint8Array) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  u8(): number { return this.view.getUint8(this.skip(1)); }
  u16(): number { return this.view.getUint16(this.skip(2), true); }
  u32(): number { return this.view.getUint32(this.skip(4), true); }
  i32(): number { return this.view.getInt32(this.skip(4), true); }
  f64(): number { return this.view.getFloat64(this.skip(8), true); }
  bool(): boolean { return this.u8() !== 0; }
  bytes(): Uint8Array {
    const size = this.u32();
    const start = this.skip(size);
    return this.data.slice(start, start + size);
  }
  string(): string {
    const size = this.u32();
    const start = this.skip(size);
    return WireReader.text.decode(this.data.subarray(start, start + size));
  }
  list<T>(item: () => T): T[] {
    const items: T[] = [];
    for (let n = this.u32(); n > 0; n--) items.push(item());
    return items;
  }

  private skip(size: number): number {
    const start = this.at;
    this.at += size;
    return start;
  }
}
