import { createHash } from 'node:crypto';
import type { GradeScales } from '../domain/academics/gradeScale.ts';
import { schoolYearOf } from '../domain/calendar/schoolYear.ts';
import { localTimeOf } from '../domain/calendar/timeZone.ts';
import type { ColumnarTable } from '../lake/columnar.ts';
import type { EditionTable } from '../lake/edition.ts';
import { encodeTable } from '../lake/encoding.ts';
import { FileRows } from '../lake/fileRows.ts';
import type { Lake } from '../lake/lake.ts';
import { merge } from '../lake/merge.ts';
import type { MergeCounts } from '../lake/mergeCounts.ts';
import { openColumnarTable } from '../lake/reader.ts';
import type { ScopeSettings } from '../lake/scope.ts';
import type { Table } from '../lake/table.ts';
import type { SourceFile, TableFile } from '../sis/drop/contents.ts';
import type { DropSource } from '../sis/drop/source.ts';
import type { FileSpec } from '../sis/fileSpec.ts';
import { attendanceEventsFile } from '../sis/files/attendanceEvents.ts';
import { attendanceTakenFile } from '../sis/files/attendanceTaken.ts';
import { calendarDatesFile } from '../sis/files/calendarDates.ts';
import { orgsFile } from '../sis/files/orgs.ts';
import { schoolEnrollmentsFile } from '../sis/files/schoolEnrollments.ts';
import type { Manifest } from '../sis/manifest/manifest.ts';
import { codeMapsOf } from '../sis/mapping/codeMaps.ts';
import { readJoins } from '../sis/mapping/joins.ts';
import { type ParseOutcome, parseFile } from '../sis/parse/parseFile.ts';
import type { CurrentState } from '../store/editions.ts';
import type { Hold } from '../store/entities.ts';
import type { Tombstones } from '../store/tombstones.ts';
import { gradeScalesOf } from '../tenant/gradeScales.ts';
import type { IngestContext } from './context.ts';
import { CrossChecks } from './crossChecks.ts';
import { closeOpenSpans, earlierYearNotices } from './earlierYear.ts';
import type { Findings } from './findings.ts';
import { deletionHolds, type GuardedFile, readingHolds, schoolListHolds } from './guards.ts';
import { omitPurged } from './omitPurged.ts';
import { SchoolCalendars } from './schoolCalendars.ts';
import { withdrawalHolds } from './withdrawals.ts';

/** A drop that speaks of a school in one of these speaks of its attendance, absences or not. */
const ABOUT_ATTENDANCE: readonly string[] = [
  orgsFile.name,
  calendarDatesFile.name,
  schoolEnrollmentsFile.name,
  attendanceEventsFile.name,
  attendanceTakenFile.name,
];

/** One drop, as far as reading its files asks. */
export interface DropReading {
  readonly dropId: string;
  readonly source: DropSource;
  readonly manifest: Manifest;
  readonly current: CurrentState;
  readonly generatedAt: string;
  readonly findings: Findings;
  /** Students who were purged, if any were. */
  readonly purged?: Tombstones | undefined;
}

/** What became of one file: the table it leaves behind, and how it got there. */
export interface ReadTable {
  readonly name: string;
  readonly file: string;
  /** Whether its rows belong to schools. */
  readonly hasSchools: boolean;
  readonly outcome: ParseOutcome;
  readonly repeats: { readonly duplicates: number; readonly superseded: number };
  /** Rows of students who were purged: left out. */
  readonly omitted: number;
  readonly counts: MergeCounts;
  /** Without `generatedAt`; absent when the table is as it was. */
  readonly stored?: Omit<EditionTable, 'generatedAt'>;
  /** What the deletion guard says; a rollover may lift it. */
  readonly deletions: readonly Hold[];
}

/**
 * Reads the files of a drop one after the other into the tables of the next edition. Tables are named by their content, so
 * that writing them changes nothing that anybody reads.
 */
export class TableReader {
  readonly #context: IngestContext;
  readonly #reading: DropReading;
  readonly #generatedOn: number;
  readonly #gradeScales: GradeScales;
  /** Schools that the bulk files read so far speak of: a delta says nothing of what it does not name. */
  readonly #schoolsInBulk = new Set<string>();
  readonly #crossChecks: CrossChecks;
  readonly #schoolsOf = new Map<string, ReadonlySet<string>>();
  #calendars: SchoolCalendars | undefined;
  #attendanceTaken: Table | undefined;

  constructor(context: IngestContext, reading: DropReading) {
    this.#context = context;
    this.#reading = reading;
    this.#generatedOn = localTimeOf(new Date(reading.generatedAt), context.tenant.timeZone).day;
    this.#gradeScales = gradeScalesOf(context.tenant.gradeScales);
    this.#crossChecks = new CrossChecks({
      ...reading,
      tenant: context.tenant,
      generatedOn: this.#generatedOn,
      stored: (schema) => this.#stored(schema),
      calendars: () => this.calendars(),
    });
  }

  /**
   * Schools that the drop speaks of in a file it carries: those the file names, and those whose absence from it says
   * something too, because files about attendance or the list of schools name them.
   */
  schoolsIn(name: string): ReadonlySet<string> {
    return new Set([name, ...ABOUT_ATTENDANCE].flatMap((each) => [...(this.#schoolsOf.get(each) ?? [])]));
  }

  /** Attendance taken, as this drop leaves it. */
  async attendanceTaken(): Promise<Table> {
    this.#attendanceTaken ??= await this.#stored(attendanceTakenFile.table);
    return this.#attendanceTaken;
  }

  /** The calendars as this drop leaves them. */
  async calendars(): Promise<SchoolCalendars> {
    this.#calendars ??= new SchoolCalendars(await this.#stored(calendarDatesFile.table));
    return this.#calendars;
  }

  /** @param closedYear for a file of an earlier school year, that year: it touches nothing beyond */
  async read(file: TableFile, closedYear?: number): Promise<ReadTable> {
    const { dropId, manifest, findings } = this.#reading;
    const { name, table: schema } = file.spec;
    const mode = manifest.files.get(name) === 'delta' ? 'delta' : 'bulk';
    const previous = await this.#stored(schema);
    const rows = new FileRows(previous, findings.report, file.fileName);
    const outcome = await this.#parse(file, mode, rows);
    const { purged } = this.#reading;
    const omitted = purged ? omitPurged(file.spec, rows, purged, findings.report, file.fileName) : 0;
    this.#noteSchools(name, rows, mode);
    const settings = { ...this.#settings(name), ...(closedYear !== undefined && { closedYear }) };
    const closed = closedYear === undefined ? 0 : closeOpenSpans(rows, closedYear, settings.startsOn);
    const merged = merge({ previous, rows, dropId, mode, settings });
    if (closedYear !== undefined) {
      const { beyond } = merged.counts;
      const notices = earlierYearNotices({ file: file.fileName, schoolYear: closedYear, closed, beyond });
      for (const notice of notices) findings.report(notice);
    }
    const guarded = { file: file.fileName, mode, rows, outcome, counts: merged.counts } as const;
    findings.hold(...readingHolds(guarded));
    if (name === calendarDatesFile.name) this.#calendars = new SchoolCalendars(merged.table);
    if (name === attendanceTakenFile.name) this.#attendanceTaken = merged.table;
    await this.#crossChecks.look({ spec: file.spec, file: file.fileName, rows, previous, table: merged.table });
    return {
      name,
      file: file.fileName,
      hasSchools: schema.school !== undefined,
      outcome,
      repeats: { duplicates: rows.duplicates, superseded: rows.superseded },
      omitted,
      counts: merged.counts,
      ...(merged.changed && { stored: await store(this.#context.lake, merged.table) }),
      deletions: [...deletionHolds(guarded), ...(await this.#peopleHolds(guarded, previous, merged.table))],
    };
  }

  /** Reads every source of a table into its rows. */
  async #parse({ spec, sources }: TableFile, mode: 'bulk' | 'delta', rows: FileRows): Promise<ParseOutcome> {
    const outcomes: ParseOutcome[] = [];
    for (const source of sources) outcomes.push(await this.#parseSource(spec, source, mode, rows));
    const brokenBy = outcomes.find((outcome) => outcome.brokenBy)?.brokenBy;
    return {
      rows: outcomes.reduce((sum, outcome) => sum + outcome.rows, 0),
      rejected: outcomes.reduce((sum, outcome) => sum + outcome.rejected, 0),
      truncated: outcomes.some(({ truncated }) => truncated),
      unusable: outcomes.some(({ unusable }) => unusable),
      ...(brokenBy && { brokenBy }),
    };
  }

  async #parseSource(
    spec: FileSpec,
    { fileName, mapping }: SourceFile,
    mode: 'bulk' | 'delta',
    rows: FileRows,
  ): Promise<ParseOutcome> {
    const { source, manifest, findings } = this.#reading;
    const file = source.files.find(({ name }) => name === fileName);
    if (!file) throw new Error('a file of the drop has vanished from its list');
    const calendars = spec.rule ? await this.calendars() : undefined;
    const codes = codeMapsOf(spec.name, this.#context.tenant, mapping);
    const joins = mapping ? await readJoins(mapping, source.files) : [];
    return parseFile({
      spec,
      version: manifest.version,
      mode,
      chunks: file.open(),
      size: file.size,
      builder: rows,
      context: {
        codes,
        mapping,
        joins,
        gradeScales: this.#gradeScales,
        instructionalMinutes: (school, day) => calendars?.minutesOf(school, day),
      },
      report: findings.report,
      file: fileName,
    });
  }

  #settings(name: string): ScopeSettings {
    const { manifest } = this.#reading;
    return {
      startsOn: this.#context.tenant.schoolYear.startsOn,
      generatedOn: this.#generatedOn,
      schools: this.#schoolsInBulk,
      ...(manifest.schoolYear !== undefined && { schoolYear: manifest.schoolYear }),
      ...manifest.windows.get(name),
    };
  }

  #stored(schema: TableFile['spec']['table']): Promise<ColumnarTable> {
    return openColumnarTable(this.#context.lake, this.#reading.current.edition?.tables ?? {}, schema);
  }

  /** What would take schools or students out of sight though their rows are there. */
  async #peopleHolds({ file, mode, rows }: GuardedFile, before: ColumnarTable, after: ColumnarTable) {
    const { name } = rows.schema;
    if (name === orgsFile.name && mode === 'bulk') return schoolListHolds(before, after, file);
    if (name !== schoolEnrollmentsFile.name || before === after) return [];
    const { last } = schoolYearOf(this.#generatedOn, this.#context.tenant.schoolYear.startsOn);
    const around = { before, after, on: this.#generatedOn, yearEnd: last, file };
    return withdrawalHolds({ ...around, calendars: await this.calendars() });
  }

  #noteSchools(name: string, rows: FileRows, mode: 'bulk' | 'delta'): void {
    const named = new Set([...rows.schoolsSpokenOf()].map((code) => rows.schoolName(code)));
    if (name === orgsFile.name) for (const school of schoolsAmong(rows)) named.add(school);
    this.#schoolsOf.set(name, named);
    if (mode === 'bulk') for (const school of named) this.#schoolsInBulk.add(school);
  }
}

/** The schools that rows of orgs.csv name. */
function schoolsAmong(orgs: FileRows): readonly string[] {
  const placeOf = (column: string) => orgs.schema.columns.findIndex(({ name }) => name === column);
  const [id, type] = [placeOf('sourcedId'), placeOf('type')];
  const rows = Array.from({ length: orgs.rowCount }, (_, row) => row);
  return rows
    .filter((row) => !orgs.isDeletion(row) && orgs.textAt(type, row) === 'school')
    .map((row) => orgs.textAt(id, row) ?? '');
}

/** Writes a table under the name of its content. */
async function store(lake: Lake, table: ColumnarTable): Promise<Omit<EditionTable, 'generatedAt'>> {
  const parts = encodeTable(table);
  const hash = createHash('sha256');
  let bytes = 0;
  for (const part of parts) {
    hash.update(part);
    bytes += part.length;
  }
  const sha256 = hash.digest('hex');
  const key = `tables/${table.schema.name}/${sha256}.table`;
  await lake.putStream(key, parts, 'application/octet-stream');
  return { key, rows: table.rowCount, bytes, sha256 };
}
