import type { Day } from '../../domain/calendar/day.ts';
import { dayAt, groupRows, stringAt } from '../../lake/rows.ts';
import { listOf } from '../../sis/cells/types.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { isCurrent } from '../students/currentSpan.ts';

/** Who teaches and who attends the classes that are in session. */
export interface Sections {
  /** Classes of each teacher. */
  readonly taughtBy: ReadonlyMap<string, readonly string[]>;
  studentsOf(classSourcedId: string): Iterable<string>;
}

/** Sections from class enrolments whose own dates, and whose class's terms, are in force. */
export function sectionsInSession(inputs: AssessmentInputs): Sections {
  const { enrollments } = inputs.tables;
  const classes = enrollments.strings('classSourcedId');
  const users = enrollments.strings('userSourcedId');
  const roles = enrollments.strings('role');
  const begins = enrollments.ints('beginDate');
  const ends = enrollments.ints('endDate');
  const { offsets, rows } = groupRows(classes, enrollments.rowCount);
  const inSession = termTest(inputs);

  const membersOf = (code: number, role: string): string[] =>
    [...rows.subarray(offsets[code], offsets[code + 1])].flatMap((row) => {
      if (stringAt(roles, row) !== role || !isCurrent(dayAt(begins, row), dayAt(ends, row), inputs.asOf)) return [];
      return stringAt(users, row) ?? [];
    });
  const taughtBy = new Map<string, string[]>();
  for (const [code, section] of classes.values.entries()) {
    if (!inSession(section)) continue;
    for (const teacher of membersOf(code, 'teacher'))
      taughtBy.set(teacher, [...(taughtBy.get(teacher) ?? []), section]);
  }
  const codeOf = new Map(classes.values.map((section, code) => [section, code]));
  return { taughtBy, studentsOf: (section) => membersOf(codeOf.get(section) ?? -1, 'student') };
}

/** Whether a class is in session: one of its terms is, or its terms are not known. */
function termTest({ tables: { classes, academicSessions }, asOf }: AssessmentInputs): (section: string) => boolean {
  const sessionIds = academicSessions.strings('sourcedId');
  const starts = academicSessions.ints('startDate');
  const ends = academicSessions.ints('endDate');
  const sessions = new Map<string, { start: Day | undefined; end: Day | undefined }>();
  for (let row = 0; row < academicSessions.rowCount; row++) {
    sessions.set(stringAt(sessionIds, row) ?? '', { start: dayAt(starts, row), end: dayAt(ends, row) });
  }
  const ids = classes.strings('sourcedId');
  const terms = classes.strings('termSourcedIds');
  const over = new Set<string>();
  for (let row = 0; row < classes.rowCount; row++) {
    const known = listOf(stringAt(terms, row)).flatMap((term) => sessions.get(term) ?? []);
    const current = known.some(({ start, end }) => isCurrent(start, end, asOf));
    if (known.length > 0 && !current) over.add(stringAt(ids, row) ?? '');
  }
  return (section) => !over.has(section);
}
