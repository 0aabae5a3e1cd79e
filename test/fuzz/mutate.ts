import type { Random } from '../../infra/local/district/random.ts';

/** Bytes that mean something to a reader of CSV, of manifests or of zips. */
const TOKENS: readonly Uint8Array[] = [
  ...['"', '""', ',', '\n', '\r\n', '\r', '\0', '\uFEFF', '\\"', ';', '\t', 'é', '😀', '2025-02-29', '-1', '1e9', ' '],
  ...['file.users,bulk', 'waymark.generatedAt,', 'PK\x03\x04', 'PK\x01\x02', 'PK\x05\x06', '../', 'tobedeleted'],
].map((text) => new TextEncoder().encode(text));
const EXTREMES = [0, 1, 0x0a, 0x0d, 0x22, 0x2c, 0x7f, 0x80, 0xc3, 0xff];
/** Longer inputs find little more and cost much. */
const MOST_BYTES = 1 << 16;

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

const place = (bytes: Uint8Array, random: Random) => random.between(0, bytes.length);
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const spliced = (bytes: Uint8Array, start: number, end: number, ...between: readonly Uint8Array[]) =>
  joined(bytes.subarray(0, start), ...between, bytes.subarray(end));

function range(bytes: Uint8Array, random: Random): readonly [number, number] {
  const start = place(bytes, random);
  return [start, Math.min(bytes.length, start + random.between(1, 1 + (bytes.length >> random.between(0, 6))))];
}

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  (bytes, random) => changed(bytes, random, () => random.between(0, 255)),
  (bytes, random) => changed(bytes, random, (byte) => byte ^ (1 << random.between(0, 7))),
  (bytes, random) => changed(bytes, random, () => EXTREMES[random.between(0, EXTREMES.length - 1)] ?? 0),
  (bytes, random) => {
    const at = place(bytes, random);
    return spliced(bytes, at, at, TOKENS[random.between(0, TOKENS.length - 1)] ?? new Uint8Array());
  },
  (bytes, random) => spliced(bytes, ...range(bytes, random)),
  (bytes, random) => {
    const [start, end] = range(bytes, random);
    const copies = Array.from({ length: random.between(1, 4) }, () => bytes.subarray(start, end));
    return spliced(bytes, start, start, ...copies);
  },
  (bytes, random) => bytes.subarray(0, place(bytes, random)),
  (bytes, random, other) => {
    const [start, end] = range(other, random);
    const at = place(bytes, random);
    return spliced(bytes, at, at, other.subarray(start, end));
  },
];

function changed(bytes: Uint8Array, random: Random, change: (byte: number) => number): Uint8Array {
  const copy = bytes.slice();
  if (copy.length === 0) return copy;
  const at = random.between(0, copy.length - 1);
  copy[at] = change(copy[at] ?? 0);
  return copy;
}

/** An input near `bytes`: one to six changes, some of them with a piece of `other`. */
export function mutated(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let result = bytes;
  for (let left = random.between(1, 6); left > 0; left -= 1) result = random.pick(MUTATIONS)(result, random, other);
  return result.slice(0, MOST_BYTES);
}
