import type { Diagnostic } from '../../domain/diagnostic.ts';
import type { FileSpec } from '../fileSpec.ts';
import { MANIFEST_FILE, type Manifest } from '../manifest/manifest.ts';
import { type FileMapping, type Mapping, mappingOf } from '../mapping/mapping.ts';
import { FILES, nameInAnyCase, recognize } from '../registry.ts';

/** A file of the drop that becomes a table. */
export interface TableFile {
  /** As it stands in the drop: `attendanceEvents.csv`, or the source's own name where a mapping takes it. */
  readonly fileName: string;
  readonly spec: FileSpec;
  readonly mapping?: FileMapping;
}

/** What the files of a drop are to the ingest. */
export interface DropContents {
  /** In the order in which they must be read. */
  readonly tables: readonly TableFile[];
  /** Names without `.csv` of files that are known and read by no table. */
  readonly setAside: readonly string[];
  /** Names without `.csv` of files that nobody knows. */
  readonly unknown: readonly string[];
  readonly hasManifest: boolean;
  /** Files nobody knows (notices), and two files for one table (rejected). */
  readonly diagnostics: readonly Diagnostic[];
}

/** Sorts the files of a drop by what they are; a mapping is asked before the standard's names. */
export function contentsOf(fileNames: readonly string[], mapping?: Mapping): DropContents {
  const tables: TableFile[] = [];
  const setAside: string[] = [];
  const unknown: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const fileName of fileNames.toSorted()) {
    if (fileName === MANIFEST_FILE) continue;
    const name = fileName.replace(/\.csv$/, '');
    const mapped = mappingOf(mapping, fileName);
    const recognized = recognize(mapped ? mapped.target : name);
    if (!mapped && (recognized.kind === 'unknown' || name === fileName)) {
      unknown.push(name);
      diagnostics.push(unknownFile(fileName));
    } else if (recognized.kind === 'setAside') setAside.push(name);
    else if (recognized.kind === 'table') {
      const { spec } = recognized;
      if (tables.some((table) => table.spec === spec)) diagnostics.push(secondFile(fileName, spec.name));
      else tables.push({ fileName, spec, ...(mapped ? { mapping: mapped } : {}) });
    }
  }
  tables.sort((a, b) => FILES.indexOf(a.spec) - FILES.indexOf(b.spec));
  return { tables, setAside, unknown, hasManifest: fileNames.includes(MANIFEST_FILE), diagnostics };
}

function unknownFile(fileName: string): Diagnostic {
  const meant = nameInAnyCase(fileName.replace(/\.csv$/i, ''));
  const message =
    meant !== undefined && /\.csv$/i.test(fileName)
      ? `The file was passed over because its name is spelled in other letters: write exactly ${meant}.csv.`
      : 'The file is neither of OneRoster nor a companion file, and no mapping names it: it was passed over.';
  return { severity: 'notice', file: fileName, line: 0, code: 'package.unknown_file', message };
}

function secondFile(fileName: string, target: string): Diagnostic {
  const message = `A second file for ${target}: send all its rows in one file.`;
  return { severity: 'rejected', file: fileName, line: 0, code: 'package.duplicate_file', message };
}

/** Where a manifest and the files beside it disagree: what it names and is not there holds the drop. */
export function checkAgainstManifest(manifest: Manifest, contents: DropContents): readonly Diagnostic[] {
  const present = [...contents.tables.map((table) => table.spec.name), ...contents.setAside];
  const missing = [...manifest.files].filter(
    ([name, mode]) => mode !== 'absent' && !present.includes(name) && !contents.unknown.includes(name),
  );
  const unexpected = present.filter((name) => (manifest.files.get(name) ?? 'absent') === 'absent');
  return [
    ...missing.map(([name, mode]): Diagnostic => {
      const message = `The manifest announces ${name}.csv (${mode}) and it is not in the drop: send it, or write absent.`;
      return { severity: 'rejected', file: MANIFEST_FILE, line: 0, code: 'manifest.file_missing', message };
    }),
    ...unexpected.map((name): Diagnostic => {
      const message = `${name}.csv is in the drop and the manifest does not announce it: it was not read.`;
      return { severity: 'notice', file: MANIFEST_FILE, line: 0, code: 'manifest.file_unexpected', message };
    }),
  ];
}
