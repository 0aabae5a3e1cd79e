import { describe, expect, it } from 'vitest';
import { mappingOf, POWERSCHOOL, readExport } from './export.ts';

const CODES = { attendanceEvents: { category: { A: { category: 'Unexcused Absence', portionOfDay: 1 } } } };

describe('an export of PowerSchool', () => {
  it('is read from its tables, with the district’s own attendance codes', async () => {
    const { rows, rejects, notices } = await readExport(mappingOf('powerschool', { codes: CODES }), POWERSCHOOL);
    expect(rows['orgs']).toEqual([{ sourcedId: '201', name: 'Lincoln Elementary', type: 'school' }]);
    expect(rows['users']).toMatchObject([
      { sourcedId: '5001', givenName: 'Avery', familyName: 'Ruiz' },
      { sourcedId: '5002', familyName: 'Haddad, Jr.' },
    ]);
    expect(rows['schoolEnrollments']).toEqual([
      {
        studentSourcedId: '5002',
        schoolSourcedId: '201',
        entryDate: '2023-08-28',
        exitWithdrawDate: '2024-06-08',
        gradeLevel: '02',
        entryType: 'E1',
      },
      {
        studentSourcedId: '5001',
        schoolSourcedId: '201',
        entryDate: '2024-08-26',
        exitWithdrawDate: '2025-06-07',
        gradeLevel: 'KG',
        entryType: 'E1',
      },
      {
        studentSourcedId: '5002',
        schoolSourcedId: '201',
        entryDate: '2024-08-26',
        exitWithdrawDate: '2025-06-07',
        gradeLevel: '03',
        entryType: 'E1',
      },
    ]);
    expect(rows['calendarDates']?.map(({ calendarEvent }) => calendarEvent)).toEqual([
      'nonInstructionalDay',
      'instructionalDay',
      'instructionalDay',
    ]);
    expect(rows['attendanceEvents']).toEqual([
      {
        studentSourcedId: '5001',
        schoolSourcedId: '201',
        date: '2024-09-03',
        category: 'Unexcused Absence',
        portionOfDay: 1,
        reason: 'He said "flu"',
      },
      { studentSourcedId: '5002', schoolSourcedId: '201', date: '2024-09-03', category: 'Present' },
    ]);
    expect(rows['courseTranscripts']).toMatchObject([
      {
        studentSourcedId: '5002',
        schoolYear: 2025,
        term: 'Y1',
        courseAttemptResult: 'Pass',
        finalLetterGrade: 'B+',
        finalNumericGrade: 88.5,
        attemptedCredits: 1,
      },
      { schoolYear: 2025, term: 'S1', courseAttemptResult: 'Fail', earnedCredits: 0, excludeFromGraduation: 0 },
    ]);
    expect(rejects).toEqual([
      'ATTENDANCE.csv:5 category row.unmapped_code',
      'ATTENDANCE.csv:6 Attendance_CodeID row.unknown_key',
    ]);
    expect(notices.filter((notice) => !notice.endsWith('table.unknown_column'))).toEqual([
      'ATTENDANCE.csv row.unmapped_code',
      'ATTENDANCE.csv row.unknown_key',
      'ATTENDANCE.csv row.not_selected',
    ]);
  });

  it('can have other names, separators and dates than the ready-made mapping says', async () => {
    const own = {
      codes: CODES,
      format: { delimiter: '\t', dateFormat: 'YYYY-MM-DD' },
      omit: ['schools', 'students', 'enrollments', 'reenrollments', 'attendance', 'transcripts'],
      files: [{ name: 'calendar', source: 'days_*.txt', columns: { DATE: 'date' }, constants: { calendarCode: 'A' } }],
    };
    const text = 'schoolid\tDate\tinsession\n201\t2024-09-03\t1\n';
    const { rows, rejects } = await readExport(mappingOf('powerschool', own), { 'days_2024.txt': text });
    expect(rejects).toEqual([]);
    expect(rows).toEqual({
      calendarDates: [
        { schoolSourcedId: '201', date: '2024-09-03', calendarEvent: 'instructionalDay', calendarCode: 'A' },
      ],
    });
  });
});
