import { expect, test } from 'vitest';
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
