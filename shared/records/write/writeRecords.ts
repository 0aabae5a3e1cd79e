import { createHash } from 'node:crypto';
import { JsonBytes } from '../../assess/results/jsonBytes.ts';
import type { People } from '../../assess/students/rowsOfPeople.ts';
import { studentsOf } from '../../assess/students/students.ts';
import type { RecordSection, RecordSource, RecordSources } from '../../domain/record/studentRecord.ts';
import type { Edition } from '../../lake/edition.ts';
import { type Lake, putJson } from '../../lake/lake.ts';
import { loadEdition } from '../../lake/reader.ts';
import { type RecordManifest, readRecordManifest, recordFiles } from '../recordFiles.ts';
import { FILE_OF_SECTION, ROW_SECTIONS, type RowSectionName } from '../sections.ts';
import { type ListLine, writeParts } from './blockParts.ts';
import { classSectionWriter } from './classWriter.ts';
import { type GuardianLine, guardiansOf } from './guardianWriter.ts';
import { loadRecordTables, RECORD_FILES } from './recordTables.ts';
import { rowSectionWriter, type SectionWriter } from './rowWriter.ts';
import { schoolsOf } from './schools.ts';

/** Counts up when the objects are made otherwise: editions that have them are written anew. */
const FORMAT = 1;

/**
 * Writes what an edition holds of each student and guardian, and its manifest last. An edition that has it of the same
 * tables is passed over; killed anywhere and done again, it writes the same.
 * @param schoolYearStartsOn first day of a school year, `MM-DD`
 */
export async function writeRecords(
  lake: Lake,
  number: number,
  schoolYearStartsOn: string,
): Promise<{ readonly manifest: RecordManifest; readonly outcome: 'written' | 'unchanged' }> {
  const edition = await loadEdition(lake, number);
  const inputsHash = inputsHashOf(edition, schoolYearStartsOn);
  const known = await readRecordManifest(lake, number);
  if (known?.inputsHash === inputsHash) return { manifest: known, outcome: 'unchanged' };
  const tables = await loadRecordTables(lake, edition);
  const students = studentsOf(tables);
  const schools = schoolsOf(tables);
  const guardians = guardiansOf(tables, students);
  const names = Object.keys(ROW_SECTIONS) as RowSectionName[];
  const writers = [
    ...names.map((name) => rowSectionWriter(name, { tables, schools }, students)),
    classSectionWriter({ tables, schools }, students),
    guardians.writeSection,
  ];
  const parts = {
    students: await writeParts(lake, number, 'students', studentLines(students, writers)),
    guardians: await writeParts(lake, number, 'guardians', guardianLines(guardians.lines())),
  };
  const manifest: RecordManifest = {
    edition: number,
    inputsHash,
    schoolYearStartsOn,
    sources: sourcesOf(edition),
    schools: schools.list,
    studentCount: students.ids.length,
    parts,
  };
  await putJson(lake, recordFiles.manifest(number), manifest);
  return { manifest, outcome: 'written' };
}

function inputsHashOf({ tables }: Edition, schoolYearStartsOn: string): string {
  const read = Object.values(RECORD_FILES).map(({ name }) => [name, tables[name]?.sha256 ?? null]);
  return createHash('sha256')
    .update(JSON.stringify([FORMAT, schoolYearStartsOn, read]))
    .digest('hex');
}

function* studentLines({ ids }: People, writers: readonly SectionWriter[]): Generator<ListLine> {
  const line = new JsonBytes();
  for (const [student, sourcedId] of ids.entries()) {
    line.clear();
    line.raw('{"sourcedId":');
    line.quoted(sourcedId);
    for (const write of writers) write(line, student);
    line.raw('}');
    yield { sourcedId, line: line.written() };
  }
}

function* guardianLines(lines: Iterable<GuardianLine>): Generator<ListLine> {
  const encoder = new TextEncoder();
  for (const { sourcedId, line } of lines) yield { sourcedId, line: encoder.encode(line) };
}

function sourcesOf({ tables }: Edition): RecordSources {
  const sources = Object.entries(FILE_OF_SECTION).map(([section, file]): [string, RecordSource] => {
    const generatedAt = tables[file]?.generatedAt;
    return [section, { file, ...(generatedAt !== undefined && { generatedAt }) }];
  });
  return Object.fromEntries(sources) as Record<RecordSection, RecordSource>;
}
