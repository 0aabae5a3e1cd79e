import { gradeTypeReader } from '../../domain/academics/gradeTypes.ts';
import type { CourseAbout, CourseAttempt, CurrentMark, RowPlace } from '../../domain/academics/record.ts';
import type { Day } from '../../domain/calendar/day.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { rowsOfPeople } from '../students/rowsOfPeople.ts';
import { lazily } from './courseCatalog.ts';
import { finalMarks } from './finalMarks.ts';
import type { ClassWork, GradebookReading } from './gradebook.ts';
import { keepLatest, type Latest } from './latestRows.ts';
import { rowMarkReader } from './rowMarks.ts';

/** What grades.csv says of a student as of a day. */
export interface GradesOfStudent {
  /** Final marks of terms that transcripts lack. */
  readonly finals: readonly CourseAttempt[];
  readonly current: readonly CurrentMark[];
  /** Classes for which a number was given. */
  readonly missing: readonly ClassWork[];
  readonly unreadable: readonly RowPlace[];
}

/** Of classes in which nothing is missing. */
const NO_PLACES: readonly RowPlace[] = [];

const NOTHING: GradesOfStudent = { finals: [], current: [], missing: [], unreadable: [] };

/** Reads grades.csv: the latest of each class by its `asOfDate`, no later than the day asked for. */
export function gradeReader(inputs: AssessmentInputs, reading: GradebookReading) {
  const table = inputs.tables.grades;
  if (table.rowCount === 0) return () => NOTHING;
  const { schoolYear, students } = inputs;
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const [days, missing] = [table.numbers('asOfDate'), table.numbers('missingAssignments')];
  const typeOf = gradeTypeReader(reading.settings.gradeTypes);
  const [typeCodes, types] = [table.numbers('gradeType'), table.texts('gradeType').map((word) => typeOf(word))];
  const markOf = rowMarkReader(table, 'letterGrade', 'numericGrade', reading.scales);
  const [classes, places] = [
    table.numbers('classSourcedId'),
    lazily(() => reading.classes.placesIn(table, 'classSourcedId')),
  ];
  const sessions = table.numbers('academicSessionSourcedId');
  const ends = table.texts('academicSessionSourcedId').map((id) => reading.terms.endOf(id) ?? Number.POSITIVE_INFINITY);
  const finalsOf = finalMarks(inputs, reading);
  const abouts: CourseAbout[] = [];
  const aboutOf = (place: number): CourseAbout => {
    const known = place < 0 ? undefined : abouts[place];
    if (known !== undefined) return known;
    const about = reading.catalog.ofClass(reading.classes.ids[place] ?? '');
    if (place >= 0) abouts[place] = about;
    return about;
  };

  return (student: number, day: Day, transcripts: readonly CourseAttempt[]): GradesOfStudent => {
    const end = rows.end(student);
    let at = rows.from(student);
    if (at === end) return NOTHING;
    const marks: Latest[] = [];
    const counts: Latest[] = [];
    const finals: Latest[] = [];
    const unreadable: RowPlace[] = [];
    for (; at < end; at++) {
      const row = rows.at(at);
      const asOf = days.get(row);
      if (!(asOf >= schoolYear.first && asOf <= day)) continue;
      const typeCode = typeCodes.get(row);
      const type = typeCode >= 0 ? types[typeCode] : 'current';
      const place = places()[classes.get(row)] ?? -1;
      const runs = (ends[sessions.get(row)] ?? 0) >= day && reading.classes.attends(student, place, day);
      const count = missing.get(row);
      if (runs && count >= 0) keepLatest(counts, { place, session: 0, row, day: asOf, weight: count });
      if (type === 'ignored') continue;
      const mark = markOf(row);
      if (type === undefined || mark.unreadable) {
        if (type !== 'current' || runs) unreadable.push({ file: 'grades', row });
      } else if (mark.passes !== undefined) {
        const weight = mark.passes ? 0 : 1;
        if (type === 'final') keepLatest(finals, { place, session: sessions.get(row), row, day: asOf, weight });
        else if (runs) keepLatest(marks, { place, session: 0, row, day: asOf, weight });
      }
    }
    return {
      finals: finals.length === 0 ? NOTHING.finals : finalsOf(finals, transcripts),
      current: marks.map(({ place, row, day: asOf, weight }) => {
        return { file: 'grades', row, about: aboutOf(place), day: asOf, passes: weight === 0 };
      }),
      missing: counts.map(({ place, row, weight }) => {
        const places: readonly RowPlace[] = weight === 0 ? NO_PLACES : [{ file: 'grades', row }];
        return { place, about: aboutOf(place), count: weight, places };
      }),
      unreadable,
    };
  };
}
