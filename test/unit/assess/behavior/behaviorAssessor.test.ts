import { describe, expect, it } from 'vitest';
import { behaviorAssessor } from '../../../../shared/assess/behavior/behaviorAssessor.ts';
import { assessmentInputs } from '../../../../shared/assess/students/assessStudents.ts';
import { formatDay, parseDay } from '../../../../shared/domain/calendar/day.ts';
import type { ThresholdSet } from '../../../../shared/tenant/thresholds.ts';
import { sampleTenant } from '../../http/tenant.ts';
import type { SampleRow } from '../../lake/tableOf.ts';
import { coveredTo, type DistrictRows, districtRows, districtTables, schoolDays } from '../sampleDistrict.ts';

const DAYS = schoolDays(60);
const AS_OF = DAYS.at(-1)!;
const dayBefore = (day: string) => formatDay(parseDay(day)! - 1);

const STUDENTS = [
  { id: 's1', school: 'north', absences: 0 },
  { id: 's2', school: 'north', absences: 0 },
  { id: 's3', school: 'south', absences: 0 },
  { id: 's4', school: 'south', absences: 0, exitWithdrawDate: DAYS[20]! },
  { id: 's5', school: 'south', absences: 0, exitWithdrawDate: DAYS[20]! },
  { id: 's6', school: 'south', absences: 0, exitWithdrawDate: AS_OF },
];

const row = (student: string, changes: SampleRow = {}): SampleRow => ({
  incidentId: `${student}-1`,
  studentSourcedId: student,
  schoolSourcedId: 'north',
  date: DAYS[3]!,
  behavior: 'Fighting',
  participationCode: 'Perpetrator',
  incidentLevel: 'major',
  ...changes,
});

function inputsOf(incidents: readonly SampleRow[], change: (rows: DistrictRows) => void = () => {}, asOf = AS_OF) {
  const rows = districtRows(STUDENTS);
  rows.behaviorIncidents.push(...incidents);
  change(rows);
  return assessmentInputs(districtTables(rows), coveredTo(asOf), sampleTenant().tenant, parseDay(asOf)!);
}

/** Results by student. */
function assess(...given: Parameters<typeof inputsOf>) {
  const inputs = inputsOf(...given);
  const assessor = behaviorAssessor(inputs);
  return Object.fromEntries(inputs.students.ids.map((id, student) => [id, assessor.assess(student)]));
}

describe('behavior of a district', () => {
  it('is assessed from the rows of each student', () => {
    const results = assess([
      row('s1'),
      row('s1', { incidentId: 's1-2', date: DAYS[3]! }),
      row('s2', {
        ...{ incidentLevel: 'minor', disciplineAction: 'OSS', actionType: 'out-of-school suspension' },
        ...{ actionLengthDays: '2.5', actionStartDate: DAYS[4]! },
      }),
      row('s2', {
        ...{ incidentLevel: 'minor', disciplineAction: 'ISS', actionType: 'in-school suspension' },
        actionLengthDays: '0.5',
      }),
    ]);
    expect(results['s1']).toMatchObject({
      tier: 2,
      thresholds: 'field-1',
      asOf: AS_OF,
      reasons: [
        {
          ...{ code: 'majorIncidents', value: '2', cutPoint: '2', dates: [DAYS[3]], items: ['Fighting'] },
          rows: [
            { drop: 'drop-1', file: 'behaviorIncidents', line: 2 },
            { drop: 'drop-1', file: 'behaviorIncidents', line: 3 },
          ],
        },
        { code: 'recentIncidents', value: '0', detail: { schoolDays: 45, from: DAYS[15], to: AS_OF } },
      ],
    });
    expect(results['s2']).toMatchObject({
      tier: 3,
      reasons: [
        { code: 'suspensionDays', value: '3', detail: { inSchool: '1/2', outOfSchool: '5/2', withoutLength: 0 } },
        { code: 'suspensions', value: '2' },
        { code: 'majorIncidents', value: '0' },
        { code: 'minorIncidents', value: '1' },
        {},
      ],
    });
  });

  it('shares one frozen result between all of whom nothing is known and who are judged alike', () => {
    const results = assess([row('s1')]);
    expect(results['s2']).toMatchObject({ tier: 1, flags: [], reasons: [{ code: 'majorIncidents', value: '0' }] });
    expect(results['s3']).toBe(results['s2']);
    expect(results['s4']).toBe(results['s5']);
    expect(results['s4']).toMatchObject({ tier: 1, flags: ['exited'], asOf: dayBefore(DAYS[20]!) });
    expect(results['s6']).toMatchObject({ tier: 1, flags: ['exited'], asOf: dayBefore(AS_OF) });
    expect(Object.isFrozen(results['s3'])).toBe(true);
    expect(Object.isFrozen(results['s3']?.reasons[0])).toBe(true);
  });

  it('gives a victim the result of a student of whom no row came', () => {
    const results = assess([row('s1'), row('s2', { participationCode: 'Victim' })]);
    expect(results['s2']).toEqual(results['s3']);
  });

  it('is noData for all until the district has sent an incident of this school year, whoever it is about', () => {
    const lastYear = row('s1', { date: '2026-05-04' });
    const tiers = (...rows: SampleRow[]) => Object.values(assess(rows)).map(({ tier }) => tier);
    expect(tiers(lastYear)).toEqual(Array(6).fill('notAssessed'));
    expect(assess([lastYear])['s4']).toMatchObject({ reasons: [{ code: 'noData' }], flags: ['exited'] });
    expect(tiers(lastYear, row('stranger'))).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('knows of no row dated after the as-of day, not even that incidents came', () => {
    const rows = [row('s1', { date: DAYS[9]! })];
    expect(assess(rows, undefined, DAYS[8])['s1']?.tier).toBe('notAssessed');
    expect(assess(rows, undefined, DAYS[9])['s1']?.tier).toBe(1);
  });

  it('leaves who is enrolled nowhere unassessed', () => {
    const results = assess([row('s1')], (rows) => {
      rows.schoolEnrollments = rows.schoolEnrollments.filter(({ studentSourcedId }) => studentSourcedId !== 's1');
    });
    expect(results['s1']).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'notEnrolled' }] });
  });

  it('judges each student by the set that is theirs', () => {
    const inputs = inputsOf([row('s1')]);
    const strict: ThresholdSet = {
      ...inputs.thresholdsOf(0),
      version: 'strict',
      behavior: { ...inputs.thresholdsOf(0).behavior, tier2MajorIncidents: 1 },
    };
    const assessor = behaviorAssessor({
      ...inputs,
      thresholdsOf: (student) => (student % 2 === 0 ? strict : inputs.thresholdsOf(student)),
    });
    expect(assessor.assess(0)).toMatchObject({ tier: 2, thresholds: 'strict' });
    expect(assessor.assess(1)).toMatchObject({ tier: 1, thresholds: 'field-1' });
    expect(assessor.assess(2)).toMatchObject({ tier: 1, thresholds: 'strict' });
  });
});
