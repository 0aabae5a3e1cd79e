import type { Diagnostic } from '../../domain/diagnostic.ts';
import type { FileSpec } from '../fileSpec.ts';
import { MANIFEST_FILE, type Manifest } from '../manifest/manifest.ts';
import type { FileMapping } from '../mapping/fileMapping.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { isJoined, type MissingSource, mappingsOf, missingSources } from '../mapping/sources.ts';
import { FILES, nameInAnyCase, recognize } from '../registry.ts';

/** A file of the drop whose rows become those of a table. */
export interface SourceFile {
  /** As it stands in the drop: `attendanceEvents.csv`, or the source's own name where a mapping takes it. */
  readonly fileName: string;
  readonly mapping?: FileMapping;
}

/** What becomes a table: one file, or several where a mapping names them all for it. */
export interface TableFile {
  /** For people: `Students.csv + Teachers.csv` where there are several. */
  readonly fileName: string;
  readonly spec: FileSpec;
  /** In the order of their names. */
  readonly sources: readonly SourceFile[];
}

/** What the files of a drop are to the ingest. */
export interface DropContents {
  /** In the order in which they must be read. */
  readonly tables: readonly TableFile[];
  /** Names without `.csv` of files that are known and read by no table. */
  readonly setAside: readonly string[];
  /** Names without `.csv` of files that nobody knows. */
  readonly unknown: readonly string[];
  /** What a mapping asks for to fill the tables, and that is not there. */
  readonly missing: readonly MissingSource[];
  readonly hasManifest: boolean;
  /** Files nobody knows (notices), and two files for one table (rejected). */
  readonly diagnostics: readonly Diagnostic[];
}

/** Sorts the files of a drop by what they are; a mapping is asked before the standard's names. */
export function contentsOf(fileNames: readonly string[], mapping?: Mapping): DropContents {
  const sources = new Map<FileSpec, SourceFile[]>();
  const setAside: string[] = [];
  const unknown: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const take = (spec: FileSpec, file: SourceFile) => {
    const others = sources.get(spec) ?? [];
    const isSecond = others.some(({ mapping: of }) => !of || of === file.mapping || !file.mapping);
    if (isSecond) diagnostics.push(secondFile(file.fileName, spec.name));
    else sources.set(spec, [...others, file]);
  };
  for (const fileName of fileNames.toSorted()) {
    if (fileName === MANIFEST_FILE) continue;
    const name = fileName.replace(/\.csv$/, '');
    const mapped = mappingsOf(mapping, fileName);
    for (const each of mapped) {
      const target = recognize(each.target);
      if (target.kind === 'table') take(target.spec, { fileName, mapping: each });
    }
    if (mapped.length > 0 || isJoined(mapping, fileName)) continue;
    const recognized = recognize(name);
    if (recognized.kind === 'unknown' || name === fileName) {
      unknown.push(name);
      diagnostics.push(unknownFile(fileName));
    } else if (recognized.kind === 'setAside') setAside.push(name);
    else take(recognized.spec, { fileName });
  }
  const tables = [...sources].map(([spec, files]) => tableOf(spec, files));
  tables.sort((a, b) => FILES.indexOf(a.spec) - FILES.indexOf(b.spec));
  const missing = tables.flatMap(({ spec }) => missingSources(mapping, spec.name, fileNames));
  return { tables, setAside, unknown, missing, hasManifest: fileNames.includes(MANIFEST_FILE), diagnostics };
}

function tableOf(spec: FileSpec, sources: readonly SourceFile[]): TableFile {
  return { fileName: sources.map(({ fileName }) => fileName).join(' + '), spec, sources };
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

function missingSource({ target, pattern, isJoined: joined }: MissingSource): Diagnostic {
  const message = joined
    ? `The rows of ${target} are completed from ${pattern}, and no file of that name is in the drop: send it with them.`
    : `${target} is also read from ${pattern}, and no file of that name is in the drop: send it, or mark it optional in the mapping.`;
  return { severity: 'rejected', file: pattern, line: 0, code: 'package.source_missing', message };
}

/** Where a manifest and the files beside it disagree: what it names and is not there holds the drop. */
export function checkAgainstManifest(manifest: Manifest, contents: DropContents): readonly Diagnostic[] {
  const present = [...contents.tables.map((table) => table.spec.name), ...contents.setAside];
  const missing = [...manifest.files].filter(
    ([name, mode]) => mode !== 'absent' && !present.includes(name) && !contents.unknown.includes(name),
  );
  const unexpected = present.filter((name) => (manifest.files.get(name) ?? 'absent') === 'absent');
  const lacking = contents.missing.filter(({ target }) => (manifest.files.get(target) ?? 'absent') !== 'absent');
  return [
    ...lacking.map(missingSource),
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
