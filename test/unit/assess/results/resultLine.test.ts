import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonBytes } from '../../../../shared/assess/results/jsonBytes.ts';
import { readResultLine } from '../../../../shared/assess/results/readResultLine.ts';
import { writeResult } from '../../../../shared/assess/results/resultLine.ts';
import { formatDay } from '../../../../shared/domain/calendar/day.ts';
import { studentId } from '../../../../shared/domain/identity.ts';
import type { AssessedTier, DomainOutcome, Reason, StudentResult } from '../../../../shared/domain/tiers/result.ts';
import { everyDomain } from '../domains.ts';

const out = new JsonBytes();
const resultLine = (result: StudentResult<DomainOutcome>): string => {
  out.clear();
  writeResult(out, result);
  return new TextDecoder().decode(out.written());
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const detail = fc.oneof(
  fc.record({ rule: fc.string(), missed: fc.constantFrom('3', '5/2'), tier: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ rule: fc.string(), missed: fc.string() }),
  fc.record({ missed: fc.string(), rule: fc.string(), tier: fc.string() }),
  fc.constant({ excused: '1', unexcused: '0', medical: '5/2', outOfSchoolSuspension: '0' }),
  fc.record({ school: fc.string(), counted: fc.boolean() }),
  fc.constant({}),
);

/** Members in the order in which every rule gives them; those that are absent are not there at all. */
const reason: fc.Arbitrary<Reason> = fc
  .tuple(
    fc.constantFrom('absenceRate', 'absencesByKind', 'tardies', 'daysAtSchool'),
    fc.record({
      value: maybe(fc.string()),
      cutPoint: maybe(fc.constantFrom('10/100', '')),
      dates: maybe(fc.array(fc.integer({ min: 0, max: 40_000 }).map(formatDay), { maxLength: 6 })),
      rows: maybe(
        fc.array(
          fc.record({
            drop: fc.constantFrom('a', 'b', 'with "quotes"'),
            file: fc.constantFrom('attendanceEvents', 'other'),
            line: fc.nat(),
          }),
          { maxLength: 8 },
        ),
      ),
      moreRows: maybe(fc.integer({ min: 1, max: 1_000 })),
      detail: maybe(detail),
      items: maybe(fc.array(fc.string(), { maxLength: 3 })),
    }),
  )
  .map(([code, rest]) => {
    const there = Object.entries(rest).filter(([, value]) => value !== undefined);
    return { code, ...(Object.fromEntries(there) as Omit<Reason, 'code'>) };
  });

const tier = fc.constantFrom<AssessedTier[]>(1, 2, 3, 'notAssessed');

const domainOutcome: fc.Arbitrary<DomainOutcome> = fc
  .record({
    tier,
    computed: maybe(fc.record({ tier })),
    reasons: fc.array(reason, { maxLength: 5 }),
    flags: fc.array(fc.string(), { maxLength: 3 }),
    asOf: maybe(fc.constant('2026-11-20')),
    thresholds: fc.string(),
    subDomains: maybe(
      fc.tuple(tier, tier).map(([literacy, mathematics]) => [
        { name: 'literacy', tier: literacy },
        { name: 'mathematics', tier: mathematics },
      ]),
    ),
  })
  .map((outcome) => {
    const there = Object.entries(outcome).filter(([, value]) => value !== undefined);
    return Object.fromEntries(there) as unknown as DomainOutcome;
  });

const studentResult: fc.Arbitrary<StudentResult<DomainOutcome>> = fc
  .record({
    sourcedId: fc.string().map(studentId),
    school: maybe(fc.string()),
    attendance: domainOutcome,
    others: domainOutcome,
  })
  .map(({ sourcedId, school, attendance, others }) => ({
    sourcedId,
    ...(school !== undefined && { school }),
    domains: everyDomain(attendance, others),
  }));

describe('a line of a run’s results', () => {
  it('is read as the result it was written for, byte for byte of its JSON', () => {
    fc.assert(
      fc.property(studentResult, (result) => {
        const line = resultLine(result);
        expect(line).not.toContain('\n');
        expect(JSON.stringify(readResultLine(line))).toBe(JSON.stringify(result));
      }),
      { numRuns: 500 },
    );
  });

  it('names a drop once, however many of its rows a student has', () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({
      drop: 'drop-1',
      file: 'attendanceEvents',
      line: 931 + index,
    }));
    const reasons = [
      { code: 'absenceRate', rows },
      { code: 'tardies', rows },
    ];
    const attendance = { tier: 2, reasons, flags: [], thresholds: 'v1' } as const;
    const line = resultLine({
      sourcedId: studentId('s1'),
      domains: everyDomain<DomainOutcome>(attendance, {
        tier: 'notAssessed',
        reasons: [],
        flags: [],
        thresholds: 'v1',
      }),
    });
    expect(line.split('drop-1')).toHaveLength(2);
    expect(line.length).toBeLessThan(800);
  });

  it('says nothing of a domain that was not assessed yet when it was written', () => {
    const attendance = '{"tier":1,"flags":[],"thresholds":"v","reasons":[]}';
    const { domains } = readResultLine(`{"sourcedId":"s1","domains":{"attendance":${attendance}},"sources":[]}`);
    expect(domains).toEqual({ attendance: { tier: 1, reasons: [], flags: [], thresholds: 'v' } });
  });
});
