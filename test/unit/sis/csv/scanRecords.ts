import { CsvScanner, type ScanFailure, type ScannerOptions } from '../../../../shared/sis/csv/scanner.ts';

export interface ScannedRecord {
  readonly fields: readonly string[];
  readonly line: number;
  readonly flaws: number;
  readonly terminated: boolean;
}

/** Scans bytes in chunks of the given sizes (the last goes on to the end); every chunk is wiped after it was pushed. */
export function scanRecords(
  bytes: Uint8Array,
  options: ScannerOptions = {},
  sizes: readonly number[] = [],
): { readonly records: readonly ScannedRecord[]; readonly failure: ScanFailure | undefined } {
  const scanner = new CsvScanner(options);
  const records: ScannedRecord[] = [];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const onRecord = () => {
    const fields = Array.from({ length: scanner.fieldCount }, (_, field) =>
      decoder.decode(scanner.bytes.subarray(scanner.starts[field], scanner.ends[field])),
    );
    records.push({ fields, line: scanner.line, flaws: scanner.flaws, terminated: scanner.terminated });
  };
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    const chunk = bytes.slice(at, at + size);
    at += chunk.length;
    const failure = scanner.push(chunk, onRecord);
    chunk.fill(0x58);
    if (failure) return { records, failure };
  }
  return { records, failure: scanner.finish(onRecord) };
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
