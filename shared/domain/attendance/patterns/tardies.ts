import type { Reason } from '../../tiers/result.ts';
import { evidenceOfRows, withEvidence } from '../evidence.ts';
import type { AttendanceTally } from '../tally.ts';

const FROM_TARDIES = 3;

/** Tardies of less than half a day, from 3 on. The value is their number; they are no absences, however many. */
export function manyTardies({ tardies }: AttendanceTally): Reason | undefined {
  if (tardies.length < FROM_TARDIES) return undefined;
  return withEvidence({ code: 'tardies', value: `${tardies.length}` }, evidenceOfRows(tardies));
}
