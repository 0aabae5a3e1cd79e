import type { AbsenceClass } from '../attendance/record.ts';
import type { StudentRecord } from '../record/studentRecord.ts';
import type { Reason } from '../tiers/result.ts';
import type { FieldClass } from './fieldClass.ts';
import { classOfProgram } from './programClass.ts';

type Classes = ReadonlySet<FieldClass>;
type ItemOf<Name extends 'enrollments' | 'milestones' | 'contacts' | 'programs'> = StudentRecord[Name][number];
type AttendanceEventOfRecord = StudentRecord['attendance'][number]['events'][number];

/** What an absence class tells of, where that is more than that somebody was not there. */
const CLASS_OF_ABSENCE: Partial<Record<AbsenceClass, FieldClass>> = {
  medical: 'health',
  homebound: 'health',
  bereavement: 'health',
  religious: 'health',
  outOfSchoolSuspension: 'discipline',
  inSchoolSuspension: 'discipline',
};

/** An attendance row without what is of a class that is not seen: the school's own words may say anything. */
export function attendanceShown(event: AttendanceEventOfRecord, classes: Classes): AttendanceEventOfRecord {
  const { reason, absenceClass, ...rest } = event;
  return {
    ...rest,
    ...(absenceClass !== undefined && classes.has(CLASS_OF_ABSENCE[absenceClass] ?? 'academic') && { absenceClass }),
    ...(reason !== undefined && classes.has('health') && { reason }),
  };
}

/** An enrolment; why it ended tells of expulsion, illness, death in the family. */
export function enrollmentShown(enrollment: ItemOf<'enrollments'>, classes: Classes): ItemOf<'enrollments'> {
  if (classes.has('health') && classes.has('discipline')) return enrollment;
  const { exitWithdrawType: _, exitDocumented: __, ...rest } = enrollment;
  return rest;
}

/** A milestone; the reason of a waiver may be a disability. */
export function milestoneShown(milestone: ItemOf<'milestones'>, classes: Classes): ItemOf<'milestones'> {
  if (classes.has('health')) return milestone;
  const { reason: _, ...rest } = milestone;
  return rest;
}

/**
 * A contact for staff: who reaches out needs addresses and the language; where a child lives and who has custody is for those
 * who support it. Of who must not be reached no address is shown to anybody.
 */
export function contactShown(contact: ItemOf<'contacts'>, classes: Classes): ItemOf<'contacts'> {
  const { livesWith, legalGuardian, email, phone, ...rest } = contact;
  return {
    ...rest,
    ...(!rest.noContact && { ...(email !== undefined && { email }), ...(phone !== undefined && { phone }) }),
    ...(classes.has('health') && {
      ...(livesWith !== undefined && { livesWith }),
      ...(legalGuardian !== undefined && { legalGuardian }),
    }),
  };
}

/** Programs of the classes that are seen. */
export const programsShown = (programs: StudentRecord['programs'], classes: Classes): StudentRecord['programs'] =>
  programs.filter(({ programType }) => classes.has(classOfProgram(programType)));

/** Reasons of attendance that count medical absences and suspensions apart. */
const OF_SEVERAL_CLASSES: ReadonlySet<string> = new Set(['absencesByKind']);

/** Reasons that somebody who sees their domain may know of: one that counts what is of other classes needs those as well. */
export const reasonsShown = (reasons: readonly Reason[], classes: Classes): readonly Reason[] =>
  classes.has('health') && classes.has('discipline')
    ? reasons
    : reasons.filter(({ code }) => !OF_SEVERAL_CLASSES.has(code));
