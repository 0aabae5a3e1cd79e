import { describe, expect, it } from 'vitest';
import { studentId } from '../../../shared/domain/identity.ts';
import type { StudentRecord } from '../../../shared/domain/record/studentRecord.ts';
import { readRecordSources, readStudentRecord } from '../../../shared/records/readStudentRecord.ts';
import type { SampleRow } from '../lake/tableOf.ts';
import { type RecordRows, recordedLake } from './recordDistrict.ts';

const STUDENT: SampleRow = { sourcedId: 's1', role: 'student', givenName: 'Ada', familyName: 'Li' };

async function recordOf(rows: RecordRows, id = 's1'): Promise<StudentRecord | undefined> {
  const lake = await recordedLake({ ...rows, users: [STUDENT, ...(rows.users ?? [])] });
  return readStudentRecord(lake, 1, studentId(id));
}

describe('a student of whom nothing is known but the name', () => {
  it('has a record with nothing in it', async () => {
    expect(await recordOf({})).toEqual({
      sourcedId: 's1',
      person: { givenName: 'Ada', familyName: 'Li' },
      directoryInformationBlock: false,
      ...{ enrollments: [], attendance: [], classes: [], transcripts: [], grades: [], plannedCourses: [] },
      ...{ incidents: [], assessments: [], surveys: [], programs: [], credentials: [], diplomas: [] },
      ...{ milestones: [], contacts: [], guardians: [] },
    });
  });

  it('has one, too, when only an enrolment names them', async () => {
    const schoolEnrollments = [{ studentSourcedId: 's2', schoolSourcedId: 'north', entryDate: '2026-08-31' }];
    expect(await recordOf({ schoolEnrollments }, 's2')).toMatchObject({
      person: {},
      enrollments: [{ school: { sourcedId: 'north' }, entryDate: '2026-08-31' }],
    });
  });
});

describe('a person', () => {
  it('has a date of birth apart from demographics, which are absent where there are none', async () => {
    const born = await recordOf({ demographics: [{ sourcedId: 's1', birthDate: '2010-02-28' }] });
    expect(born?.birthDate).toBe('2010-02-28');
    expect(born).not.toHaveProperty('demographics');
    const described = await recordOf({ demographics: [{ sourcedId: 's1', sex: 'female', white: 0, asian: 1 }] });
    expect(described?.demographics).toEqual({ sex: 'female', white: false, asian: true });
    expect(described).not.toHaveProperty('birthDate');
  });
});

const COURSES = [
  { sourcedId: 'c-alg', title: 'Algebra I', courseCode: 'ALG1', orgSourcedId: 'd' },
  { sourcedId: 'c-art', title: 'Art', orgSourcedId: 'd' },
];
const session = (sourcedId: string, title: string, startDate: string, endDate: string) => ({
  ...{ sourcedId, title, type: 'semester', startDate, endDate, schoolYear: 2027 },
});
const SESSIONS = [
  session('spring', 'Spring Semester', '2027-01-04', '2027-06-11'),
  session('fall', 'Fall Semester', '2026-08-31', '2026-12-18'),
];
const CLASSES = [
  {
    ...{
      sourcedId: 'k1',
      title: 'Algebra, period 2',
      courseSourcedId: 'c-alg',
      classType: 'scheduled',
      periods: '2, 3',
    },
    ...{ schoolSourcedId: 'north', termSourcedIds: 'spring,fall', location: 'Room 7' },
  },
  {
    ...{ sourcedId: 'k2', title: 'Art, spring', courseSourcedId: 'c-art', classType: 'scheduled' },
    ...{ schoolSourcedId: 'north', termSourcedIds: 'spring' },
  },
];
const place = (sourcedId: string, userSourcedId: string, classSourcedId: string, row: SampleRow = {}): SampleRow => ({
  ...{ sourcedId, userSourcedId, classSourcedId, schoolSourcedId: 'north', role: 'student', ...row },
});

describe('classes', () => {
  it('come with course, terms and teachers, in the order in which they begin', async () => {
    const record = await recordOf({
      courses: COURSES,
      classes: CLASSES,
      academicSessions: SESSIONS,
      users: [{ sourcedId: 't2', role: 'teacher', givenName: 'Bo', familyName: 'Ek' }],
      enrollments: [
        place('e1', 's1', 'k2'),
        place('e2', 's1', 'k1', { endDate: '2026-10-01' }),
        place('e3', 's1', 'gone', { beginDate: '2026-09-15' }),
        place('e4', 't1', 'k1', { role: 'teacher' }),
        place('e5', 't2', 'k1', { role: 'teacher', primary: 1 }),
        place('e6', 's2', 'k1'),
      ],
    });
    const [fall, spring] = [
      { title: 'Fall Semester', startDate: '2026-08-31', endDate: '2026-12-18' },
      { title: 'Spring Semester', startDate: '2027-01-04', endDate: '2027-06-11' },
    ];
    const school = { sourcedId: 'north' };
    expect(record?.classes).toEqual([
      {
        ...{ classSourcedId: 'k1', title: 'Algebra, period 2', courseCode: 'ALG1', courseTitle: 'Algebra I', school },
        ...{ location: 'Room 7', periods: ['2', '3'], terms: [fall, spring], endDate: '2026-10-01' },
        teachers: [{ sourcedId: 't2', givenName: 'Bo', familyName: 'Ek' }, { sourcedId: 't1' }],
      },
      { classSourcedId: 'gone', school, periods: [], terms: [], teachers: [], beginDate: '2026-09-15' },
      {
        ...{ classSourcedId: 'k2', title: 'Art, spring', courseTitle: 'Art', school, periods: [], terms: [spring] },
        teachers: [],
      },
    ]);
  });

  it('are no classes that the student teaches', async () => {
    const record = await recordOf({ classes: CLASSES, enrollments: [place('e1', 's1', 'k1', { role: 'teacher' })] });
    expect(record?.classes).toEqual([]);
  });
});

describe('marks and credits', () => {
  const attempt = (term: string, schoolYear: number, row: SampleRow = {}): SampleRow => ({
    ...{ studentSourcedId: 's1', schoolYear, term, courseCode: 'ALG1', schoolSourcedId: 'north' },
    ...{ attemptedCredits: 0.5, earnedCredits: 0.333333, courseAttemptResult: 'Pass', ...row },
  });

  it('are in the order of years and of terms within them, exact, under the title of the row or of the catalogue', async () => {
    const record = await recordOf({
      courses: COURSES,
      academicSessions: SESSIONS,
      courseTranscripts: [
        attempt('Spring Semester', 2027, { courseTitle: 'Algebra I Honors', excludeFromGpa: 1 }),
        attempt('Fall Semester', 2027, { creditCategories: 'Math, Elective' }),
        attempt('S2', 2026, { courseCode: 'OLD', schoolSourcedId: undefined, externalSchoolName: 'Elsewhere High' }),
        attempt('S1', 2026, { courseCode: 'c-art' }),
      ],
    });
    expect(record?.transcripts.map((each) => [each.schoolYear, each.term, each.courseTitle])).toEqual([
      [2026, 'S1', 'Art'],
      [2026, 'S2', undefined],
      [2027, 'Fall Semester', 'Algebra I'],
      [2027, 'Spring Semester', 'Algebra I Honors'],
    ]);
    expect(record?.transcripts[1]).toMatchObject({ earnedCredits: 0.333333, externalSchoolName: 'Elsewhere High' });
    expect(record?.transcripts[1]).not.toHaveProperty('school');
    expect(record?.transcripts[2]).toMatchObject({
      creditCategories: ['Math', 'Elective'],
      school: { sourcedId: 'north' },
    });
    expect(record?.transcripts[3]).toMatchObject({ creditCategories: [], excludeFromGpa: true });
  });

  it('name the class, course and term of a running mark, and the course of a planned one', async () => {
    const record = await recordOf({
      courses: COURSES,
      classes: CLASSES,
      academicSessions: SESSIONS,
      grades: [
        {
          ...{ studentSourcedId: 's1', classSourcedId: 'k1', academicSessionSourcedId: 'fall', asOfDate: '2026-10-02' },
          ...{ numericGrade: 71.25, missingAssignments: 0 },
        },
      ],
      courseRequests: [{ studentSourcedId: 's1', schoolYear: 2028, courseCode: 'ALG1', potentialCredits: 1 }],
    });
    expect(record?.grades).toEqual([
      {
        ...{ asOfDate: '2026-10-02', classSourcedId: 'k1', classTitle: 'Algebra, period 2', courseTitle: 'Algebra I' },
        ...{ term: 'Fall Semester', numericGrade: 71.25, missingAssignments: 0 },
      },
    ]);
    expect(record?.plannedCourses).toEqual([
      { schoolYear: 2028, courseCode: 'ALG1', courseTitle: 'Algebra I', potentialCredits: 1 },
    ]);
  });
});

describe('incidents', () => {
  const part = (studentSourcedId: string, row: SampleRow = {}): SampleRow => ({
    ...{ incidentId: 'i1', studentSourcedId, schoolSourcedId: 'north', date: '2026-10-01', behavior: 'Fighting' },
    ...row,
  });

  it('are one each with its actions by their first day, and say nothing of who else took part', async () => {
    const record = await recordOf({
      behaviorIncidents: [
        part('s1', { actionType: 'out-of-school suspension', actionStartDate: '2026-10-05', actionLengthDays: 1.5 }),
        part('s1', { actionType: 'other', disciplineAction: 'Conference', actionStartDate: '2026-10-02' }),
        part('s2', { participationCode: 'Perpetrator' }),
        part('s1', { incidentId: 'i0', date: '2026-09-10', participationCode: 'Victim', description: 'Hit by s2' }),
      ],
    });
    const about = { school: { sourcedId: 'north' }, behavior: 'Fighting' };
    expect(record?.incidents).toEqual([
      {
        ...{ incidentId: 'i0', date: '2026-09-10', ...about, participationCode: 'Victim' },
        ...{ description: 'Hit by s2', actions: [] },
      },
      {
        ...{ incidentId: 'i1', date: '2026-10-01', ...about },
        actions: [
          { actionType: 'other', disciplineAction: 'Conference', actionStartDate: '2026-10-02' },
          { actionType: 'out-of-school suspension', actionStartDate: '2026-10-05', actionLengthDays: 1.5 },
        ],
      },
    ]);
    expect(JSON.stringify({ ...record, incidents: record?.incidents.slice(1) })).not.toContain('s2');
  });
});

describe('survey answers', () => {
  const answer = (surveyId: string, row: SampleRow): SampleRow => ({
    ...{ studentSourcedId: 's1', surveyId, administrationDate: '2026-10-01', construct: 'belonging' },
    ...{ score: 2.5, scaleMinimum: 1, scaleMaximum: 5, ...row },
  });

  it('are only those somebody consented to, and none in a protected area', async () => {
    const record = await recordOf({
      surveyResponses: [
        answer('kept', { consentBasis: 'parentConsent', higherIsBetter: 0 }),
        answer('without', {}),
        answer('protected', { consentBasis: 'parentConsent', protectedCategory: 'religion' }),
      ],
    });
    expect(record?.surveys).toEqual([
      {
        ...{ surveyId: 'kept', administrationDate: '2026-10-01', construct: 'belonging', score: 2.5 },
        ...{ scaleMinimum: 1, scaleMaximum: 5, consentBasis: 'parentConsent', higherIsBetter: false },
      },
    ]);
  });
});

describe('the sources of a record', () => {
  it('are a file for every section, with the instant of those that came', async () => {
    const lake = await recordedLake({ users: [STUDENT], contacts: [] });
    const sources = await readRecordSources(lake, 1);
    const record = await readStudentRecord(lake, 1, studentId('s1'));
    const lists = Object.keys(record ?? {}).filter(
      (each) => !['sourcedId', 'birthDate', 'directoryInformationBlock'].includes(each),
    );
    expect(Object.keys(sources ?? {}).sort()).toEqual([...lists, 'demographics'].sort());
    expect(sources?.person).toEqual({ file: 'users', generatedAt: '2026-09-01T02:00:00Z' });
    expect(sources?.attendance).toEqual({ file: 'attendanceEvents' });
  });
});
