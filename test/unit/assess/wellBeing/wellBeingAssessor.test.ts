import { describe, expect, it } from 'vitest';
import { assessmentInputs } from '../../../../shared/assess/students/assessStudents.ts';
import { wellBeingAssessor } from '../../../../shared/assess/wellBeing/wellBeingAssessor.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { sampleTenant } from '../../http/tenant.ts';
import type { SampleRow } from '../../lake/tableOf.ts';
import { coveredTo, districtRows, districtTables, schoolDays } from '../sampleDistrict.ts';

const DAYS = schoolDays(60);
const AS_OF = DAYS.at(-1)!;

const STUDENTS = [
  { id: 's1', school: 'north', absences: 0 },
  { id: 's2', school: 'north', absences: 0 },
  { id: 's3', school: 'south', absences: 0 },
  { id: 's4', school: 'south', absences: 0, exitWithdrawDate: DAYS[20]! },
];

const row = (student: string, changes: SampleRow = {}): SampleRow => ({
  studentSourcedId: student,
  surveyId: 'fall',
  administrationDate: DAYS[10]!,
  construct: 'belonging',
  score: '1.5',
  scaleMinimum: '1',
  scaleMaximum: '5',
  consentBasis: 'parentConsent',
  ...changes,
});

function assess(responses: readonly SampleRow[], asOf = AS_OF, settings = sampleTenant().tenant.wellBeing) {
  const rows = districtRows(STUDENTS);
  rows.surveyResponses.push(...responses);
  const tenant = { ...sampleTenant().tenant, wellBeing: settings };
  const inputs = assessmentInputs(districtTables(rows), coveredTo(asOf), tenant, parseDay(asOf)!);
  const assessor = wellBeingAssessor(inputs);
  return Object.fromEntries(inputs.students.ids.map((id, student) => [id, assessor.assess(student)]));
}

describe('well-being of a district', () => {
  it('is assessed from the answers of each student, as exact as they were written', () => {
    const results = assess([
      row('s1'),
      row('s1', { construct: 'agency', score: '1.8' }),
      row('s2', { score: '1.800001' }),
      row('s3', { score: '4.2', higherIsBetter: 0 }),
    ]);
    expect(results['s1']).toMatchObject({
      tier: 2,
      flags: ['counselorReview'],
      thresholds: 'field-1',
      asOf: AS_OF,
      reasons: [
        { code: 'lowConstructs', value: '2', items: ['agency', 'belonging'] },
        { code: 'counselorReview', value: '2', cutPoint: '2' },
        {
          ...{ code: 'constructPosition', value: '1/5', items: ['agency'], dates: [DAYS[10]] },
          rows: [{ drop: 'drop-1', file: 'surveyResponses', line: 3 }],
        },
        { code: 'constructPosition', value: '1/8', items: ['belonging'] },
        { code: 'constructsAssessed', value: '2' },
      ],
    });
    expect(results['s2']).toMatchObject({ tier: 1, reasons: [{ code: 'lowConstructs', value: '0' }, {}] });
    expect(results['s3']).toMatchObject({ tier: 2 });
  });

  it('is noData for who has not answered, one frozen result for all who are judged alike', () => {
    const results = assess([row('s1')]);
    expect(results['s2']).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'noData' }], flags: [] });
    expect(results['s3']).toBe(results['s2']);
    expect(results['s4']).toMatchObject({ tier: 'notAssessed', flags: ['exited'] });
    expect(Object.isFrozen(results['s2'])).toBe(true);
  });

  it('knows of no answer without a basis of consent, and of none after the as-of day', () => {
    expect(assess([row('s1', { consentBasis: undefined })])['s1']?.tier).toBe('notAssessed');
    expect(assess([row('s1')], DAYS[9])['s1']?.tier).toBe('notAssessed');
    expect(assess([row('s1')], DAYS[10])['s1']?.tier).toBe(2);
  });

  it('takes the district’s word for answers in areas that PPRA protects', () => {
    const told = row('s1', { protectedCategory: 'mentalHealth', consentBasis: 'noticeAndOptOut' });
    expect(assess([told])['s1']).toMatchObject({
      tier: 'notAssessed',
      reasons: [{ code: 'noData' }, { code: 'consentNotEnough', value: '1' }],
    });
    expect(JSON.stringify(assess([told]))).not.toContain('mentalHealth');
    expect(assess([told], AS_OF, { protectedResponses: 'anyConsent' })['s1']?.tier).toBe(2);
  });
});
