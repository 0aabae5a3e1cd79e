import { assessAcademics } from '../../../../shared/domain/academics/assess.ts';
import { academicCutPoints } from '../../../../shared/domain/academics/cutPoints.ts';
import type {
  AcademicContext,
  AcademicRecord,
  CourseAttempt,
  CurrentMark,
  MissingWork,
  ScreenerScore,
} from '../../../../shared/domain/academics/record.ts';
import { type Subject, subjectReader } from '../../../../shared/domain/academics/subjects.ts';
import { termReader } from '../../../../shared/domain/academics/terms.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { academicThresholds } from '../../../../shared/tenant/thresholds/academics.ts';

export const THIS_YEAR = 2027;
export const TODAY = parseDay('2027-03-01')!;
const subjectOf = subjectReader([]);
const termOf = termReader([]);

export const subject = (word: string): Subject => subjectOf({ subjects: [word], subjectCodes: [] });

export interface SampleAttempt {
  readonly code?: string;
  readonly subject?: string;
  readonly schoolYear?: number;
  readonly term?: string;
  readonly outcome?: CourseAttempt['outcome'];
  readonly recovery?: boolean;
  /** Credits. */
  readonly attempted?: number;
  readonly points?: number;
}

const courses = new Map<string, number>();
const millionths = (value: number) => Math.round(value * 1_000_000);
let rows = 1;

/** One term's course, passed with a C for half a credit unless it says otherwise. */
export function attempt(sample: SampleAttempt = {}): CourseAttempt {
  const code = sample.code ?? 'MAT1';
  if (!courses.has(code)) courses.set(code, courses.size);
  const outcome = sample.outcome ?? 'passed';
  const schoolYear = sample.schoolYear ?? THIS_YEAR;
  const attempted = millionths(sample.attempted ?? 0.5);
  return {
    file: 'courseTranscripts',
    row: rows++,
    course: courses.get(code)!,
    about: { code, title: `Course ${code}`, subject: subject(sample.subject ?? 'Mathematics') },
    schoolYear,
    term: termOf(schoolYear, sample.term ?? 'Fall Semester'),
    outcome,
    recovery: sample.recovery ?? false,
    attempted,
    earned: outcome === 'passed' ? attempted : 0,
    points: sample.points === undefined ? -1 : millionths(sample.points),
  };
}

export const failed = (code: string, subjectWord = 'Mathematics', sample: SampleAttempt = {}): CourseAttempt =>
  attempt({ code, subject: subjectWord, outcome: 'failed', ...sample });

export const currentMark = (code: string, subjectWord: string, passes: boolean): CurrentMark => ({
  file: 'grades',
  row: rows++,
  about: { code, title: `Course ${code}`, subject: subject(subjectWord) },
  day: TODAY - 7,
  passes,
});

export const missingWork = (code: string, count: number): MissingWork => ({
  about: { code, title: `Course ${code}`, subject: subject('Mathematics') },
  count,
  places: [{ file: 'grades', row: rows++ }],
});

export const screener = (title: string, subjectWord: string, level?: ScreenerScore['level'], day = TODAY - 30) => ({
  file: 'assessments' as const,
  row: rows++,
  title,
  subject: subject(subjectWord),
  day,
  ...(level && { level }),
});

export const record = (changes: Partial<AcademicRecord> = {}): AcademicRecord => ({
  attempts: [],
  currentMarks: [],
  missing: [],
  screeners: [],
  unreadable: [],
  inHighSchool: true,
  firstTimeNinthGrader: false,
  day: TODAY,
  exited: false,
  ...changes,
});

export const context = (changes: Partial<AcademicContext> = {}): AcademicContext => ({
  schoolYear: THIS_YEAR,
  cuts: academicCutPoints('field-1', academicThresholds.parse({})),
  retakePolicy: 'highest',
  priorYearFailures: true,
  creditsPerFullCourse: 1_000_000,
  isRepeatable: () => false,
  referenceTo: ({ file, row }) => ({ drop: 'drop-1', file, line: row }),
  ...changes,
});

export const assess = (changes: Partial<AcademicRecord>, settings: Partial<AcademicContext> = {}) =>
  assessAcademics(record(changes), context(settings));

/** `{ literacy: 3, mathematics: 'notAssessed', other: 1 }` */
export const partsOf = (result: ReturnType<typeof assess>) =>
  Object.fromEntries((result.subDomains ?? []).map(({ name, tier }) => [name, tier]));

export const reasonOf = (result: ReturnType<typeof assess>, code: string) =>
  result.reasons.find((reason) => reason.code === code);
