import { type Day, dayOf } from '../../../shared/domain/calendar/day.ts';
import { eventLine } from '../district/attendanceFiles.ts';
import { type Corrections, type District, eventsOf, NO_CORRECTIONS, studentsOf } from '../district/district.ts';
import type { Student } from '../district/people.ts';
import { isInHighSchool } from '../district/sections.ts';

/** Days of absence up to a day, and those enrolled, for students who were here all year and below high school. */
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
    const now = missedBy(district, student, today);
    if (now.missed * 10 < now.enrolled || (now.missed - 1) * 10 >= now.enrolled) return false;
    return days.slice(-WINDOW).every((day) => {
      const then = missedBy(district, student, day);
      return (then.missed - 1) * 10 < then.enrolled;
    });
  };
  for (const student of studentsOf(district)) {
    if (!stayed(student) || isInHighSchool(student) || !lifted(student)) continue;
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
  return twoLines(district, {}, { date: `${district.schoolYear - 1}-11-31` });
}

/** The same lines, mended. */
export const mendedLines = (district: District): readonly string[] =>
  twoLines(district, { portionOfDay: '0.5' }, { date: `${district.schoolYear - 1}-11-21` });

type Cells = Parameters<typeof eventLine>[0];

function twoLines(district: District, half: Cells, whole: Cells): readonly string[] {
  const fall = district.schoolYear - 1;
  const [first, second] = [present(district, 3, dayOf(fall, 10, 7)), present(district, 4, dayOf(fall, 11, 21))];
  const partial = { date: `${fall}-10-07`, category: 'Partial', absenceClass: 'medical' };
  return [
    eventLine({ ...first, ...partial, ...half }),
    eventLine({ ...second, category: 'Unexcused Absence', portionOfDay: '1', ...whole }),
  ];
}

/** A student of a grade about whose day nothing is on record. */
function present(district: District, grade: number, day: Day | undefined): Cells {
  for (let index = grade; index < district.students; index += GRADES) {
    const student = district.studentAt(index);
    const events = [...eventsOf(district, student, day ?? 0, NO_CORRECTIONS)];
    if (stayed(student) && events.every((event) => event.day !== day))
      return { studentSourcedId: student.sourcedId, schoolSourcedId: student.school.sourcedId };
  }
  throw new Error('nobody was present that day');
}

/** Students of one grade are so far apart. */
const GRADES = 13;
