import { readyMade, resolveMapping } from '../../../../infra/mappings.ts';
import type { Diagnostic } from '../../../../shared/domain/diagnostic.ts';
import { contentsOf } from '../../../../shared/sis/drop/contents.ts';
import type { DropFile } from '../../../../shared/sis/drop/source.ts';
import { codeMapsOf } from '../../../../shared/sis/mapping/codeMaps.ts';
import { readJoins } from '../../../../shared/sis/mapping/joins.ts';
import type { Mapping } from '../../../../shared/sis/mapping/mapping.ts';
import { parseFile } from '../../../../shared/sis/parse/parseFile.ts';
import { type Cell, MemoryBuilder } from '../../sis/memoryBuilder.ts';

/** The files of an export by their names, as their bytes or in UTF-8. */
export type Export = Readonly<Record<string, string | Uint8Array>>;

export interface ReadExport {
  /** Rows of each table by its name, in the order of the files. */
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>;
  /** `file:line column code` of what was rejected, `file code` of notices. */
  readonly rejects: readonly string[];
  readonly notices: readonly string[];
}

/** A ready-made mapping, with what a district adds to it. */
export function mappingOf(name: string, own: object = {}): Mapping {
  const resolved = resolveMapping({ ...own, extends: name });
  if ('errors' in resolved) throw new Error(JSON.stringify(resolved.errors));
  if (readyMade(name) === undefined) throw new Error(`there is no ready-made mapping ${name}`);
  return resolved.mapping;
}

/** Reads every file of an export into the rows of its tables, as the ingest does. */
export async function readExport(mapping: Mapping, files: Export): Promise<ReadExport> {
  const all = Object.entries(files).map(([name, content]) => dropFile(name, content));
  const diagnostics: Diagnostic[] = [];
  const rows: Record<string, Readonly<Record<string, Cell>>[]> = {};
  const contents = contentsOf(Object.keys(files), mapping);
  for (const { spec, sources } of contents.tables) {
    const builder = new MemoryBuilder(spec.table);
    for (const { fileName, mapping: file } of sources) {
      const joins = file ? await readJoins(file, all) : [];
      const codes = codeMapsOf(spec.name, undefined, file);
      await parseFile({
        spec,
        version: '1.2',
        mode: file?.mode ?? 'bulk',
        chunks: all.find(({ name }) => name === fileName)!.open(),
        builder,
        context: { mapping: file, joins, codes, instructionalMinutes: () => undefined },
        report: (diagnostic) => diagnostics.push(diagnostic),
        file: fileName,
      });
    }
    rows[spec.name] = builder.rows.map(({ cells }) => cells);
  }
  const of = (severity: string) => diagnostics.filter((diagnostic) => diagnostic.severity === severity);
  return {
    rows,
    rejects: of('rejected').map(({ file, line, column, code }) => `${file}:${line} ${column ?? ''} ${code}`),
    notices: [...contents.diagnostics, ...of('notice')].map(({ file, code }) => `${file} ${code}`),
  };
}

function dropFile(name: string, content: string | Uint8Array): DropFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += 11) yield bytes.slice(at, at + 11);
    },
  };
}

/** Lines as one file. */
export const lines = (...rows: readonly string[]): string => `${rows.join('\r\n')}\r\n`;

/** Text in CP1252, as far as Latin-1 goes. */
export const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Exports in each format, made up: quotes, encodings and traps as the systems write them. */
export const POWERSCHOOL: Export = {
  'SCHOOLS.csv': lines('ID,School_Number,Name', '11,201,Lincoln Elementary'),
  'STUDENTS.csv': lines(
    'DCID,ID,Student_Number,First_Name,Middle_Name,Last_Name,SchoolID,EntryDate,EntryCode,ExitDate,Grade_Level,Enroll_Status',
    '901,71,5001,Avery,,Ruiz,201,08/26/2024,E1,06/07/2025,0,0',
    '902,72,5002,Noor,A.,"Haddad, Jr.",201,08/26/2024,E1,06/07/2025,3,0',
  ),
  'REENROLLMENTS.csv': lines(
    'ID,StudentID,SchoolID,EntryDate,EntryCode,ExitDate,Grade_Level',
    '1,72,201,08/28/2023,E1,06/08/2024,2',
  ),
  'CALENDAR_DAY.csv': lines(
    'SchoolID,Date_Value,InSession',
    '201,09/02/2024,0',
    '201,09/03/2024,1',
    '201,09/04/2024,1',
  ),
  'ATTENDANCE_CODE.csv': lines(
    'ID,SchoolID,YearID,Att_Code,Description,Presence_Status_CD',
    '1,201,34,,Present,Present',
    '2,201,34,A,"Absent, unexcused",Absent',
    '3,201,34,ZZ,Something else,Absent',
  ),
  'ATTENDANCE.csv': lines(
    'ID,StudentID,SchoolID,Att_Date,Att_Mode_Code,Attendance_CodeID,Att_Comment',
    '1,71,201,09/03/2024,ATT_ModeDaily,2,"He said ""flu"""',
    '2,72,201,09/03/2024,ATT_ModeDaily,1,',
    '3,72,201,09/03/2024,ATT_ModeMeeting,2,',
    '4,72,201,09/04/2024,ATT_ModeDaily,3,',
    '5,72,201,09/04/2024,ATT_ModeDaily,9,',
  ),
  'STOREDGRADES.csv': lines(
    'StudentID,TermID,StoreCode,Course_Number,Course_Name,PotentialCrHrs,EarnedCrHrs,Grade,Percent,Credit_Type,Grade_Level,ExcludeFromGPA,ExcludeFromGraduation,SchoolID,SchoolName',
    '72,3400,Y1,MA101,Algebra I,1,1,B+,88.5,MATH,9,0,0,201,Lincoln',
    '72,3401,S1,EN9,English 9,0.5,0,F,41,ENG,9,0,0,201,Lincoln',
  ),
};

export const ASPEN: Readonly<Record<string, Uint8Array>> = {
  'school.csv': latin1(lines('SKL_OID,SKL_SCHOOL_ID,SKL_SCHOOL_NAME', '"SKL0001","012","Lincoln \\"North\\" School"')),
  'student.csv': latin1(
    lines(
      'STD_OID,STD_ID_LOCAL,STD_ID_STATE,STD_NAME_VIEW,STD_GRADE_LEVEL',
      '"STD0001","5001",NULL,"Ruiz, Zo\xeb","03"',
      '"STD0002","5002","9100002","O\x92Neil, Pat","04"',
    ),
  ),
  'student_attendance.csv': latin1(
    lines(
      'ATT_OID,ATT_STD_OID,ATT_SKL_OID,ATT_DATE,ATT_CODE_VIEW,ATT_ABSENT_IND,ATT_EXCUSED_IND,ATT_TARDY_IND,ATT_DISMISSED_IND,ATT_PORTION_ABSENT,ATT_REASON_CODE,ATT_COMMENT',
      '"ATT1","STD0001","SKL0001",2024-09-03,"A","1","0","0","0",1.000,NULL,"mother: \\"sick\\"\\\r\ncalled"',
      '"ATT2","STD0002","SKL0001",2024-09-03,"T E","0","1","1","0",0.000,"Bus",NULL',
      '"ATT3","STD0002","SKL0001",2024-09-04,"D","0","0","0","1",0.500,NULL,NULL',
      '"ATT4","STD0009","SKL0001",2024-09-04,"A","1","0","0","0",1.000,NULL,NULL',
    ),
  ),
};
