import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DropFile } from '../../../../shared/sis/drop/source.ts';
import { MANIFEST_FILE } from '../../../../shared/sis/manifest/manifest.ts';
import { CloudError } from '../../cloudError.ts';
import { type FileProposal, type Suggestion, suggest } from './draft.ts';
import { type SniffedFile, sniff } from './sniff.ts';

/** Bytes of a file that are looked at. */
const SAMPLE_BYTES = 1024 * 1024;
const TABLE_NAMES = /\.(csv|txt|tsv)$/i;

/** Looks at the files of a folder and proposes a mapping for them. */
export async function suggestForFolder(folder: string): Promise<Suggestion> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && TABLE_NAMES.test(entry.name) && entry.name.toLowerCase() !== MANIFEST_FILE)
    .map(({ name }) => name)
    .sort();
  const all = names.map((name) => fileOf(join(folder, name), name));
  const sniffed: SniffedFile[] = [];
  for (const name of names) {
    const seen = sniff(name, await beginningOf(join(folder, name)));
    if (seen) sniffed.push(seen);
  }
  if (sniffed.length === 0)
    throw new CloudError(`${folder} has no CSV or text file with a header of two columns or more.`);
  return suggest(sniffed, all);
}

function fileOf(path: string, name: string): DropFile {
  return {
    name,
    size: 0,
    open: async function* () {
      const file = await open(path);
      try {
        yield* file.createReadStream({ autoClose: false });
      } finally {
        await file.close();
      }
    },
  };
}

async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(SAMPLE_BYTES);
    const { bytesRead } = await file.read(bytes, 0, SAMPLE_BYTES, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What was found, for a person at a terminal: names of columns and codes, never what a row says of anybody. */
export function summaryOf({ readyMade, files, open: undecided }: Suggestion, out: string): string {
  return [
    readyMade === undefined
      ? 'No ready-made mapping fits these files.'
      : `The files fit the ready-made mapping "${readyMade}".`,
    ...files.map(lineOf),
    undecided.length === 0
      ? `Nothing is left to decide. Try it: --mapping ${out}`
      : [
          `${undecided.length} ${undecided.length === 1 ? 'place is' : 'places are'} left to decide, marked with ? in ${out}; it is refused until then:`,
          ...undecided.map(({ path, message }) => `  ${path}: ${message}`),
        ].join('\n'),
  ].join('\n\n');
}

function lineOf({ file, target, placed, missing, unplaced, dateFormats, codes }: FileProposal): string {
  if (target === undefined) return `${file}: looks like no file of the drop; it is left out`;
  const lists = [
    missing.length > 0 ? `  required and not found: ${missing.join(', ')}` : '',
    unplaced.length > 0 ? `  not placed: ${unplaced.join(', ')}` : '',
    dateFormats.length > 0 ? `  dates could be ${dateFormats.join(' or ')}: say which` : '',
    ...Object.entries(codes).map(
      ([column, seen]) =>
        `  ${column} holds ${Object.entries(seen)
          .map(([code, rows]) => `"${code}" (${rows})`)
          .join(', ')}`,
    ),
  ].filter((line) => line !== '');
  return [`${file} → ${target}: ${placed} ${placed === 1 ? 'column' : 'columns'} placed`, ...lists].join('\n');
}
