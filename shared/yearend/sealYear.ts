import { createHash } from 'node:crypto';
import type { StudentId } from '../domain/identity.ts';
import type { Lake } from '../lake/lake.ts';
import { type GraduationRecord, membersOf, outcomeOf, readGraduations } from '../store/graduationRecords.ts';
import { advanceYearEnd, readYearEnd, type YearEndRecord } from '../store/yearEnds.ts';
import { YearEndError } from './yearEndError.ts';

/** Records of one archive object: some ten megabytes, held in memory once. */
const RECORDS_PER_OBJECT = 2_000;

interface ArchiveObject {
  readonly key: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly records: number;
}

/**
 * Seals a signed-off year: every record with its outcome goes to the archive as sorted NDJSON, a manifest names those
 * objects by hash, and the year is closed for good. Interrupted and run again it writes the same bytes.
 * Throws `YearEndError` when the year is not signed off, or a record is missing or undecided.
 */
export async function sealYear(schoolYear: number, archive: Pick<Lake, 'put'>, now: Date): Promise<void> {
  const year = await readYearEnd(schoolYear);
  if (year?.status === 'sealed') return;
  if (year?.status !== 'sealing' || !year.signOff) throw new YearEndError('notSealing');
  const folder = `year-ends/${schoolYear}/${year.attempt}`;
  const objects: ArchiveObject[] = [];
  for await (const students of chunksOf(year)) {
    const key = `${folder}/records/${String(objects.length + 1).padStart(4, '0')}.ndjson`;
    const records = await readGraduations(students, schoolYear);
    const bytes = new TextEncoder().encode(records.map((record) => archiveLine(year, record)).join(''));
    await archive.put(key, bytes, 'application/x-ndjson');
    objects.push({ key, sha256: sha256(bytes), bytes: bytes.length, records: records.length });
  }
  const records = objects.reduce((sum, object) => sum + object.records, 0);
  if (records !== year.students) throw new YearEndError('incomplete');
  const manifestKey = `${folder}/manifest.json`;
  const manifest = new TextEncoder().encode(manifestText(year, objects));
  await archive.put(manifestKey, manifest, 'application/json');
  await advanceYearEnd(year, {
    status: 'sealed',
    archive: { manifestKey, sha256: sha256(manifest), records },
    sealedAt: now.toISOString(),
  });
}

async function* chunksOf(year: YearEndRecord): AsyncGenerator<readonly StudentId[]> {
  let chunk: StudentId[] = [];
  for await (const member of membersOf(year.schoolYear, year.attempt)) {
    chunk.push(member.sourcedId);
    if (chunk.length < RECORDS_PER_OBJECT) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function archiveLine(year: YearEndRecord, record: GraduationRecord): string {
  const outcome = outcomeOf({ status: record.status, decided: record.decision?.outcome });
  if (!outcome || record.attempt !== year.attempt) throw new YearEndError('incomplete');
  return `${JSON.stringify(ordered({ outcome, ...record }))}\n`;
}

function manifestText(year: YearEndRecord, objects: readonly ArchiveObject[]): string {
  const { schoolYear, attempt, frozen, students, counts, signOff } = year;
  return JSON.stringify(ordered({ format: 1, schoolYear, attempt, ...frozen, students, counts, signOff, objects }));
}

/** The same value with its members in one order: what a store hands back keeps none. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([name, member]) => [name, ordered(member)]));
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
