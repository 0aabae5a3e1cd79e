import { describe, expect, it } from 'vitest';
import { ASPEN, lines, mappingOf, readExport } from './export.ts';

const category = (codes: object) => ({ attendanceEvents: { category: codes } });

describe('an export of Aspen', () => {
  it('has NULL, backslashes and CP1252 in it', async () => {
    const { rows, rejects } = await readExport(mappingOf('aspen'), ASPEN);
    expect(rows['orgs']).toEqual([{ sourcedId: '012', name: 'Lincoln "North" School', type: 'school' }]);
    expect(rows['users']).toMatchObject([
      { sourcedId: '5001', familyName: 'Ruiz', givenName: 'Zoë' },
      { sourcedId: '5002', familyName: 'O’Neil', givenName: 'Pat', identifier: '9100002' },
    ]);
    expect(rows['users']?.[0]).not.toHaveProperty('identifier');
    expect(rows['attendanceEvents']).toEqual([
      {
        studentSourcedId: '5001',
        schoolSourcedId: '012',
        date: '2024-09-03',
        category: 'Unexcused Absence',
        portionOfDay: 1,
      },
      {
        studentSourcedId: '5002',
        schoolSourcedId: '012',
        date: '2024-09-03',
        category: 'Tardy',
        portionOfDay: 0,
        reason: 'Bus',
      },
      {
        studentSourcedId: '5002',
        schoolSourcedId: '012',
        date: '2024-09-04',
        category: 'Early departure',
        portionOfDay: 0.5,
      },
    ]);
    // The comment of the first row goes over two lines.
    expect(rejects).toEqual(['student_attendance.csv:6 ATT_STD_OID row.unknown_key']);
  });
});

describe('an export of Aeries', () => {
  const files = {
    'STU.csv': lines('SC,SN,ID,LN,FN,GR,TG', '30,7,99001,Ruiz,Avery,9,', '31,7,99002,Haddad,Noor,10,'),
    'DAY.csv': lines('SC,DY,DT,HO', '30,1,8/26/2024 12:00:00 AM,', '30,6,9/2/2024 12:00:00 AM,H'),
    'ATT.csv': lines(
      'SC,SN,DY,DT,AL,A1,A2,A3,RS',
      '30,7,7,9/3/2024 12:00:00 AM,A,A,A,,ILL',
      '31,7,7,9/3/2024 12:00:00 AM, ,,T,,',
      '31,8,7,9/3/2024 12:00:00 AM,A,,,,',
    ),
  };
  const codes = {
    ...category({ A: { category: 'Unexcused Absence' }, T: { category: 'Tardy' } }),
    calendarDates: { calendarEvent: { H: { calendarEvent: 'holiday' } } },
  };

  it('has the code of the whole day; students are found by school and number', async () => {
    const { rows, rejects, notices } = await readExport(mappingOf('aeries', { codes }), files);
    expect(rows['users']?.map(({ sourcedId }) => sourcedId)).toEqual(['99001', '99002']);
    expect(rows['calendarDates']?.map(({ calendarEvent }) => calendarEvent)).toEqual(['instructionalDay', 'holiday']);
    expect(rows['attendanceEvents']).toEqual([
      {
        studentSourcedId: '99001',
        schoolSourcedId: '30',
        date: '2024-09-03',
        category: 'Unexcused Absence',
        reason: 'ILL',
      },
    ]);
    expect(rejects).toEqual(['ATT.csv:4 SC row.unknown_key']);
    expect(notices).toContain('ATT.csv row.without_cells');
  });

  it('has the codes of periods side by side', async () => {
    const { rows } = await readExport(mappingOf('aeries-periods', { codes }), files);
    expect(rows['attendanceEvents']?.map((row) => [row['studentSourcedId'], row['period'], row['category']])).toEqual([
      ['99001', '1', 'Unexcused Absence'],
      ['99001', '2', 'Unexcused Absence'],
      ['99002', '2', 'Tardy'],
    ]);
  });
});

describe('an export for Clever', () => {
  it('has people in two files, and attendance whose excuses the district names', async () => {
    const { rows, rejects } = await readExport(
      mappingOf('clever', {
        codes: category({ 'absent MED': { category: 'Excused Absence', absenceClass: 'medical' } }),
      }),
      {
        'schools.csv': lines('School_id,School_name,School_number', '201,Lincoln,12'),
        'students.csv': lines(
          'School_id,Student_id,Student_number,State_id,Last_name,Middle_name,First_name,Grade,Gender,DOB,Student_email',
          '201,5001,5001,,Ruiz,,Avery,3,F,01/02/2016,',
        ),
        'teachers.csv': lines(
          'School_id,Teacher_id,Teacher_email,First_name,Last_name',
          '201,T1,t1@example.org,Sam,Berg',
        ),
        'attendance.csv': lines(
          'Student_id,School_id,Section_id,Attendance_date,Attendance_type,Attendance_status,Excuse_code,Sis_id',
          '5001,201,,2024-09-03,daily,absent,,A1',
          '5001,201,,2024-09-04,daily,absent,MED,A2',
          '5001,201,S1,2024-09-05,section,tardy,,A3',
          '5001,201,,2024-09-06,daily,absent,TRIP,A4',
        ),
      },
    );
    expect(rows['users']?.map((row) => [row['sourcedId'], row['primaryOrgSourcedId']])).toEqual([
      ['5001', '201'],
      ['T1', '201'],
    ]);
    expect(rows['attendanceEvents']).toMatchObject([
      { category: 'Unexcused Absence', eventId: 'A1' },
      { category: 'Excused Absence', absenceClass: 'medical', reason: 'MED' },
      { category: 'Tardy', classSourcedId: 'S1' },
    ]);
    expect(rejects).toEqual(['attendance.csv:5 category row.unmapped_code']);
  });
});

describe('an export for eduCLIMBER', () => {
  const schools = { schoolSourcedId: { 'Lincoln Elementary': { schoolSourcedId: '201' } } };

  it('names schools, which the district’s own map turns into their ids', async () => {
    const roster = (course: string) =>
      `2024-2025,G1,5001,Avery,,Ruiz,8/26/2024,6/6/2025,3,Lincoln Elementary,${course}`;
    const own = {
      codes: {
        schoolEnrollments: schools,
        attendanceEvents: { ...schools, category: { HD: { category: 'Partial' } } },
      },
    };
    const { rows, rejects } = await readExport(mappingOf('educlimber', own), {
      'Roster.csv': lines(
        'School Year,Student ID,Student Local ID,Student First Name,Student Middle Name / Initial,Student Last Name,Enrollment Start Date,Enrollment End Date,Grade,School Name,Course Name',
        roster('Math'),
        roster('Art'),
      ),
      'Attendance.csv': lines(
        'School Year,Student ID,Student Local ID,Student First Name,Student Last Name,School Name,Attendance Date,Term,Attendance Code,Absent Days Equivalent',
        '2024-2025,G1,5001,Avery,Ruiz,Lincoln Elementary,9/3/2024,Q1,HD,0.50',
        '2024-2025,G1,5001,Avery,Ruiz,Washington Elementary,9/4/2024,Q1,HD,0.50',
      ),
    });
    expect(rows['schoolEnrollments']?.[0]).toEqual({
      studentSourcedId: '5001',
      schoolSourcedId: '201',
      entryDate: '2024-08-26',
      exitWithdrawDate: '2025-06-06',
      gradeLevel: '03',
    });
    expect(rows['attendanceEvents']).toEqual([
      { studentSourcedId: '5001', schoolSourcedId: '201', date: '2024-09-03', category: 'Partial', portionOfDay: 0.5 },
    ]);
    expect(rejects).toEqual(['Attendance.csv:3 schoolSourcedId row.invalid_guid']);
  });
});

describe('an Ed-Fi-style export', () => {
  it('has the names that TalkingPoints asks for', async () => {
    const { rows, rejects } = await readExport(mappingOf('talkingpoints'), {
      'calendar.csv': lines(
        'school_id,calendar_date,calendar_events,school_year_id',
        '123,2024-09-02,"[""Not In Session""]",323',
        '123,2024-09-03,"[""In Session""]",323',
      ),
      'attendance.csv': lines(
        'school_id,student_id,attendance_event_date,attendance_event_category,attendance_event_reason,attendance_event_duration',
        '123,S1,2024-09-03,Unexcused Absence,Sick,0.5',
        '123,S2,2024-09-03,Excused Present,,',
      ),
    });
    expect(rejects).toEqual([]);
    expect(rows['calendarDates']?.map(({ calendarEvent }) => calendarEvent)).toEqual([
      'nonInstructionalDay',
      'instructionalDay',
    ]);
    expect(rows['attendanceEvents']).toMatchObject([
      { reason: 'Sick', portionOfDay: 0.5 },
      { category: 'In Attendance' },
    ]);
  });

  it('has descriptors as URIs or as their code values', async () => {
    const uri = (descriptor: string, value: string) => `uri://ed-fi.org/${descriptor}#${value}`;
    const { rows, rejects } = await readExport(mappingOf('ed-fi'), {
      'schools.csv': lines('schoolId,nameOfInstitution', '255901001,Grand Bend High School'),
      'students.csv': lines('studentUniqueId,firstName,lastSurname', '604822,Avery,Ruiz'),
      'studentSchoolAssociations.csv': lines(
        'studentUniqueId,schoolId,entryDate,exitWithdrawDate,entryGradeLevelDescriptor,exitWithdrawTypeDescriptor',
        `604822,255901001,2021-08-23,2022-05-27,${uri('GradeLevelDescriptor', 'Ninth grade')},${uri('ExitWithdrawTypeDescriptor', 'Transferred')}`,
      ),
      'calendarDates.csv': lines(
        'schoolId,calendarCode,date,calendarEventDescriptor',
        `255901001,107SS,2021-08-23,${uri('CalendarEventDescriptor', 'Instructional day')}`,
        '255901001,107SS,2021-08-24,Holiday',
      ),
      'studentSchoolAttendanceEvents.csv': lines(
        'studentUniqueId,schoolId,eventDate,attendanceEventCategoryDescriptor,attendanceEventReason,eventDuration',
        `604822,255901001,2021-08-23,${uri('AttendanceEventCategoryDescriptor', 'Excused Absence')},sick,`,
        `604822,255901001,2021-08-24,${uri('AttendanceEventCategoryDescriptor', 'Lost')},,`,
      ),
    });
    expect(rows['schoolEnrollments']).toMatchObject([{ gradeLevel: '09', exitWithdrawType: 'Transferred' }]);
    expect(rows['calendarDates']?.map(({ calendarEvent }) => calendarEvent)).toEqual(['instructionalDay', 'holiday']);
    expect(rows['attendanceEvents']).toMatchObject([{ category: 'Excused Absence', reason: 'sick' }]);
    expect(rejects).toEqual(['studentSchoolAttendanceEvents.csv:3 category row.unmapped_code']);
  });
});

describe('an export of Skyward Qmlativ', () => {
  it('is put together from the objects it refers to', async () => {
    const codes = {
      ...category({ U: { category: 'Unexcused Absence' } }),
      calendarDates: { calendarEvent: { Full: { calendarEvent: 'instructionalDay' } } },
    };
    const { rows, rejects } = await readExport(mappingOf('skyward', { codes }), {
      'Calendar.csv': lines('CalendarID,EntityID,Code', '1,400,HS'),
      'CalendarDay.csv': lines('CalendarDayID,CalendarID,Date,CountAs', '81,1,9/3/2024,Full'),
      'StudentAttendance.csv': lines('StudentAttendanceID,StudentID,EntityID,CalendarDayID', '501,7001,400,81'),
      'AttendanceType.csv': lines('AttendanceTypeID,Code,Description', '1,U,Unexcused'),
      'AttendancePeriod.csv': lines('AttendancePeriodID,Code', '11,P1', '12,P2'),
      'StudentAttendancePeriod.csv': lines(
        'StudentAttendancePeriodID,StudentAttendanceID,AttendanceTypeID,AttendancePeriodID',
        '1,501,1,11',
        '2,501,1,12',
        '3,502,1,12',
      ),
    });
    expect(rows['calendarDates']).toMatchObject([{ schoolSourcedId: '400', date: '2024-09-03', calendarCode: 'HS' }]);
    expect(rows['attendanceEvents']).toEqual(
      ['P1', 'P2'].map((period) => ({
        studentSourcedId: '7001',
        schoolSourcedId: '400',
        date: '2024-09-03',
        category: 'Unexcused Absence',
        period,
      })),
    );
    expect(rejects).toEqual(['StudentAttendancePeriod.csv:4 StudentAttendanceID row.unknown_key']);
  });
});
