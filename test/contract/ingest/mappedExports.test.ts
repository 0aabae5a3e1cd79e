import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTable } from '../../../shared/lake/reader.ts';
import { stringAt } from '../../../shared/lake/rows.ts';
import { attendanceEventsFile } from '../../../shared/sis/files/attendanceEvents.ts';
import { currentEdition } from '../../../shared/store/editions.ts';
import { ASPEN, type Export, lines, mappingOf, POWERSCHOOL } from '../../unit/infra/mappings/export.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { fileOf, holdCodes, storedEvents, TestDistrict } from './district.ts';

let engine: DynamoEngine;

beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(() => engine.clear());

const manifest = (...targets: readonly string[]) =>
  lines(
    'propertyName,value',
    'manifest.version,1.0',
    'oneroster.version,1.2',
    ...targets.map((each) => `file.${each},bulk`),
  );

/** Puts an export into the bucket as a folder, and takes it in. */
async function send(district: TestDistrict, files: Export, ...targets: readonly string[]) {
  for (const [name, content] of Object.entries(files)) district.drops.write(`drops/sis/nightly/${name}`, content);
  const closing = district.drops.write('drops/sis/nightly/manifest.csv', manifest(...targets));
  return district.ingest(await district.announce(closing));
}

const POWERSCHOOL_TARGETS = [
  'orgs',
  'users',
  'schoolEnrollments',
  'calendarDates',
  'attendanceEvents',
  'courseTranscripts',
];
const powerschool = () =>
  mappingOf('powerschool', {
    codes: {
      attendanceEvents: {
        category: { A: { category: 'Unexcused Absence', portionOfDay: 1 }, ZZ: { category: 'Excused Absence' } },
      },
    },
  });
const attendance = (...rows: readonly string[]) =>
  lines('ID,StudentID,SchoolID,Att_Date,Att_Mode_Code,Attendance_CodeID,Att_Comment', ...rows);

const withoutItsLastRow = (file: Uint8Array) => file.subarray(0, Buffer.from(file).lastIndexOf('"ATT4"'));

describe('a district’s export through a mapping', () => {
  it('of PowerSchool becomes an edition; every row of its files is accounted for', async () => {
    const district = new TestDistrict({ mapping: powerschool() });
    const files = {
      ...POWERSCHOOL,
      'ATTENDANCE.csv': attendance('1,71,201,09/03/2024,ATT_ModeDaily,2,', '4,72,201,09/04/2024,ATT_ModeDaily,3,'),
    };
    const drop = await send(district, files, ...POWERSCHOOL_TARGETS);
    expect(drop).toMatchObject({ status: 'published', edition: 1 });
    expect(fileOf(drop, 'REENROLLMENTS.csv + STUDENTS.csv')).toMatchObject({ rows: 3, accepted: 3, rejected: 0 });
    expect(fileOf(drop, 'ATTENDANCE.csv')).toMatchObject({ rows: 2, accepted: 2, rejected: 0 });
    const events = await openTable(district.lake, (await currentEdition())!, attendanceEventsFile.table);
    const categories = events.strings('category');
    expect([0, 1].map((row) => stringAt(categories, row)).toSorted()).toEqual(['Excused Absence', 'Unexcused Absence']);
  });

  it('waits for the files that its rows are completed from, and is held without them', async () => {
    const district = new TestDistrict({ mapping: powerschool() });
    const { 'ATTENDANCE_CODE.csv': _, ...files } = POWERSCHOOL;
    const waiting = await send(district, files, ...POWERSCHOOL_TARGETS);
    expect(waiting.status).toBe('waiting');
    district.wait(61);
    expect(holdCodes(await district.ingest(waiting.dropId))).toEqual([
      ['folder.file_missing', 'ATTENDANCE_CODE.csv', undefined],
    ]);
  });

  it('is held when such a file cannot be used, and nothing of it is taken', async () => {
    const district = new TestDistrict({ mapping: powerschool() });
    const drop = await send(
      district,
      { ...POWERSCHOOL, 'ATTENDANCE_CODE.csv': lines('ID,Description', '2,x') },
      ...POWERSCHOOL_TARGETS,
    );
    expect(drop.status).toBe('held');
    expect(holdCodes(drop)).toEqual([['mapping.join_unusable', 'ATTENDANCE_CODE.csv', undefined]]);
    expect(await storedEvents(district)).toBe(0);
  });

  it('of Aspen becomes an edition beside companion files of our own', async () => {
    const district = new TestDistrict({ mapping: mappingOf('aspen') });
    const files = {
      ...ASPEN,
      'student_attendance.csv': withoutItsLastRow(ASPEN['student_attendance.csv']!),
      'schoolEnrollments.csv': lines(
        'studentSourcedId,schoolSourcedId,entryDate',
        '5001,012,2024-08-26',
        '5002,012,2024-08-26',
      ),
      'calendarDates.csv': lines(
        'schoolSourcedId,date,calendarEvent',
        '012,2024-09-03,instructionalDay',
        '012,2024-09-04,instructionalDay',
      ),
    };
    const drop = await send(district, files, 'orgs', 'users', 'schoolEnrollments', 'calendarDates', 'attendanceEvents');
    expect(drop).toMatchObject({ status: 'published' });
    expect(fileOf(drop, 'student_attendance.csv')).toMatchObject({ rows: 3, accepted: 3 });
    expect(await storedEvents(district)).toBe(3);
  });
});
