import type { ScreenerScore } from '../../domain/academics/record.ts';
import { type ScreenerLevel, screenerLevelReader } from '../../domain/academics/screenerLevels.ts';
import { type Subject, subjectOfTitle } from '../../domain/academics/subjects.ts';
import type { Day } from '../../domain/calendar/day.ts';
import type { AcademicSettings } from '../../tenant/academics.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { rowsOfPeople } from '../students/rowsOfPeople.ts';
import type { CourseCatalog } from './courseCatalog.ts';

const NONE: ScreenerScore[] = [];

/**
 * Reads the screeners of assessments.csv in the school year: rows with a benchmark status, or with a performance level in a
 * window or in words of a screener. Examinations and state tests are none.
 */
export function screenerReader(
  { tables, students, schoolYear }: AssessmentInputs,
  settings: AcademicSettings,
  catalog: CourseCatalog,
): (student: number, day: Day) => ScreenerScore[] {
  const table = tables.assessments;
  if (table.rowCount === 0) return () => NONE;
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const days = table.numbers('administrationDate');
  const [exams, windows] = [table.numbers('examCode'), table.numbers('window')];
  const [titles, titleTexts] = [table.numbers('title'), table.texts('title')];
  const [ids, idTexts] = [table.numbers('assessmentId'), table.texts('assessmentId')];
  const [subjects, subjectWords] = [table.numbers('academicSubject'), table.texts('academicSubject')];
  const [statuses, statusWords] = [table.numbers('benchmarkStatus'), table.texts('benchmarkStatus')];
  const [levels, levelWords] = [table.numbers('performanceLevel'), table.texts('performanceLevel')];
  const levelOf = rememberedLevels(settings);
  const subjectOf = rememberedSubjects(catalog);
  const titleOf = (row: number): string => textAt(titleTexts, titles.get(row)) ?? textAt(idTexts, ids.get(row)) ?? '';
  return (student, day) => {
    let scores: ScreenerScore[] | undefined;
    const end = rows.end(student);
    for (let place = rows.from(student); place < end; place++) {
      const row = rows.at(place);
      const given = days.get(row);
      if (!(given >= schoolYear.first && given <= day) || !Number.isNaN(exams.get(row))) continue;
      const title = titleOf(row);
      const [status, word] = [textAt(statusWords, statuses.get(row)), textAt(levelWords, levels.get(row))];
      const level = levelOf(title, status) ?? levelOf(title, word);
      const isScreener = level !== undefined || status !== undefined || !Number.isNaN(windows.get(row));
      if (!isScreener || (status === undefined && word === undefined)) continue;
      const subject = subjectOf(textAt(subjectWords, subjects.get(row)) ?? '', title);
      scores ??= [];
      if (level === undefined) scores.push({ file: 'assessments', row, title, subject, day: given });
      else scores.push({ file: 'assessments', row, title, subject, day: given, level });
    }
    return scores ?? NONE;
  };
}

/** The text of a code; undefined where missing. */
const textAt = (texts: readonly string[], code: number): string | undefined => (code >= 0 ? texts[code] : undefined);

function rememberedLevels({ screeners }: AcademicSettings) {
  const read = screenerLevelReader(screeners);
  const known = new Map<string, Map<string, ScreenerLevel | undefined>>();
  return (title: string, word: string | undefined): ScreenerLevel | undefined => {
    if (word === undefined) return undefined;
    let ofTitle = known.get(title);
    if (ofTitle === undefined) {
      ofTitle = new Map();
      known.set(title, ofTitle);
    }
    const level = ofTitle.get(word);
    if (level !== undefined || ofTitle.has(word)) return level;
    const made = read(title, word);
    ofTitle.set(word, made);
    return made;
  };
}

/** What a screener is about: its subject, else what its title names. */
function rememberedSubjects(catalog: CourseCatalog): (word: string, title: string) => Subject {
  const ofWord = new Map<string, Subject>();
  const ofTitle = new Map<string, Subject>();
  const remembered = (known: Map<string, Subject>, key: string, make: () => Subject): Subject => {
    const subject = known.get(key) ?? make();
    known.set(key, subject);
    return subject;
  };
  return (word, title) =>
    word === ''
      ? remembered(ofTitle, title, () => subjectOfTitle(title))
      : remembered(ofWord, word, () => catalog.subjectOf(word));
}
