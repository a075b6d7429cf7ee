/**
 * Makes the model of `@mediapipe/selfie_segmentation` readable for MediaPipe's tasks. It is the model that Google offers
 * for them, without the metadata that says how a picture becomes its input; Google's file is in no package.
 */
import { HEADER_BYTES, type Node, Writer } from "./flatbuffer.ts";

/** Fields of TensorFlow Lite's `Model`. */
const BUFFERS = 4;
const METADATA_BUFFER = 5;
const METADATA = 6;
const MODEL_FIELDS = 8;
/** Of `ContentProperties`, `ProcessUnitOptions` and `ColorSpaceType` in TensorFlow Lite's metadata schema. */
const FEATURES = { bytes: 4, value: 1 } as const;
const IMAGE = { bytes: 4, value: 2 } as const;
const NORMALIZATION = { bytes: 4, value: 1 } as const;
const RGB = { bytes: 4, value: 1 } as const;

/** Bytes 0 to 255 of each colour become 0 to 1. */
const NORMALIZED: Node = { table: [{ floats: [0] }, { floats: [255] }] };
const PICTURE: Node = {
  table: [
    { text: "image" },
    null,
    null,
    { table: [IMAGE, { table: [RGB] }] },
    { vector: [{ table: [NORMALIZATION, NORMALIZED] }] },
  ],
};
const MASK: Node = { table: [{ text: "mask" }, null, null, { table: [FEATURES, { table: [] }] }] };
const DESCRIPTION: Node = {
  table: [
    { text: "selfie_segmentation" },
    null,
    null,
    { vector: [{ table: [null, null, { vector: [PICTURE] }, { vector: [MASK] }] }] },
  ],
};

/** The model with its metadata. Throws if it is no TensorFlow Lite model, or has metadata already. */
export function withMetadata(model: Uint8Array): Uint8Array {
  const view = new DataView(model.buffer, model.byteOffset, model.byteLength);
  const root = view.getUint32(0, true);
  const layout = root - view.getInt32(root, true);
  const field = (n: number): number => {
    const place = 4 + 2 * n < view.getUint16(layout, true) ? view.getUint16(layout + 4 + 2 * n, true) : 0;
    return place === 0 ? 0 : root + place;
  };
  if (new TextDecoder().decode(model.subarray(4, HEADER_BYTES)) !== "TFL3") throw new Error("no TensorFlow Lite model");
  if (field(METADATA) !== 0) throw new Error("the model has metadata already");
  const target = (at: number): number => at + view.getUint32(at, true);
  const old = (at: number): Node => ({ after: at - HEADER_BYTES });

  const buffers = target(field(BUFFERS));
  const count = view.getUint32(buffers, true);
  const known = Array.from({ length: count }, (_, n) => old(target(buffers + 4 + 4 * n)));
  const description = new Writer().file(DESCRIPTION, "M001");
  const entry: Node = { table: [{ text: "TFLITE_METADATA" }, { bytes: 4, value: count }] };
  const fields = Array.from({ length: MODEL_FIELDS }, (_, n) => {
    if (n === 0) return { bytes: 4 as const, value: view.getUint32(field(n), true) };
    if (n === BUFFERS) return { vector: [...known, { table: [{ bytes16: description }] }] };
    if (n === METADATA) return { vector: [entry] };
    return field(n) === 0 || n === METADATA_BUFFER ? null : old(target(field(n)));
  });
  const head = new Writer().file({ table: fields }, "TFL3");
  const whole = new Uint8Array(head.length + model.length - HEADER_BYTES);
  whole.set(head);
  whole.set(model.subarray(HEADER_BYTES), head.length);
  return whole;
}
