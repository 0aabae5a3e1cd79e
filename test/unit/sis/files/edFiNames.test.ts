import { describe, expect, it } from 'vitest';
import { CALENDAR_EVENTS } from '../../../../shared/domain/calendar/calendarEvent.ts';
import { calendarDatesFile } from '../../../../shared/sis/files/calendarDates.ts';
import { GRADE_LEVELS } from '../../../../shared/sis/files/gradeLevels.ts';
import { schoolEnrollmentsFile } from '../../../../shared/sis/files/schoolEnrollments.ts';
import { parseText } from '../parse/parseText.ts';

const eventOf = async (event: string) =>
  (await parseText(calendarDatesFile, `schoolSourcedId,date,calendarEvent\nHS,2024-09-03,${event}\n`)).records[0]
    ?.cells['calendarEvent'];
const gradeOf = async (grade: string) =>
  (
    await parseText(
      schoolEnrollmentsFile,
      `studentSourcedId,schoolSourcedId,entryDate,gradeLevel\nS1,HS,2024-09-03,${grade}\n`,
    )
  ).records[0]?.cells['gradeLevel'];

describe('the names of Ed-Fi', () => {
  it.each([
    ['Instructional day', 'instructionalDay'],
    ['Make-up day', 'makeUpDay'],
    ['Holiday', 'holiday'],
    ['Non-instructional day', 'nonInstructionalDay'],
    ['Student late arrival/early dismissal', 'studentLateArrivalEarlyDismissal'],
    ['Other', 'other'],
    ['Summer fair', undefined],
  ])('%s is the calendar event %s', async (name, event) => {
    expect(await eventOf(name)).toBe(event);
  });

  it.each([
    ['Kindergarten', 'KG'],
    ['First grade', '01'],
    ['Ninth grade', '09'],
    ['Twelfth grade', '12'],
    ['9', '09'],
    ['Adult Education', undefined],
  ])('%s is the grade level %s', async (name, grade) => {
    expect(await gradeOf(name)).toBe(grade);
  });

  it('stand beside the words of the standard', async () => {
    for (const event of CALENDAR_EVENTS) expect(await eventOf(event)).toBe(event);
    for (const grade of GRADE_LEVELS) expect(await gradeOf(grade)).toBe(grade);
  });
});
