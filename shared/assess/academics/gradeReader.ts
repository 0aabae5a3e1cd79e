import { gradeTypeReader } from '../../domain/academics/gradeTypes.ts';
import type { CourseAttempt, CurrentMark, MissingWork, RowPlace } from '../../domain/academics/record.ts';
import type { Day } from '../../domain/calendar/day.ts';
import type { AssessmentInputs } from '../assessStudents.ts';
import { rowsOfPeople } from '../rowsOfPeople.ts';
import { lazily } from './courseCatalog.ts';
import type { GradebookReading } from './gradebook.ts';
import { rowMarkReader } from './rowMarks.ts';

/** What grades.csv says of a student as of a day. */
export interface GradesOfStudent {
  /** Final marks of terms that transcripts lack. */
  readonly finals: readonly CourseAttempt[];
  readonly current: readonly CurrentMark[];
  /** By class, where a number was given. */
  readonly missing: ReadonlyMap<number, MissingWork>;
  readonly unreadable: readonly RowPlace[];
}

const NOTHING: GradesOfStudent = { finals: [], current: [], missing: new Map(), unreadable: [] };

/** A row that is the latest of its class so far. */
interface Latest {
  readonly row: number;
  readonly day: Day;
  /** Of several from one day the one that says worse counts. */
  readonly weight: number;
}

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
  const classes = table.numbers('classSourcedId');
  const places = lazily(() => reading.classes.placesIn(table, 'classSourcedId'));
  const sessions = table.numbers('academicSessionSourcedId');
  const ends = table.texts('academicSessionSourcedId').map((id) => reading.terms.endOf(id) ?? Number.POSITIVE_INFINITY);
  const finalOf = finalReader(inputs, reading);

  return (student: number, day: Day, transcripts: readonly CourseAttempt[]): GradesOfStudent => {
    const own = rows.of(student);
    if (own.length === 0) return NOTHING;
    const [marks, finals] = [new Map<number, Latest>(), new Map<number, Latest>()];
    const counts = new Map<number, Latest>();
    const unreadable: RowPlace[] = [];
    for (const row of own) {
      const asOf = days.get(row);
      if (!(asOf >= schoolYear.first && asOf <= day)) continue;
      const typeCode = typeCodes.get(row);
      const type = Number.isNaN(typeCode) ? 'current' : types[typeCode];
      const place = places()[classes.get(row)] ?? -1;
      const runs = (ends[sessions.get(row)] ?? 0) >= day && reading.classes.attends(student, place, day);
      const count = missing.get(row);
      if (runs && !Number.isNaN(count)) keepLatest(counts, place, { row, day: asOf, weight: count });
      if (type === 'ignored') continue;
      const mark = markOf(row);
      if (type === undefined || mark.unreadable) {
        if (type !== 'current' || runs) unreadable.push({ file: 'grades', row });
      } else if (mark.passes !== undefined) {
        const latest = { row, day: asOf, weight: mark.passes ? 0 : 1 };
        if (type === 'final') keepLatest(finals, place * reading.sessionCount + sessions.get(row), latest);
        else if (runs) keepLatest(marks, place, latest);
      }
    }
    const aboutOf = (place: number) => reading.catalog.ofClass(reading.classes.ids[place] ?? '');
    return {
      finals: [...finals.values()].flatMap(({ row, weight }) => {
        const final = finalOf(row, aboutOf(places()[classes.get(row)] ?? -1), weight === 0);
        return isOnTranscript(final, transcripts) ? [] : [final];
      }),
      current: Array.from(marks, ([place, { row, day: asOf, weight }]) => {
        return { file: 'grades' as const, row, about: aboutOf(place), day: asOf, passes: weight === 0 };
      }),
      missing: new Map(
        Array.from(counts, ([place, { row, weight: count }]) => {
          return [place, { about: aboutOf(place), count, places: [{ file: 'grades' as const, row }] }];
        }),
      ),
      unreadable,
    };
  };
}

function keepLatest(kept: Map<number, Latest>, key: number, latest: Latest): void {
  const known = kept.get(key);
  if (!known || latest.day > known.day || (latest.day === known.day && latest.weight > known.weight)) {
    kept.set(key, latest);
  }
}

/** A transcript has the mark when the same course of the same term is posted there, or of a term that nothing tells. */
const isOnTranscript = (final: CourseAttempt, transcripts: readonly CourseAttempt[]): boolean =>
  transcripts.some(
    ({ course, schoolYear, outcome, term }) =>
      course === final.course &&
      schoolYear === final.schoolYear &&
      outcome !== 'open' &&
      (term.order === 0 || term.order === final.term.order),
  );

/** A final mark as an attempt; without credits it takes no part in averages. */
function finalReader({ tables, schoolYear }: AssessmentInputs, { terms, courseNumber }: GradebookReading) {
  const table = tables.grades;
  const [sessions, sessionIds] = [table.numbers('academicSessionSourcedId'), table.texts('academicSessionSourcedId')];
  return (row: number, about: CourseAttempt['about'], passes: boolean): CourseAttempt => ({
    file: 'grades',
    row,
    course: courseNumber(about.code),
    about,
    schoolYear: schoolYear.name,
    term: terms.of(schoolYear.name, sessionIds[sessions.get(row)] ?? ''),
    outcome: passes ? 'passed' : 'failed',
    recovery: false,
    attempted: 0,
    earned: 0,
    points: -1,
  });
}
