import { beforeEach, describe, expect, it } from 'vitest';
import { dropReport } from '../../../shared/store/drops.ts';
import type { DropRecord } from '../../../shared/store/entities.ts';
import { type Files, type TestDistrict, withManifest } from './district.ts';
import { eachInADistrict } from './districtOfTest.ts';
import { at, orgsCsv } from './files.ts';

let district: TestDistrict;
eachInADistrict((fresh) => {
  district = fresh;
});

const usersCsv = (...ids: readonly string[]) =>
  `sourcedId,givenName,familyName\n${ids.map((id) => `${id},A,B`).join('\n')}\n`;
const enrollmentsOf = (...students: readonly string[]) =>
  `studentSourcedId,schoolSourcedId,entryDate\n${students.map((id) => `${id},A,2022-02-14`).join('\n')}\n`;

let hour = 0;
const send = (files: Files) => district.sendZip(`d${hour}`, withManifest(files, { generatedAt: at(++hour % 24) }));
const referencesIn = async (drop: DropRecord) =>
  (await dropReport(district.lake, drop.reportKey ?? ''))?.diagnostics.flatMap(({ code, file, column, line }) =>
    code.startsWith('reference.') ? [[code, file, column, line]] : [],
  );

describe('a row that names a record which is not there', () => {
  beforeEach(() => {
    hour = 0;
  });

  it('is kept and told, and a later drop that brings the record cures it', async () => {
    const drop = await send({
      'orgs.csv': orgsCsv(['A']),
      'users.csv': usersCsv('S1'),
      'schoolEnrollments.csv': enrollmentsOf('S1', 'S2'),
    });
    expect(drop.status).toBe('published');
    expect(await referencesIn(drop)).toEqual([
      ['reference.missing_target_record', 'schoolEnrollments.csv', 'studentSourcedId', 3],
    ]);
    const again = await send({ 'users.csv': usersCsv('S1', 'S2'), 'schoolEnrollments.csv': enrollmentsOf('S1', 'S2') });
    expect(await referencesIn(again)).toEqual([]);
    expect(again.files?.find(({ file }) => file === 'schoolEnrollments.csv')).toMatchObject({ rows: 2, unchanged: 2 });
  });

  it('finds it in the edition when the drop does not carry that file', async () => {
    await send({ 'orgs.csv': orgsCsv(['A']), 'users.csv': usersCsv('S1') });
    const drop = await send({ 'schoolEnrollments.csv': enrollmentsOf('S1', 'S2') });
    expect(await referencesIn(drop)).toEqual([
      ['reference.missing_target_record', 'schoolEnrollments.csv', 'studentSourcedId', 3],
    ]);
  });

  it('is told by the file when that has never come, column by column', async () => {
    expect(await referencesIn(await send({ 'schoolEnrollments.csv': enrollmentsOf('S1') }))).toEqual([
      ['reference.missing_target_file', 'schoolEnrollments.csv', 'studentSourcedId', 2],
      ['reference.missing_target_file', 'schoolEnrollments.csv', 'schoolSourcedId', 2],
    ]);
  });
});
