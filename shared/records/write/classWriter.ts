import { sessionsOf } from '../../assess/students/academicSessions.ts';
import { type People, rowsOfPeople } from '../../assess/students/rowsOfPeople.ts';
import type { AcademicSession } from '../../domain/calendar/academicSession.ts';
import { textAt } from '../../lake/rows.ts';
import { listOf } from '../../sis/cells/types.ts';
import type { StoredClass } from '../storedRecord.ts';
import type { CellSources } from './cellWriters.ts';
import { linkedRows, rowByCode } from './links.ts';
import type { RecordTables } from './recordTables.ts';
import type { SectionWriter } from './rowWriter.ts';
import { SortedRows } from './sortedRows.ts';

/** What is written of a class, the same for all who attend it, and when it begins. */
interface WrittenClass {
  readonly bytes: Uint8Array;
  readonly begins: number;
}

/** Writes the classes that a student attends or has attended, ascending by their first day. */
export function classSectionWriter({ tables, schools }: CellSources, students: People): SectionWriter {
  const { enrollments } = tables;
  const rows = rowsOfPeople(enrollments, 'userSourcedId', students.indexOf);
  const roles = enrollments.numbers('role');
  const student = enrollments.texts('role').indexOf('student');
  const classes = enrollments.numbers('classSourcedId');
  const [begins, ends] = [enrollments.numbers('beginDate'), enrollments.numbers('endDate')];
  const schoolCodes = enrollments.numbers('schoolSourcedId');
  const places = schools.placesOf(enrollments.dictionary('schoolSourcedId'));
  const classOf = classesByCode(tables);
  const sorted = new SortedRows();
  return (out, person) => {
    sorted.clear();
    for (const row of rows.of(person)) {
      if (roles.get(row) !== student) continue;
      const begin = begins.get(row);
      sorted.add(row, Number.isNaN(begin) ? classOf(classes.get(row)).begins : begin);
    }
    if (sorted.length === 0) return;
    out.raw(',"classes":');
    let opening = '[[';
    for (const row of sorted.sorted()) {
      out.raw(opening);
      out.piece(classOf(classes.get(row)).bytes);
      for (const number of [places[schoolCodes.get(row)] ?? Number.NaN, begins.get(row), ends.get(row)]) {
        out.raw(Number.isNaN(number) ? ',null' : `,${number}`);
      }
      opening = '],[';
    }
    out.raw(']]');
  };
}

/** Classes by the code they have in enrollments.csv, each made when it is first asked for. */
function classesByCode(tables: RecordTables): (code: number) => WrittenClass {
  const { enrollments, classes, courses } = tables;
  const ids = enrollments.dictionary('classSourcedId');
  const rows = linkedRows(ids, classes, 'sourcedId');
  const courseRows = linkedRows(classes.dictionary('courseSourcedId'), courses, 'sourcedId');
  const courseCodes = classes.numbers('courseSourcedId');
  const sessions = new Map(sessionsOf(tables.academicSessions).map((session) => [session.sourcedId, session]));
  const teachersOf = teachersByClass(tables);
  const encoder = new TextEncoder();
  const make = (code: number): WrittenClass => {
    const row = rows[code] ?? -1;
    const course = courseRows[courseCodes.get(row)] ?? -1;
    const terms = termsOf(listOf(textAt(classes, 'termSourcedIds', row)), sessions);
    const about: StoredClass = [
      ids.valueOf(code),
      textAt(classes, 'title', row) ?? null,
      textAt(courses, 'courseCode', course) ?? null,
      textAt(courses, 'title', course) ?? null,
      textAt(classes, 'location', row) ?? null,
      textAt(classes, 'periods', row) ?? null,
      terms.map(({ title, begins, ends }) => [title, begins, ends]),
      teachersOf(code),
    ];
    return { bytes: encoder.encode(JSON.stringify(about)), begins: terms[0]?.begins ?? Number.NaN };
  };
  const made: WrittenClass[] = [];
  return (code) => {
    const known = made[code] ?? make(code);
    made[code] = known;
    return known;
  };
}

function termsOf(ids: readonly string[], sessions: ReadonlyMap<string, AcademicSession>): readonly AcademicSession[] {
  return ids.flatMap((id) => sessions.get(id) ?? []).sort((a, b) => a.begins - b.begins || a.ends - b.ends);
}

/** Who teaches a class, by its code in enrollments.csv: the primary teacher first, then by sourcedId. */
function teachersByClass({ enrollments, users }: RecordTables): (code: number) => StoredClass[7] {
  const [roles, classes] = [enrollments.numbers('role'), enrollments.numbers('classSourcedId')];
  const [members, primary] = [enrollments.numbers('userSourcedId'), enrollments.numbers('primary')];
  const ids = enrollments.dictionary('userSourcedId');
  const teacher = enrollments.texts('role').indexOf('teacher');
  const taught = new Map<number, number[]>();
  for (let row = 0; row < enrollments.rowCount; row++) {
    if (roles.get(row) !== teacher) continue;
    const code = classes.get(row);
    taught.set(code, [...(taught.get(code) ?? []), row]);
  }
  const rowOf = userRows({ enrollments, users });
  return (code) => {
    const found = (taught.get(code) ?? []).map((row) => {
      const user = rowOf(members.get(row));
      const [givenName, familyName] = [textAt(users, 'givenName', user), textAt(users, 'familyName', user)];
      const sourcedId = ids.valueOf(members.get(row));
      return {
        isPrimary: primary.get(row) === 1,
        teacher: [sourcedId, givenName ?? null, familyName ?? null] as const,
      };
    });
    found.sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary) || (a.teacher[0] < b.teacher[0] ? -1 : 1));
    return found.map((each) => each.teacher);
  };
}

/** The row of users.csv of whoever has a code in enrollments.csv. */
function userRows({ enrollments, users }: Pick<RecordTables, 'enrollments' | 'users'>): (code: number) => number {
  const { blob, offsets } = enrollments.dictionary('userSourcedId').stored();
  const [known, rows] = [users.dictionary('sourcedId'), rowByCode(users, 'sourcedId')];
  return (code) => rows[known.find(blob, offsets[code] ?? 0, offsets[code + 1] ?? 0)] ?? -1;
}
