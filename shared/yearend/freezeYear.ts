import { formatDay, parseDay } from '../domain/calendar/day.ts';
import { schoolYearNamed } from '../domain/calendar/schoolYear.ts';
import { localTimeOf } from '../domain/calendar/timeZone.ts';
import { graduatingClass } from '../domain/graduation/graduatingClass.ts';
import type { Lake } from '../lake/lake.ts';
import { loadEdition, openTable } from '../lake/reader.ts';
import type { LoadedTenant } from '../runtime/tenant.ts';
import { courseTranscriptsFile } from '../sis/files/courseTranscripts.ts';
import { schoolEnrollmentsFile } from '../sis/files/schoolEnrollments.ts';
import {
  advanceYearEnd,
  type FrozenInputs,
  pinInputs,
  readYearEnd,
  replaceYearEnd,
  type YearEndRecord,
} from '../store/yearEnds.ts';
import { writeBatch, writeInputs } from './frozen.ts';
import { seniorEnrollments } from './seniors.ts';
import { transcriptReader } from './transcripts.ts';
import { YearEndError } from './yearEndError.ts';

/** Students of one batch: some seconds of writes, some hundred kilobytes of transcripts. */
const BATCH_SIZE = 250;

export interface FreezePorts {
  readonly lake: Lake;
  readonly tenant: LoadedTenant;
  readonly now: Date;
  /** Number of the edition that is current now; undefined when none was accepted yet. */
  readonly currentEdition: () => Promise<number | undefined>;
}

/**
 * First step of a closing: pins edition, configuration and closing day, and writes every student of the class with
 * their transcript rows to the lake, in batches. What is pinned stays pinned: run again, it writes the same bytes.
 * Throws `YearEndError` when there is no edition, or the year is not being closed (reviewed, sealed, failed).
 */
export async function freezeYear(
  schoolYear: number,
  ports: FreezePorts,
): Promise<{ readonly schoolYear: number; readonly batchNumbers: readonly number[] }> {
  const record = await pinned(await closingOf(schoolYear, ports.now), ports);
  const { frozen } = record;
  if (!frozen) throw new YearEndError('notClosing');
  const students = await classOf(schoolYear, frozen, ports);
  const batches = Math.ceil(students.length / BATCH_SIZE);
  for (let batch = 0; batch < batches; batch++) {
    await writeBatch(ports.lake, record, batch, students.slice(batch * BATCH_SIZE, (batch + 1) * BATCH_SIZE));
  }
  const { edition, configurationVersion, closingDay } = frozen;
  await writeInputs(ports.lake, {
    edition,
    configurationVersion,
    closingDay,
    schoolYear,
    attempt: record.attempt,
    students: students.length,
    batches,
    graduation: ports.tenant.tenant.graduation,
  });
  await advanceYearEnd({ ...record, status: 'closing' }, { status: 'auditing', students: students.length, batches });
  return { schoolYear, batchNumbers: Array.from({ length: batches }, (_, batch) => batch) };
}

/** The closing that was asked for; one started without the API is the first attempt. */
async function closingOf(schoolYear: number, now: Date): Promise<YearEndRecord> {
  const fresh: YearEndRecord = { schoolYear, status: 'closing', attempt: 1, requestedAt: now.toISOString() };
  const record = (await readYearEnd(schoolYear)) ?? ((await replaceYearEnd(fresh, undefined)) ? fresh : undefined);
  if (record?.status !== 'closing' && record?.status !== 'auditing') throw new YearEndError('notClosing');
  return record;
}

async function pinned(record: YearEndRecord, ports: FreezePorts): Promise<YearEndRecord> {
  if (record.frozen) return sameConfiguration(record, ports);
  const edition = await ports.currentEdition();
  if (edition === undefined) throw new YearEndError('noEdition');
  const { tenant, configurationVersion } = ports.tenant;
  const today = localTimeOf(ports.now, tenant.timeZone).day;
  const closingDay = Math.min(today, schoolYearNamed(record.schoolYear, tenant.schoolYear.startsOn).last);
  await pinInputs(record, { edition, configurationVersion, closingDay: formatDay(closingDay) });
  const stored = await readYearEnd(record.schoolYear);
  if (!stored || stored.attempt !== record.attempt) throw new YearEndError('notClosing');
  return sameConfiguration(stored, ports);
}

/** A freeze that was interrupted and goes on under another tenant file would mix the two. */
function sameConfiguration(record: YearEndRecord, ports: FreezePorts): YearEndRecord {
  if (record.frozen && record.frozen.configurationVersion !== ports.tenant.configurationVersion) {
    throw new YearEndError('configurationChanged');
  }
  return record;
}

async function classOf(schoolYear: number, frozen: FrozenInputs, { lake, tenant }: FreezePorts) {
  const edition = await loadEdition(lake, frozen.edition);
  const enrollments = await openTable(lake, edition, schoolEnrollmentsFile.table);
  const attemptsOf = transcriptReader(await openTable(lake, edition, courseTranscriptsFile.table));
  const year = schoolYearNamed(schoolYear, tenant.tenant.schoolYear.startsOn);
  const closingDay = parseDay(frozen.closingDay) ?? year.last;
  return graduatingClass(seniorEnrollments(enrollments), year, closingDay).map(({ student, school, plan }) => ({
    sourcedId: student,
    school,
    ...(plan !== undefined && { plan }),
    attempts: attemptsOf(student),
  }));
}
