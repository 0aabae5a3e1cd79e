import type { Reason } from '../tiers/result.ts';
import { formatDays } from './dayTotal.ts';
import { evidenceOfRows, withEvidence } from './evidence.ts';
import { federalFigures } from './federal.ts';
import { type AbsencesByKind, absencesByKind } from './kinds.ts';
import type { AttendanceTally } from './tally.ts';

/** Figures shown beside the tier, without any part in it: kinds of absence, suspensions, federal chronic absence. */
export function figureReasons(tally: AttendanceTally): readonly Reason[] {
  const reasons: Reason[] = [];
  if (tally.absentDays.length > 0) {
    reasons.push({ code: 'absencesByKind', detail: kindsDetail(absencesByKind(tally)) });
    for (const { school, daysAbsent, daysEnrolled, chronicallyAbsent } of federalFigures(tally)) {
      if (!chronicallyAbsent) continue;
      const value = `${daysAbsent}/${daysEnrolled}`;
      reasons.push({ code: 'federalChronicAbsence', value, detail: { school } });
    }
  }
  const suspensions = tally.inSchoolSuspensions;
  if (suspensions.length > 0) {
    const evidence = evidenceOfRows(suspensions);
    reasons.push(withEvidence({ code: 'inSchoolSuspension', value: `${evidence.dates?.length}` }, evidence));
  }
  return reasons;
}

function kindsDetail({ excused, unexcused, medical, outOfSchoolSuspension }: AbsencesByKind): Record<string, string> {
  return {
    excused: formatDays(excused),
    unexcused: formatDays(unexcused),
    medical: formatDays(medical),
    outOfSchoolSuspension: formatDays(outOfSchoolSuspension),
  };
}
