import { DropSourceError } from '../../shared/sis/drop/source.ts';
import { openZip } from '../../shared/sis/drop/zip.ts';
import type { ZipLimits } from '../../shared/sis/drop/zipLimits.ts';
import { writeZip } from '../unit/sis/drop/zipWriter.ts';
import { type FuzzTarget, hold, utf8 } from './target.ts';

const LIMITS: ZipLimits = { entries: 8, entryBytes: 100_000, totalBytes: 200_000, ratio: 50, ratioFromBytes: 2_000 };
const users = { name: 'users.csv', content: utf8('sourcedId,givenName\nS1,Ana\n'.repeat(20)) };
const manifest = { name: 'manifest.csv', content: utf8('propertyName,value\n'), stored: true };

/** A zip as a drop: whatever it is, it is read within its limits or refused with a sentence. */
export const zipTarget: FuzzTarget = {
  name: 'zip',
  seeds: [
    writeZip([users, manifest]),
    writeZip([users, manifest], { zip64: true }),
    writeZip([{ name: 'zeros.csv', content: new Uint8Array(90_000) }]),
    writeZip([]),
  ],
  run: async (bytes) => {
    const read = async (start: number, end: number) => {
      hold(start >= 0 && start <= end && end <= bytes.length, 'only bytes that are there are asked for');
      return bytes.slice(start, end);
    };
    let total = 0;
    try {
      const { files } = await openZip({ size: bytes.length, read }, LIMITS);
      hold(files.length <= LIMITS.entries, 'no more files than allowed');
      for (const file of files) {
        hold(/^[^/\\\0]+$/.test(file.name), 'a file lies beside the others');
        let length = 0;
        for await (const chunk of file.open()) length += chunk.length;
        hold(length === file.size && length <= LIMITS.entryBytes, 'a file has the size it is said to have');
        total += length;
      }
      hold(total <= LIMITS.totalBytes, 'no more bytes than allowed');
      return `${files.length} files`;
    } catch (error) {
      if (error instanceof DropSourceError) return `${error.code} ${error.file === undefined}`;
      throw error;
    }
  },
};
