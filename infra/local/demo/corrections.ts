import type { Day } from '../../../shared/domain/calendar/day.ts';
import { type Corrections, type District, eventsOf, NO_CORRECTIONS, studentsOf } from '../district/district.ts';
import type { Student } from '../district/people.ts';

/** Days missed and enrolled up to a day, for students who were here all year. */
function missedBy(district: District, student: Student, day: Day) {
  let missed = 0;
  for (const event of eventsOf(district, student, day, NO_CORRECTIONS))
    if (event.category !== 'Tardy') missed += Number(event.portionOfDay);
  return { missed, enrolled: district.instructionalDays.filter((each) => each <= day).length };
}

const stayed = (student: Student) => student.entersAfter === 0 && student.leavesAfter === undefined;

/** School days of the step-down window (rules of tiers), with one to spare. */
const WINDOW = 11;

/**
 * What the SIS corrects on the second night: an absence is taken back from a student whom it lifts out of tier 2, and a
 * student of one elementary school moves to the other.
 */
export function secondNightCorrections(district: District, today: Day): Corrections {
  const days = district.instructionalDays.filter((day) => day <= today);
  const windowStart = days[Math.max(0, days.length - WINDOW)] ?? today;
  const lifted = (student: Student) => {
    const [now, then] = [missedBy(district, student, today), missedBy(district, student, windowStart)];
    return (
      now.missed * 10 >= now.enrolled && (now.missed - 1) * 10 < now.enrolled && (then.missed - 1) * 10 < then.enrolled
    );
  };
  for (const student of studentsOf(district)) {
    if (!stayed(student) || !lifted(student)) continue;
    const event = [...eventsOf(district, student, windowStart, NO_CORRECTIONS)].find(
      (each) => each.category === 'Unexcused Absence' || each.category === 'Excused Absence',
    );
    if (!event) continue;
    const takenBack = [{ student: student.sourcedId, day: event.day }];
    return { takenBack, moved: moveOne(district, today, student) };
  }
  return { takenBack: [], moved: moveOne(district, today) };
}

function moveOne(district: District, on: Day, not?: Student): Corrections['moved'] {
  for (const student of studentsOf(district)) {
    if (!stayed(student) || student.sourcedId === not?.sourcedId) continue;
    const other = district.schoolList.find(
      (school) => school !== student.school && school.grades.includes(student.grade),
    );
    if (other) return [{ student: student.sourcedId, to: other, on }];
  }
  return [];
}

/** Two lines as a careless registrar writes them: a half day without its length, a date that does not exist. */
export function carelessLines(district: District): readonly string[] {
  const [first, second] = [district.studentAt(3), district.studentAt(5)];
  const fall = district.schoolYear - 1;
  return [
    `${first.sourcedId},${first.school.sourcedId},${fall}-10-07,Partial,medical,`,
    `${second.sourcedId},${second.school.sourcedId},${fall}-11-31,Unexcused Absence,,1`,
  ];
}
