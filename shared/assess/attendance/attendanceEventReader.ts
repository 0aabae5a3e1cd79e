import type { AbsenceClass, AttendanceCategory, AttendanceEvent } from '../../domain/attendance/record.ts';
import type { Day } from '../../domain/calendar/day.ts';
import { type Fraction, ONE } from '../../domain/fraction.ts';
import { DROPS, LINES } from '../../lake/columnar.ts';
import { decimalOf } from '../../lake/rows.ts';
import { DECIMAL_SCALE } from '../../lake/schema.ts';
import type { Table } from '../../lake/table.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { comparableTexts } from '../students/comparableTexts.ts';
import { rowsOfPeople } from '../students/rowsOfPeople.ts';

/** A student's attendance events from a day to a day, both included, in the order of the table. */
export type AttendanceEventsOf = (student: number, first: Day, last: Day) => AttendanceEvent[];

export function attendanceEventReader({ tables, students }: AssessmentInputs): AttendanceEventsOf {
  const table = tables.attendanceEvents;
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const days = table.numbers('date');
  const read = eventReader(table);
  return (student, first, last) => {
    const events: AttendanceEvent[] = [];
    for (const row of rows.of(student)) {
      const day = days.get(row);
      if (day >= first && day <= last) events.push(read(row, day));
    }
    return events;
  };
}

/**
 * Reads one row. It is the largest table by far, so that its columns stay as narrow as they are stored. Every event has
 * every member: objects of one shape are read several times faster than those of many.
 */
function eventReader(table: Table): (row: number, day: number) => AttendanceEvent {
  const [schools, schoolNames] = [table.numbers('schoolSourcedId'), comparableTexts(table.texts('schoolSourcedId'))];
  const [categories, categoryNames] = [table.numbers('category'), comparableTexts(table.texts('category'))];
  const [classes, classNames] = [table.numbers('absenceClass'), comparableTexts(table.texts('absenceClass'))];
  const [periods, periodNames] = [table.numbers('period'), table.texts('period')];
  const [sections, sectionNames] = [table.numbers('classSourcedId'), table.texts('classSourcedId')];
  const [drops, dropNames] = [table.numbers(DROPS.name), table.texts(DROPS.name)];
  const lines = table.numbers(LINES.name);
  const minutes = table.numbers('minutesMissed');
  const portionOf = portionReader(table);
  return (row, day) => {
    const line = lines.get(row);
    const minutesMissed = minutes.get(row);
    return {
      school: schoolNames[schools.get(row)] ?? '',
      day,
      category: categoryNames[categories.get(row)] as AttendanceCategory,
      absenceClass: textOf(classNames, classes.get(row)) as AbsenceClass | undefined,
      portionOfDay: portionOf(row),
      minutesMissed: Number.isNaN(minutesMissed) ? undefined : minutesMissed,
      period: textOf(periodNames, periods.get(row)),
      classSourcedId: textOf(sectionNames, sections.get(row)),
      row: {
        drop: dropNames[drops.get(row)] ?? '',
        file: 'attendanceEvents',
        line: Number.isNaN(line) ? 0 : line,
      },
    };
  };
}

const textOf = (texts: readonly string[], code: number) => (Number.isNaN(code) ? undefined : texts[code]);

/** Portions of a day are few, and their fractions made once each. */
function portionReader(table: Table): (row: number) => Fraction | undefined {
  const portions = table.numbers('portionOfDay');
  const known = new Map<number, Fraction>([[DECIMAL_SCALE, ONE]]);
  return (row) => {
    const value = portions.get(row);
    if (Number.isNaN(value)) return undefined;
    const portion = known.get(value);
    if (portion) return portion;
    const made = decimalOf(value);
    known.set(value, made);
    return made;
  };
}
