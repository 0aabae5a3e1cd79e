import type { FileSpec } from '../../../../shared/sis/fileSpec.ts';
import { neededColumns } from '../../../../shared/sis/mapping/derivedColumns.ts';
import type { FileMapping } from '../../../../shared/sis/mapping/fileMapping.ts';
import { placeOf } from '../../../../shared/sis/mapping/joinTable.ts';
import type { Mapping } from '../../../../shared/sis/mapping/mapping.ts';
import { fits } from '../../../../shared/sis/mapping/sources.ts';
import { FILES } from '../../../../shared/sis/registry.ts';
import type { SniffedFile } from './sniff.ts';

/** Words under which other systems write a target column; compared without case, spaces and underscores. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  studentSourcedId: [
    'studentid',
    'studentnumber',
    'studentno',
    'stuid',
    'sid',
    'studentlocalid',
    'localid',
    'studentuniqueid',
    'pupilid',
  ],
  schoolSourcedId: ['schoolid', 'schoolnumber', 'schoolcode', 'school', 'siteid', 'schoolno', 'buildingid'],
  classSourcedId: ['classid', 'sectionid', 'section'],
  staffSourcedId: ['staffid', 'teacherid', 'employeeid'],
  date: ['attdate', 'attendancedate', 'absencedate', 'day', 'calendardate', 'eventdate', 'datevalue', 'incidentdate'],
  category: ['attcode', 'attendancecode', 'absencecode', 'code', 'attendancestatus', 'absencetype'],
  reason: ['comment', 'attcomment', 'reasoncode', 'note'],
  period: ['periodid', 'periodname', 'block'],
  portionOfDay: ['absentdaysequivalent', 'portionabsent', 'duration', 'dayfraction'],
  calendarEvent: ['insession', 'daytype', 'event', 'schoolday', 'calendarevents'],
  entryDate: ['entrydate', 'startdate', 'enrollmentstartdate', 'enrolldate', 'begindate', 'admitdate'],
  exitWithdrawDate: ['exitdate', 'enddate', 'enrollmentenddate', 'withdrawdate', 'leavedate'],
  gradeLevel: ['grade', 'gradelevel', 'gr'],
  givenName: ['firstname', 'first', 'fn', 'studentfirstname', 'legalfirstname'],
  familyName: ['lastname', 'last', 'ln', 'surname', 'studentlastname', 'lastsurname'],
  middleName: ['middlename', 'middle'],
  email: ['emailaddress', 'studentemail', 'teacheremail'],
  name: ['schoolname', 'nameofinstitution'],
  schoolYear: ['year', 'yearid'],
  courseCode: ['coursenumber', 'courseid'],
  courseTitle: ['coursename'],
  attemptedCredits: ['potentialcrhrs', 'creditsattempted', 'attemptedcredit'],
  earnedCredits: ['earnedcrhrs', 'creditsearned', 'earnedcredit'],
  finalLetterGrade: ['grade', 'mark', 'letter'],
};
/** What identifies the records of a file itself. */
const OWN_ID: Readonly<Record<string, readonly string[]>> = {
  users: ['studentid', 'studentnumber', 'teacherid', 'staffid', 'userid', 'studentlocalid', 'id'],
  orgs: ['schoolid', 'schoolnumber', 'schoolcode', 'id'],
  courses: ['courseid', 'coursenumber', 'id'],
  classes: ['sectionid', 'classid', 'id'],
};
/** Words in a file's name that say what it is. */
const FILE_WORDS: Readonly<Record<string, readonly string[]>> = {
  orgs: ['school', 'org', 'building', 'site'],
  users: ['student', 'teacher', 'staff', 'people', 'user', 'stu'],
  schoolEnrollments: ['enrol', 'membership', 'reenrol'],
  calendarDates: ['calendar', 'days'],
  attendanceEvents: ['attend', 'absen', 'att'],
  courseTranscripts: ['transcript', 'storedgrade', 'history', 'credits'],
  behaviorIncidents: ['behavior', 'discipline', 'incident', 'conduct'],
  programs: ['program'],
  caseloads: ['caseload'],
};

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A file of the source with the target it looks most like. */
export interface Match {
  readonly spec: FileSpec;
  /** Source column → target column. */
  readonly columns: Readonly<Record<string, string>>;
  /** Required target columns that no source column looks like. */
  readonly missing: readonly string[];
  /** Source columns that look like nothing the target has. */
  readonly unplaced: readonly string[];
}

/** The target file that a file's name and columns look most like; undefined when it is none. */
export function matchOf({ name, header }: SniffedFile): Match | undefined {
  const scored = FILES.map((spec) => ({ spec, columns: columnsFor(spec, header) })).map(({ spec, columns }) => {
    const placed = Object.values(columns);
    const needed = spec.columns.filter(({ required }) => required === true);
    const hit = needed.filter((column) => placed.includes(column.name)).length;
    const words = FILE_WORDS[spec.name] ?? [];
    const named = plain(name.replace(/\.[^.]*$/, ''));
    const byName = named === plain(spec.name) ? 4 : words.some((word) => named.includes(word)) ? 2 : 0;
    return {
      spec,
      columns,
      score: byName + (3 * hit) / Math.max(needed.length, 1) + placed.length / 100,
      byName,
      hit,
      needed,
    };
  });
  const best = scored.toSorted((a, b) => b.score - a.score)[0];
  if (!best || best.hit === 0 || (best.byName === 0 && best.hit < best.needed.length)) return undefined;
  const { spec, columns, needed } = best;
  return {
    spec,
    columns,
    missing: needed.map((column) => column.name).filter((column) => !Object.values(columns).includes(column)),
    unplaced: header.filter((column) => columns[column] === undefined),
  };
}

function columnsFor(spec: FileSpec, header: readonly string[]): Readonly<Record<string, string>> {
  const columns: Record<string, string> = {};
  for (const { name: target } of spec.columns) {
    const words = [plain(target), ...(target === 'sourcedId' ? (OWN_ID[spec.name] ?? []) : (SYNONYMS[target] ?? []))];
    const source = words
      .map((word) => header.find((column) => plain(column) === word && columns[column] === undefined))
      .find((column) => column !== undefined);
    if (source !== undefined) columns[source] = target;
  }
  return columns;
}

/** The entries of a ready-made mapping that a file fits: by its name, and with every column that its rows cannot do without. */
export function entriesFor(mapping: Mapping, { name, header }: SniffedFile): readonly FileMapping[] {
  const has = (column: string) => placeOf(column, header) >= 0;
  return mapping.files.filter((file) => {
    const needed = neededColumns(file);
    return fits(file.source, name) && indispensable(file).every(has) && needed.filter(has).length * 2 >= needed.length;
  });
}

/** Columns of the source that required target columns are filled from. */
function indispensable(file: FileMapping): readonly string[] {
  const required = FILES.find((spec) => spec.name === file.target)?.columns.filter(
    (column) => column.required === true,
  );
  const needed = neededColumns(file);
  return Object.entries(file.columns).flatMap(([source, targets]) =>
    needed.includes(source) && targets.some((target) => required?.some((column) => column.name === target))
      ? [source]
      : [],
  );
}
