import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { withMetadata } from "./segmenter";

const FOLDER = new URL("../../node_modules/@mediapipe/selfie_segmentation/", `file://${import.meta.dirname}/`);
const read = (): Uint8Array => new Uint8Array(readFileSync(new URL("selfie_segmentation_landscape.tflite", FOLDER)));

/** Reads a FlatBuffer by hand: tables, vectors and strings at their offsets. */
class Reader {
  readonly view: DataView;
  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  to = (at: number): number => at + this.view.getUint32(at, true);
  /** Where a table's field is. */
  field(table: number, n: number): number {
    const layout = table - this.view.getInt32(table, true);
    return table + this.view.getUint16(layout + 4 + 2 * n, true);
  }
  vector(at: number): number[] {
    const start = this.to(at);
    return Array.from({ length: this.view.getUint32(start, true) }, (_, n) => start + 4 + 4 * n);
  }
  text(at: number): string {
    const start = this.to(at);
    return new TextDecoder().decode(this.bytes.subarray(start + 4, start + 4 + this.view.getUint32(start, true)));
  }
  floats = (at: number): number[] => this.vector(at).map((each) => this.view.getFloat32(each, true));
}

/** The buffers of a model, in their order. */
function buffers(reader: Reader): { at: number; bytes: Uint8Array }[] {
  return reader.vector(reader.field(reader.to(0), 4)).map((each) => {
    const table = reader.to(each);
    const layout = table - reader.view.getInt32(table, true);
    const hasData = reader.view.getUint16(layout, true) > 4 && reader.view.getUint16(layout + 4, true) > 0;
    if (!hasData) return { at: 0, bytes: new Uint8Array() };
    const start = reader.to(reader.field(table, 0));
    const at = start + 4;
    return { at, bytes: reader.bytes.slice(at, at + reader.view.getUint32(start, true)) };
  });
}

it("keeps every weight of the model, aligned as before", () => {
  const [before, after] = [buffers(new Reader(read())), buffers(new Reader(withMetadata(read())))];
  expect(after.length).toBe(before.length + 1);
  for (const [n, { at, bytes }] of before.entries()) {
    expect(Buffer.compare(after[n]?.bytes ?? Buffer.from("gone"), bytes)).toBe(0);
    expect((after[n]?.at ?? 0) % 16).toBe(at % 16);
  }
});

it("says that a picture's colours become 0 to 1", () => {
  const model = new Reader(withMetadata(read()));
  const [entry] = model.vector(model.field(model.to(0), 6));
  expect(model.text(model.field(model.to(entry ?? 0), 0))).toBe("TFLITE_METADATA");
  const described = new Reader(buffers(model).at(-1)?.bytes ?? new Uint8Array());
  expect(new TextDecoder().decode(described.bytes.subarray(4, 8))).toBe("M001");
  const [graph] = described.vector(described.field(described.to(0), 3));
  const [picture] = described.vector(described.field(described.to(graph ?? 0), 2));
  const [unit] = described.vector(described.field(described.to(picture ?? 0), 4));
  const options = described.to(described.field(described.to(unit ?? 0), 1));
  expect(described.floats(described.field(options, 0))).toEqual([0]);
  expect(described.floats(described.field(options, 1))).toEqual([255]);
});

it("refuses what is no model, or has metadata", () => {
  expect(() => withMetadata(new Uint8Array(64))).toThrow("no TensorFlow Lite model");
  expect(() => withMetadata(withMetadata(read()))).toThrow("already");
});
