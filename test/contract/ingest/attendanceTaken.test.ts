import { describe, expect, it } from 'vitest';
import { dropReport } from '../../../shared/store/drops.ts';
import { readCoverage, readReach } from '../../../shared/store/editions.ts';
import type { DropRecord } from '../../../shared/store/entities.ts';
import { type TestDistrict, withManifest } from './district.ts';
import { eachInADistrict } from './districtOfTest.ts';
import { at, EVENTS, SCHOOL_DAYS, wholeDrop } from './files.ts';

let district: TestDistrict;
eachInADistrict((fresh) => {
  district = fresh;
});

/** Rows as `school,date,complete`. */
const takenCsv = (...rows: readonly string[]) => `${['schoolSourcedId,date,complete', ...rows].join('\n')}\n`;
const until = (last: string) => SCHOOL_DAYS.filter((day) => day <= last);
const takenUntil = (school: string, last: string) => until(last).map((day) => `${school},${day},`);

describe('coverage of a drop with attendanceTaken.csv', () => {
  it('is the last day a school took attendance for; other schools go by the calendar', async () => {
    const files = { ...wholeDrop(EVENTS), 'attendanceTaken.csv': takenCsv(...takenUntil('A', '2022-02-24')) };
    await district.sendZip('one', withManifest(files, { generatedAt: at(1) }));
    expect(await readCoverage()).toEqual({ A: '2022-02-24', B: '2022-03-01' });
  });

  it('moves on when attendance is taken later than the events were sent, and not past those', async () => {
    await district.sendZip(
      'one',
      withManifest(
        { ...wholeDrop(EVENTS), 'attendanceTaken.csv': takenCsv(...takenUntil('A', '2022-02-24')) },
        { generatedAt: at(1) },
      ),
    );
    district.waitUntil('2022-03-04T01:00:00Z');
    const later = { 'attendanceTaken.csv': takenCsv(...takenUntil('A', '2022-03-03')) };
    await district.sendZip('two', withManifest(later, { generatedAt: '2022-03-04T01:00:00Z' }));
    expect(await readCoverage()).toEqual({ A: '2022-03-01', B: '2022-03-01' });
  });

  it('does not count an unfinished day', async () => {
    const rows = [...takenUntil('A', '2022-02-28'), 'A,2022-03-01,false'];
    const files = { ...wholeDrop(EVENTS), 'attendanceTaken.csv': takenCsv(...rows) };
    await district.sendZip('one', withManifest(files, { generatedAt: at(1) }));
    expect((await readCoverage())['A']).toBe('2022-02-28');
  });
});

describe('several drops a day', () => {
  const morning = '2022-03-02T16:00:00Z';
  const evening = '2022-03-03T01:00:00Z';

  it('of the morning do not close the day, those of the evening do', async () => {
    await district.sendZip('one', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
    district.waitUntil(morning);
    await district.sendZip('two', withManifest(wholeDrop(EVENTS), { generatedAt: morning }));
    expect(await readCoverage()).toEqual({ A: '2022-03-01', B: '2022-03-01' });
    district.waitUntil(evening);
    await district.sendZip('three', withManifest(wholeDrop(EVENTS), { generatedAt: evening }));
    expect(await readCoverage()).toEqual({ A: '2022-03-02', B: '2022-03-02' });
  });

  it('of one school move that school on alone, and are remembered by file and school', async () => {
    await district.sendZip('one', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
    const ofA =
      'studentSourcedId,schoolSourcedId,date,category,status,dateLastModified\n' +
      'A-1,A,2022-03-02,Excused Absence,active,2022-03-02T20:00:00Z\n';
    const files = { 'attendanceEvents.csv': ofA };
    district.waitUntil(evening);
    const drop = await district.sendZip(
      'two',
      withManifest(files, { generatedAt: evening, delta: ['attendanceEvents'] }),
    );
    expect(drop.status).toBe('published');
    const { coverage, schoolMarks } = await readReach();
    expect(coverage).toEqual({ A: '2022-03-02', B: '2022-03-01' });
    const [first, second] = ['2022-03-02T01:00:00.000Z', '2022-03-03T01:00:00.000Z'];
    expect(schoolMarks['attendanceEvents']).toEqual({ A: second, B: first });
    expect(schoolMarks['calendarDates']).toEqual({ A: first, B: first });
  });
});

describe('overlapping enrolments', () => {
  const header = 'studentSourcedId,schoolSourcedId,entryDate,exitWithdrawDate,exitWithdrawType';
  const noticesOf = async (drop: DropRecord) =>
    (await dropReport(district.lake, drop.reportKey ?? ''))?.diagnostics.filter(
      ({ code }) => code === 'enrollment.overlap',
    );
  const send = (...rows: readonly string[]) =>
    district.sendZip(
      'one',
      withManifest({ ...wholeDrop([]), 'schoolEnrollments.csv': `${[header, ...rows].join('\n')}\n` }),
    );

  it('are told once a file, with how many students and where they stand', async () => {
    const drop = await send(
      's1,A,2022-02-14,,',
      's2,A,2022-02-14,2022-02-20,Transferred',
      's2,B,2022-02-20,,',
      's1,B,2022-02-21,,',
      's3,A,2022-02-14,,',
      's3,B,2022-02-14,2022-02-14,No show',
      's4,A,2022-02-14,2022-03-01,Transferred',
      's4,B,2022-02-28,,',
    );
    const found = await noticesOf(drop);
    expect(found).toMatchObject([{ severity: 'notice', file: 'schoolEnrollments.csv', line: 2, column: 'entryDate' }]);
    expect(found?.[0]?.message).toContain('2 students are enrolled more than once on the same days');
    expect(found?.[0]?.message).toContain('Lines 2, 5, 8, 9.');
    expect(found?.[0]?.message).not.toMatch(/s1|s4/);
  });

  it('are not told of other school years, nor where there are none', async () => {
    expect(
      await noticesOf(
        await send(
          's1,A,2019-09-01,2020-06-01,Transferred',
          's1,B,2020-01-01,2020-06-01,Transferred',
          's1,A,2022-02-14,,',
        ),
      ),
    ).toEqual([]);
  });
});
