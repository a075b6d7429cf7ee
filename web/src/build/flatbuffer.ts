/** Writes small FlatBuffers front to back: each table before what it points to, as offsets only point forward. */

/** A field of a table: a number of so many bytes, or what is written after the table. */
export type Field = { bytes: 1 | 4; value: number } | Node;
export type Node =
  | { table: readonly (Field | null)[] }
  | { vector: readonly Node[] }
  | { floats: readonly number[] }
  | { text: string }
  /** Raw bytes as a vector, aligned as TensorFlow Lite wants its buffers. */
  | { bytes16: Uint8Array }
  /** Something that exists already, at a place counted from the end of what is written here. */
  | { after: number };

const BUFFER_ALIGNMENT = 16;
export const HEADER_BYTES = 8;

export class Writer {
  #bytes: number[] = [];
  readonly #ends: { at: number; after: number }[] = [];

  /** `root` behind its offset and the file's four letters. What followed such a header in a file keeps its alignment. */
  file(root: Node, letters: string): Uint8Array {
    this.#bytes = [0, 0, 0, 0, ...new TextEncoder().encode(letters)];
    this.#point(0, root);
    while (this.#bytes.length % BUFFER_ALIGNMENT !== HEADER_BYTES) this.#bytes.push(0);
    for (const { at, after } of this.#ends) this.#set(at, this.#bytes.length + after - at);
    return Uint8Array.from(this.#bytes);
  }

  #point(at: number, node: Node): void {
    if ("after" in node) this.#ends.push({ at, after: node.after });
    else this.#set(at, this.#write(node) - at);
  }

  /** Where it begins. */
  #write(node: Exclude<Node, { after: number }>): number {
    if ("table" in node) return this.#table(node.table);
    if ("vector" in node) return this.#vector(node.vector);
    if ("floats" in node) return this.#raw(node.floats.length, floatBytes(node.floats), 4);
    if ("text" in node) {
      const text = new TextEncoder().encode(node.text);
      return this.#raw(text.length, [...text, 0], 4);
    }
    return this.#raw(node.bytes16.length, [...node.bytes16], BUFFER_ALIGNMENT);
  }

  /** The table's layout first: its own size, the table's, and where in the table each field is; 0: it has none. */
  #table(fields: readonly (Field | null)[]): number {
    const places = fields.map((field, n) => (field === null ? 0 : 4 + 4 * n));
    const layout = [4 + 2 * fields.length, 4 + 4 * fields.length, ...places];
    this.#align(4);
    const start = this.#bytes.length;
    for (const each of layout) this.#bytes.push(each & 255, each >> 8);
    this.#align(4);
    const table = this.#bytes.length;
    this.#bytes.push(...new Uint8Array(4 + 4 * fields.length));
    this.#set(table, table - start);
    for (const [n, field] of fields.entries()) this.#field(table + 4 + 4 * n, field);
    return table;
  }

  #field(at: number, field: Field | null): void {
    if (field === null) return;
    if ("value" in field) this.#set(at, field.value);
    else this.#point(at, field);
  }

  #vector(nodes: readonly Node[]): number {
    const at = this.#raw(nodes.length, [...new Uint8Array(4 * nodes.length)], 4);
    for (const [n, node] of nodes.entries()) this.#point(at + 4 + 4 * n, node);
    return at;
  }

  #raw(count: number, content: readonly number[], alignment: number): number {
    while ((this.#bytes.length + 4) % alignment !== 0) this.#bytes.push(0);
    const at = this.#bytes.length;
    this.#bytes.push(0, 0, 0, 0, ...content);
    this.#set(at, count);
    return at;
  }

  #align(to: number): void {
    while (this.#bytes.length % to !== 0) this.#bytes.push(0);
  }

  #set(at: number, value: number): void {
    for (let n = 0; n < 4; n += 1) this.#bytes[at + n] = (value >>> (8 * n)) & 255;
  }
}

function floatBytes(floats: readonly number[]): number[] {
  const view = new DataView(new ArrayBuffer(4 * floats.length));
  for (const [n, value] of floats.entries()) view.setFloat32(4 * n, value, true);
  return [...new Uint8Array(view.buffer)];
}
