import { ABSENCE_CLASSES, ATTENDANCE_CATEGORIES } from '../../domain/attendance/record.ts';
import { coded, date, decimal, id, integer, personalText, text, time } from '../cells/types.ts';
import { defineFile, type FileSpec, required } from '../fileSpec.ts';

/** Missing a part of the day says nothing until the row says how much. */
const NEEDS_PORTION: readonly string[] = ['Partial', 'Early departure'];

const portionRule: NonNullable<FileSpec['rule']> = ({ instructionalMinutes, indexOf, wordOf }) => {
  const categoryIndex = indexOf('category');
  const portion = indexOf('portionOfDay');
  const minutes = indexOf('minutesMissed');
  const date = indexOf('date');
  return ({ values, textOf }) => {
    if (!Number.isNaN(values[portion])) return undefined;
    const category = wordOf(categoryIndex, values[categoryIndex] ?? Number.NaN);
    if (category === undefined || !NEEDS_PORTION.includes(category)) return undefined;
    if (Number.isNaN(values[minutes])) {
      return {
        column: 'portionOfDay',
        code: 'row.missing_portion',
        message: `${category === 'Partial' ? 'A' : 'An'} ${category} needs the share of the day that was missed: fill in portionOfDay (0 to 1) or minutesMissed.`,
      };
    }
    const school = textOf('schoolSourcedId') ?? '';
    return (instructionalMinutes(school, values[date] ?? Number.NaN) ?? 0) > 0
      ? undefined
      : {
          column: 'minutesMissed',
          code: 'row.missing_portion',
          message:
            'minutesMissed cannot be used because the calendar has no instructionalMinutes for that school and day: ' +
            'fill in portionOfDay (0 to 1), or instructionalMinutes in calendarDates.csv.',
        };
  };
};

/** Absences, tardies and partial days, by day or by period. No row on a closed day means present. */
export const attendanceEventsFile = defineFile({
  name: 'attendanceEvents',
  columns: {
    studentSourcedId: required(id),
    schoolSourcedId: required(id),
    date: required(date),
    category: required(coded(ATTENDANCE_CATEGORIES)),
    reason: personalText,
    absenceClass: coded(ABSENCE_CLASSES),
    portionOfDay: decimal(0, 1),
    classSourcedId: id,
    period: text,
    minutesMissed: integer(0, 1440),
    arrivalTime: time,
    departureTime: time,
    eventId: id,
  },
  key: ['studentSourcedId', 'schoolSourcedId', 'date', 'classSourcedId', 'period'],
  identifiedBy: 'eventId',
  school: 'schoolSourcedId',
  scope: { kind: 'day', column: 'date' },
  references: { studentSourcedId: 'users', schoolSourcedId: 'orgs', classSourcedId: 'classes' },
  rule: portionRule,
});
