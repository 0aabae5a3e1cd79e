import type { Lake } from '../lake/lake.ts';
import { inParallel } from '../store/batches.ts';
import { putAudit, readGraduations } from '../store/graduationRecords.ts';
import { readYearEnd } from '../store/yearEnds.ts';
import { readBatch, readInputs } from './frozen.ts';
import { graduationRecord } from './graduationRecord.ts';
import { YearEndError } from './yearEndError.ts';

/**
 * Audits one batch of a frozen class and stores every student's status with its reasons. Run again it changes nothing;
 * students it had not come to are added. Throws `YearEndError` when the year is not being audited.
 */
export async function auditBatch(schoolYear: number, batch: number, lake: Lake): Promise<void> {
  const year = await readYearEnd(schoolYear);
  if (year?.status !== 'auditing') throw new YearEndError('notClosing');
  const inputs = await readInputs(lake, schoolYear, year.attempt);
  const students = await readBatch(lake, year, batch);
  const stored = await readGraduations(
    students.map((student) => student.sourcedId),
    schoolYear,
  );
  const before = new Map(stored.map((record) => [record.sourcedId, record]));
  const waiting = students.filter((student) => before.get(student.sourcedId)?.attempt !== year.attempt);
  await inParallel(waiting, (student) => putAudit(graduationRecord(inputs, student, before.get(student.sourcedId))));
}
