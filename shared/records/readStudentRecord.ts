import type { GuardianId, StudentId } from '../domain/identity.ts';
import type { ChildOfGuardian, IsoDay, RecordSources, StudentRecord } from '../domain/record/studentRecord.ts';
import type { Lake } from '../lake/lake.ts';
import { openRecords, readLine } from './openRecords.ts';
import { childrenInForce, type StoredGuardian } from './storedGuardian.ts';
import { recordOf, type StoredRecord } from './storedRecord.ts';

/**
 * What an edition holds of one student; undefined when it does not know them, or has no records (none are written of an
 * edition that no run has published). One ranged read once the index of the student's part is open.
 */
export async function readStudentRecord(
  lake: Lake,
  edition: number,
  student: StudentId,
): Promise<StudentRecord | undefined> {
  const found = await readLine(lake, edition, 'students', student);
  return found && recordOf(JSON.parse(found.line) as StoredRecord, found.manifest);
}

/**
 * The students whose record a guardian may see on a day, ascending by sourcedId: those who name the guardian in
 * `agentSourcedIds`, unless a contact row forbids it. None when the edition has no records.
 * @param today in the tenant's time zone: a role outside of its dates opens nothing
 */
export async function readGuardian(
  lake: Lake,
  edition: number,
  guardian: GuardianId,
  today: IsoDay,
): Promise<readonly ChildOfGuardian[]> {
  const found = await readLine(lake, edition, 'guardians', guardian);
  return found ? childrenInForce(JSON.parse(found.line) as StoredGuardian, today) : [];
}

/** Where each section of an edition's records comes from; undefined when the edition has none. */
export async function readRecordSources(lake: Lake, edition: number): Promise<RecordSources | undefined> {
  return (await openRecords(lake, edition))?.manifest.sources;
}
