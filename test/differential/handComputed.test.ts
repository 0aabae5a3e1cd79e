import { expect, test } from 'vitest';
import { TIER_SQL } from '../bench/sql/allTiers.ts';
import { behaviorTierSql } from '../bench/sql/behaviorTiers.ts';
import { wellBeingTierSql } from '../bench/sql/wellBeingTiers.ts';
import { csv } from './district/csv.ts';
import { askDuck } from './duckOracle.ts';
import { oracleTenant } from './oracleTenant.ts';

const YEAR = { asOf: '2026-03-06', yearBegins: '2025-08-01', yearEnds: '2026-07-31' };
const { tenant } = oracleTenant();

/** Students of the tenth grade, enrolled since August; what comes after a name is the enrolment's exit. */
const enrolled = (...students: readonly string[]) => ({
  'schoolEnrollments.csv': csv(
    'studentSourcedId,schoolSourcedId,entryDate,exitWithdrawDate,exitWithdrawType,gradeLevel,firstNinthGradeYear',
    students.map((student) => {
      const [id, exit = ''] = student.split(' ');
      return `${id},north,2025-08-18,${exit},${exit && 'Transferred'},10,2025`;
    }),
  ),
});

type Sql = Parameters<typeof askDuck>[1][number];

async function ask(sql: Sql, files: Readonly<Record<string, string>>, columns: readonly string[]) {
  const rows = (await askDuck(files, [sql], YEAR, tenant)).get(sql.table)!;
  return Object.fromEntries(
    [...rows].sort().map(([student, row]) => [student, columns.map((column) => String(row[column])).join(' ')]),
  );
}

test('incidents: one with two actions is one, days add up, victims have none, a blank level is minor', async () => {
  const header =
    'incidentId,studentSourcedId,schoolSourcedId,date,behavior,participationCode,incidentLevel,disciplineAction,' +
    'actionLengthDays,actionType';
  const rows = [
    ...['1', '2', '3', '4', '5', '6'].map((incident) => `a${incident},six,north,2025-09-0${incident},B,,major,,,`),
    'b1,two,north,2025-09-01,B,Perpetrator,major,,,',
    'b2,two,north,2025-09-01,B,Perpetrator,major,,,',
    'c1,once,north,2025-09-01,B,Perpetrator,major,ISS,,in-school suspension',
    'c1,once,north,2025-09-01,B,Perpetrator,major,Out of School Suspension,2.5,',
    'd1,days,north,2025-09-01,B,,,ISS,0.5,in-school suspension',
    'd2,days,north,2025-09-02,B,,,OSS,2.5,out-of-school suspension',
    'e1,victim,north,2025-09-01,B,Victim,major,,,',
    'e1,gone,north,2025-09-01,B,Perpetrator,Level 3,Expelled,,expulsion',
    'f1,past,north,2025-07-31,B,,major,,,',
    'f2,past,north,2026-03-07,B,,major,,,',
  ];
  const files = {
    ...enrolled('six', 'two', 'once', 'days', 'victim', 'gone', 'past'),
    'behaviorIncidents.csv': csv(header, rows),
  };
  const sql = { table: 'behavior_tiers', statements: behaviorTierSql };
  expect(await ask(sql, files, ['tier', 'majors', 'minors', 'suspensions', 'days'])).toEqual({
    six: '3 6 0 0 0.000000',
    two: '2 2 0 0 0.000000',
    once: '2 1 0 2 2.500000',
    days: '3 0 2 2 3.000000',
    victim: '1 0 0 0 0.000000',
    gone: '3 0 1 0 0.000000',
    past: '1 0 0 0 0.000000',
  });
  expect(await ask(sql, enrolled('six'), ['tier'])).toEqual({ six: 'noData' });
});

test('answers: a fifth exactly is low, turned scales too; the latest speaks, for 180 days', async () => {
  const header =
    'studentSourcedId,surveyId,administrationDate,construct,score,scaleMinimum,scaleMaximum,consentBasis,higherIsBetter';
  const files = {
    ...enrolled('low', 'above', 'turned', 'later', 'old', 'edge', 'secret', 'none'),
    'surveyResponses.csv': csv(header, [
      'low,s,2026-03-06,agency,1.8,1,5,parentConsent,true',
      'above,s,2026-03-06,agency,1.800001,1,5,parentConsent,',
      'turned,s,2026-03-06,agency,4.2,1,5,parentConsent,false',
      'later,s,2025-12-01,agency,1,1,5,parentConsent,true',
      'later,s,2026-02-01,agency,4,1,5,parentConsent,true',
      'old,s,2025-09-06,agency,1,1,5,parentConsent,true',
      'edge,s,2025-09-07,agency,1,1,5,parentConsent,true',
      'edge,s,2025-09-07,climate,0,0,5,parentConsent,true',
      'secret,s,2026-02-01,agency,1,1,5,,true',
    ]),
  };
  const sql = { table: 'well_being_tiers', statements: wellBeingTierSql };
  expect(await ask(sql, files, ['tier', 'constructs', 'low'])).toEqual({
    low: '2 1 1',
    above: '1 1 0',
    turned: '2 1 1',
    later: '1 1 0',
    old: 'noData 0 0',
    edge: '2 2 2',
    secret: 'noData 0 0',
    none: 'noData 0 0',
  });
});

/** Semesters of a student's ninth and tenth grade so far: `ENG ENG MAT …` by semester, lower case for a failure. */
const TRANSCRIPT =
  'studentSourcedId,schoolYear,term,courseCode,attemptedCredits,earnedCredits,courseAttemptResult,academicSubject,' +
  'finalLetterGrade,methodCreditEarned,schoolSourcedId';
const SUBJECT: Readonly<Record<string, string>> = {
  ENG: 'English Language Arts',
  MAT: 'Mathematics',
  SCI: 'Science',
  SOC: 'Social Studies',
  CTE: 'Career and Technical Education',
  MIS: 'Miscellaneous',
};

function course(student: string, term: string, code: string, mark: string, method = ''): string {
  const [year, semester] = term.split(' ');
  const subject = SUBJECT[code.slice(0, 3)];
  if (mark === '') return `${student},${year},${semester},${code},0.5,0,In Progress,${subject},,,north`;
  const passed = mark === 'F' ? '0,Fail' : '0.5,Pass';
  return `${student},${year},${semester},${code},0.5,${passed},${subject},${mark},${method},north`;
}

const sessions = {
  'academicSessions.csv': csv(
    'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear',
    ['S1,,,Semester 1,semester,2025-08-18,2026-01-09,,2026', 'S2,,,Semester 2,semester,2026-01-12,2026-06-05,,2026'],
  ),
};
const sqlOf = (domain: string) => TIER_SQL.find((each) => each.domain === domain)!;

test('marks: failures, recovery, an average of exactly two and one, missing work and screeners', async () => {
  const files = {
    ...enrolled(
      'fine',
      'one',
      'two',
      'art',
      'again',
      'other',
      'avg2',
      'below2',
      'avg1',
      'below1',
      'work',
      'well',
      'none',
    ),
    ...sessions,
    'courseTranscripts.csv': csv(TRANSCRIPT, [
      course('fine', '2026 S1', 'ENG10', 'A'),
      course('one', '2026 S1', 'ENG10', 'F'),
      ...['MAT10', 'SCI10', 'SOC10', 'CTE10'].map((code) => course('one', '2026 S1', code, 'A')),
      course('two', '2026 S1', 'ENG10', 'F'),
      course('two', '2026 S1', 'MAT10', 'F'),
      ...['SCI10', 'SOC10', 'CTE10', 'MIS10'].map((code) => course('two', '2026 S1', code, 'A')),
      course('art', '2026 S1', 'MIS10', 'F'),
      ...['MAT10', 'SCI10', 'SOC10', 'CTE10'].map((code) => course('art', '2026 S1', code, 'A')),
      course('again', '2026 S1', 'ENG10', 'F'),
      course('again', '2026 S2', 'ENG10', 'A'),
      course('other', '2026 S1', 'MAT10', 'F'),
      course('other', '2026 S2', 'MAT17', 'A', 'Credit recovery'),
      course('avg2', '2025 S1', 'ENG9', 'B'),
      course('avg2', '2026 S1', 'MIS10', 'D'),
      course('below2', '2025 S1', 'ENG9', 'C'),
      course('below2', '2025 S1', 'MAT9', 'C'),
      course('below2', '2026 S1', 'MIS10', 'D'),
      course('avg1', '2026 S1', 'MIS10', 'D'),
      course('below1', '2025 S1', 'MIS9', 'F'),
      course('below1', '2026 S1', 'MIS10', 'D'),
    ]),
    'grades.csv': csv(
      'studentSourcedId,classSourcedId,academicSessionSourcedId,asOfDate,letterGrade,gradeType,missingAssignments',
      ['work,c1,S2,2026-02-27,B,,3', 'work,c2,S2,2026-02-20,B,,9', 'work,c2,S2,2026-02-27,B,Progress,2'],
    ),
    'assessments.csv': csv('studentSourcedId,assessmentId,administrationDate,academicSubject,benchmarkStatus', [
      'well,s,2025-09-10,Mathematics,Well Below Benchmark',
      'well,s,2026-01-20,Reading,Below Benchmark',
    ]),
  };
  expect(
    await ask(sqlOf('academics'), files, [
      'tier',
      'literacy',
      'mathematics',
      'other',
      'core_failures',
      'quality',
      'credits',
      'missing',
    ]),
  ).toEqual({
    fine: '1 1 notAssessed notAssessed 0 2.000000000000 0.500000 0',
    one: '2 2 1 1 1 8.000000000000 2.500000 0',
    two: '3 2 2 1 2 8.000000000000 3.000000 0',
    art: '2 notAssessed 1 2 0 8.000000000000 2.500000 0',
    again: '1 1 notAssessed notAssessed 0 2.000000000000 1.000000 0',
    other: '1 notAssessed 1 notAssessed 0 2.000000000000 1.000000 0',
    avg2: '1 notAssessed notAssessed 1 0 2.000000000000 1.000000 0',
    below2: '2 notAssessed notAssessed 1 0 2.500000000000 1.500000 0',
    avg1: '2 notAssessed notAssessed 1 0 0.500000000000 0.500000 0',
    below1: '3 notAssessed notAssessed 1 0 0.500000000000 1.000000 0',
    work: '2 notAssessed notAssessed 1 0 null null 5',
    well: '3 2 3 notAssessed 0 null null 0',
    none: 'noData notAssessed notAssessed notAssessed 0 null null 0',
  });
});

test('ninth grade: half of five courses after one semester, also for who recovers early in the next', async () => {
  const courses = (student: string, codes: readonly string[]) =>
    codes.map((code) => course(student, '2026 S1', `${code}9`, 'C'));
  const files = {
    'schoolEnrollments.csv': csv(
      'studentSourcedId,schoolSourcedId,entryDate,exitWithdrawDate,gradeLevel,firstNinthGradeYear',
      ['on,', 'off,', 'early,', 'repeats,'].map((id) => `${id}north,2025-08-18,,09,${id === 'repeats,' ? 2025 : 2026}`),
    ),
    ...sessions,
    'courseTranscripts.csv': csv(TRANSCRIPT, [
      ...courses('on', ['ENG', 'MAT', 'SCI', 'SOC', 'CTE']),
      ...courses('off', ['ENG', 'MAT', 'SCI', 'SOC']),
      ...courses('early', ['ENG', 'MAT', 'SCI', 'SOC']),
      course('early', '2026 S1', 'CTE9', 'F'),
      course('early', '2026 S2', 'CTE9', 'A'),
      ...courses('repeats', ['ENG', 'MAT', 'SCI', 'SOC']),
    ]),
  };
  expect(await ask(sqlOf('academics'), files, ['tier', 'ninth_grade_credits', 'is_on_track'])).toEqual({
    on: '1 2.500000 true',
    off: '2 2.000000 false',
    early: '1 2.500000 true',
    repeats: '1 null null',
  });
});

test('credits: one course behind exactly, in total and in an area, by terms since ninth grade', async () => {
  const codes = ['ENG', 'MAT', 'SCI', 'SOC', 'CTE', 'MIS'];
  const term = (student: string, name: string, grade: number, failed: readonly string[] = []) =>
    codes.map((code) => course(student, name, `${code}${grade}`, failed.includes(code) ? 'F' : 'C'));
  const year = (student: string, failed: readonly string[] = []) => [
    ...term(student, '2025 S1', 9),
    ...term(student, '2025 S2', 9, failed),
    ...term(student, '2026 S1', 10),
  ];
  const files = {
    ...enrolled('on', 'half', 'one', 'two', 'empty'),
    ...sessions,
    // Nine credits of 24 are due after three terms of eight; English is due after as many: 4 − 5 ÷ 2.
    'courseTranscripts.csv': csv(TRANSCRIPT, [
      ...year('on'),
      ...year('half', ['MIS']),
      ...year('one', ['MIS', 'CTE']),
      ...year('two', ['MIS', 'CTE', 'SCI', 'SOC']),
    ]),
  };
  expect(await ask(sqlOf('graduation'), files, ['tier', 'earned', 'due', 'term'])).toEqual({
    on: '1 9.000000 72.000000 3',
    half: '1 8.500000 72.000000 3',
    one: '2 8.000000 72.000000 3',
    two: '3 7.000000 72.000000 3',
    empty: 'noData null null null',
  });
});

test('pathways: a participant whose next course neither runs nor is asked for is off track', async () => {
  const cte = (student: string, rest: string) => `${student},CTE,2025-08-18,${rest}`;
  const done = (student: string, grade: number, year: number) =>
    ['S1', 'S2'].map((semester) => course(student, `${year} ${semester}`, `CTE${grade}`, 'C'));
  const files = {
    ...enrolled('off', 'runs', 'asks', 'other', 'unlisted', 'ended', 'none'),
    ...sessions,
    'programs.csv': csv('studentSourcedId,programType,beginDate,careerPathway,endDate', [
      ...['off', 'runs', 'asks', 'other'].map((student) => cte(student, 'Health Science,')),
      cte('unlisted', 'Welding,'),
      cte('ended', 'Health Science,2026-03-05'),
    ]),
    'courseTranscripts.csv': csv(TRANSCRIPT, [
      ...['off', 'runs', 'asks', 'other', 'unlisted'].flatMap((student) => done(student, 10, 2025)),
      course('runs', '2026 S2', 'CTE11', ''),
      course('other', '2026 S2', 'CTE12', ''),
      course('unlisted', '2026 S2', 'CTE12', ''),
    ]),
    'courseRequests.csv': csv('studentSourcedId,schoolYear,courseCode', ['asks,2027,CTE11', 'off,2028,CTE11']),
  };
  const both = { table: 'cte_tiers', statements: graduationThenCte };
  expect(await ask(both, files, ['tier', 'done'])).toEqual({
    off: '2 1',
    runs: '1 1',
    asks: '1 1',
    other: '2 1',
    unlisted: '1 1',
    ended: 'notApplicable null',
    none: 'notApplicable null',
  });
});

/** Pathways go by the credits of graduation. */
const graduationThenCte: Sql['statements'] = (year, of) =>
  ['graduation', 'ctePathway'].flatMap((domain) => sqlOf(domain).statements(year, of));
