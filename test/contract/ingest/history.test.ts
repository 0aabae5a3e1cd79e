import { beforeEach, describe, expect, it } from 'vitest';
import { formatDay } from '../../../shared/domain/calendar/day.ts';
import { openTable } from '../../../shared/lake/reader.ts';
import { dayAt, stringAt } from '../../../shared/lake/rows.ts';
import type { FileSpec } from '../../../shared/sis/fileSpec.ts';
import { attendanceEventsFile } from '../../../shared/sis/files/attendanceEvents.ts';
import { schoolEnrollmentsFile } from '../../../shared/sis/files/schoolEnrollments.ts';
import { currentEdition, readCoverage } from '../../../shared/store/editions.ts';
import { type Files, fileOf, storedEvents, type TestDistrict, withManifest } from './district.ts';
import { eachInADistrict } from './districtOfTest.ts';
import { at, attendanceCsv, EVENTS, orgsCsv, wholeDrop } from './files.ts';

let district: TestDistrict;
eachInADistrict((fresh) => {
  district = fresh;
});
beforeEach(async () => {
  await district.sendZip('now', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
});

/** A school year before this one, as it was exported: who was there then was there without an end. */
const yearBefore = (year: number): Files => ({
  'orgs.csv': orgsCsv(['A']),
  'schoolEnrollments.csv': [
    'studentSourcedId,schoolSourcedId,entryDate,exitWithdrawDate',
    `A-0,A,${year - 1}-08-20,`,
    `left,A,${year - 1}-08-20,`,
    `moved,A,${year - 1}-08-20,${year}-01-15`,
    '',
  ].join('\n'),
  'attendanceEvents.csv': attendanceCsv([`A-0,A,${year - 1}-10-05,Tardy`, `left,A,${year}-03-05,Excused Absence`]),
});

const load = (year: number, name = `${year}`, generatedAt = at(3)) =>
  district.sendZip(name, withManifest(yearBefore(year), { generatedAt, more: [`waymark.schoolYear,${year}`] }));

async function rowsOf(spec: FileSpec, ...columns: readonly string[]): Promise<readonly string[]> {
  const edition = await currentEdition();
  if (!edition) return [];
  const table = await openTable(district.lake, edition, spec.table);
  return Array.from({ length: table.rowCount }, (_, row) =>
    columns
      .map((name) => {
        if (spec.table.columns.find((column) => column.name === name)?.kind === 'string')
          return stringAt(table.strings(name), row) ?? '';
        const day = dayAt(table.ints(name), row);
        return day === undefined ? '' : formatDay(day);
      })
      .join(),
  );
}
const thisYears = async () => ({
  orgs: (await currentEdition())?.tables['orgs'],
  events: (await rowsOf(attendanceEventsFile, 'studentSourcedId', 'date', 'category')).filter((row) =>
    row.includes('2022-0'),
  ),
  open: (await rowsOf(schoolEnrollmentsFile, 'studentSourcedId', 'entryDate', 'exitWithdrawDate')).filter((row) =>
    row.endsWith(','),
  ),
  coverage: await readCoverage(),
});

describe('drops for earlier school years', () => {
  it('load beside this year and change nothing of it', async () => {
    const before = await thisYears();
    for (const year of [2019, 2021, 2020]) expect((await load(year)).status).toBe('published');
    expect(await thisYears()).toEqual(before);
    expect(await storedEvents(district)).toBe(100 + 6);
    expect(await rowsOf(schoolEnrollmentsFile, 'studentSourcedId', 'entryDate', 'exitWithdrawDate')).toEqual(
      expect.arrayContaining(['left,2018-08-20,2019-07-31', 'moved,2020-08-20,2021-01-15']),
    );
  });

  it('do nothing when they are sent again', async () => {
    await load(2021);
    const edition = await currentEdition();
    expect(await load(2021, 'again', at(4))).toMatchObject({ status: 'unchanged' });
    expect(await currentEdition()).toEqual(edition);
  });

  it('leave an enrolment alone that reaches into this year', async () => {
    const files = {
      'schoolEnrollments.csv':
        'studentSourcedId,schoolSourcedId,entryDate,exitWithdrawDate\nA-0,A,2022-02-14,2022-02-20\nA-1,A,2020-08-20,\n',
    };
    const before = await thisYears();
    const drop = await district.sendZip(
      'old',
      withManifest(files, { generatedAt: at(3), more: ['waymark.schoolYear,2021'] }),
    );
    expect(fileOf(drop, 'schoolEnrollments.csv')).toMatchObject({ rows: 2, accepted: 1, unchanged: 1, removed: 0 });
    expect(drop.diagnosticCounts).toMatchObject({ 'schoolYear.later_year_kept': 1, 'schoolYear.open_span_closed': 1 });
    expect((await thisYears()).open).toEqual(before.open);
  });

  it('were generated in that year and are not too old for it', async () => {
    const drop = await load(2021, 'old export', '2021-06-20T12:00:00Z');
    expect(drop.status).toBe('published');
    expect(drop.diagnosticCounts).toMatchObject({ 'schoolYear.not_read': 1 });
    expect((await currentEdition())?.tables['attendanceEvents']).toMatchObject({
      generatedAt: '2022-03-02T01:00:00.000Z',
      rows: 102,
    });
    expect((await load(2021, 'older export', '2021-06-19T12:00:00Z')).status).toBe('superseded');
  });

  it('do not keep this year’s next drop out', async () => {
    await load(2021, 'history', at(5));
    const next = await district.sendZip('next', withManifest(wholeDrop(EVENTS.slice(1)), { generatedAt: at(4) }));
    expect(next).toMatchObject({ status: 'published' });
    expect(await storedEvents(district)).toBe(99 + 2);
  });
});
