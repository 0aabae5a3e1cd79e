import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_UPLOAD_BYTES, partSizeOf, partsOf } from '../../../shared/ingest/uploads.ts';

const MIB = 1024 * 1024;
/** S3's own bounds of a part; the last one may be smaller. */
const [SMALLEST, LARGEST] = [5 * MIB, 5 * 1024 * MIB];

const boundaries = [1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 8000 * MIB, 8000 * MIB + 1, MAX_UPLOAD_BYTES];
const anySize = fc.oneof(fc.constantFrom(...boundaries), fc.integer({ min: 1, max: MAX_UPLOAD_BYTES }));

test('the parts of a file of any size are its bytes, each within S3’s bounds and few enough for one answer', () => {
  fc.assert(
    fc.property(anySize, (size) => {
      const partSize = partSizeOf(size);
      const parts = partsOf({ size, partSize });
      expect(parts.map(({ partNumber }) => partNumber)).toEqual(parts.map((_, index) => index + 1));
      expect(parts.reduce((sum, part) => sum + part.size, 0)).toBe(size);
      for (const part of parts.slice(0, -1)) expect(part.size).toBe(partSize);
      expect(partSize).toBeGreaterThanOrEqual(SMALLEST);
      expect(partSize).toBeLessThanOrEqual(LARGEST);
      expect(parts.at(-1)!.size).toBeGreaterThan(0);
      expect(parts.length).toBeLessThanOrEqual(1000);
    }),
  );
});

test('files of up to 8,000 MiB come in parts of 8 MiB', () => {
  expect([1, 8000 * MIB, 8000 * MIB + 1].map((size) => partSizeOf(size) / MIB)).toEqual([8, 8, 9]);
});
