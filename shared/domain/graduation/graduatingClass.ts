import type { Day } from '../calendar/day.ts';
import type { SchoolYear } from '../calendar/schoolYear.ts';
import type { SchoolId, StudentId } from '../identity.ts';

/** CEDS grade code of the year whose students are audited. */
export const GRADUATING_GRADE = '12';

/** One enrolment in grade 12. */
export interface SeniorEnrollment {
  readonly student: StudentId;
  readonly school: SchoolId;
  readonly entry: Day;
  readonly exit?: Day;
  /** Ed-Fi ExitWithdrawType. */
  readonly exitType?: string;
  readonly primary: boolean;
  /** graduationPlanId of the enrolment. */
  readonly plan?: string;
}

/** Ed-Fi exit types that never were an enrolment. */
const NEVER_ENROLLED = ['No show', 'Invalid enrollment'];
/** Ed-Fi exit types of those who stayed to the end. */
const FINISHED = ['Graduated', 'Completed', 'End of school year'];

/**
 * The students whose credits are verified, one enrolment each, ordered by sourcedId: in grade 12 on the closing day, or
 * exited during the school year because it was done. Those who left before (transfer, dropout, …) are not in it.
 * Of several enrolments the open one counts, then the primary school's, then the latest entry.
 */
export function graduatingClass(
  enrollments: Iterable<SeniorEnrollment>,
  year: SchoolYear,
  closingDay: Day,
): readonly SeniorEnrollment[] {
  const chosen = new Map<StudentId, SeniorEnrollment>();
  for (const enrollment of enrollments) {
    if (!belongs(enrollment, year, closingDay)) continue;
    const rival = chosen.get(enrollment.student);
    if (!rival || preference(enrollment, rival, closingDay) < 0) chosen.set(enrollment.student, enrollment);
  }
  return [...chosen.values()].sort((a, b) => byCodeUnit(a.student, b.student));
}

/** The exit day is the first day no longer enrolled. */
const isOpen = ({ exit }: SeniorEnrollment, day: Day) => exit === undefined || exit > day;

function belongs(enrollment: SeniorEnrollment, year: SchoolYear, closingDay: Day): boolean {
  const { entry, exit, exitType } = enrollment;
  if (entry > closingDay || NEVER_ENROLLED.includes(exitType ?? '')) return false;
  if (isOpen(enrollment, closingDay)) return true;
  return FINISHED.includes(exitType ?? '') && exit !== undefined && exit >= year.first;
}

function preference(a: SeniorEnrollment, b: SeniorEnrollment, closingDay: Day): number {
  return (
    Number(isOpen(b, closingDay)) - Number(isOpen(a, closingDay)) ||
    Number(b.primary) - Number(a.primary) ||
    b.entry - a.entry ||
    byCodeUnit(a.school, b.school)
  );
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
