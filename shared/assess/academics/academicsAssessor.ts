import { assessAcademics, notAssessed } from '../../domain/academics/assess.ts';
import { academicCutPoints } from '../../domain/academics/cutPoints.ts';
import type {
  AcademicContext,
  AcademicRecord,
  CourseAttempt,
  MissingWork,
  RowPlace,
} from '../../domain/academics/record.ts';
import { parseCredits } from '../../domain/graduation/credits.ts';
import type { JudgedDay } from '../../domain/tiers/judgedDay.ts';
import type { DomainResult, RowReference } from '../../domain/tiers/result.ts';
import { DROPS, LINES } from '../../lake/columnar.ts';
import { gradeScalesOf } from '../../tenant/gradeScales.ts';
import type { ThresholdSet } from '../../tenant/thresholds.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import type { DomainAssessor } from '../students/domainAssessor.ts';
import { type AttemptReader, attemptReader } from './attemptReader.ts';
import { courseCatalog } from './courseCatalog.ts';
import { type ClassWork, courseNumbers, type GradebookReading } from './gradebook.ts';
import { gradeReader } from './gradeReader.ts';
import { missingResults } from './missingResults.ts';
import { firstTimeNinthGrader } from './ninthGrade.ts';
import { runningClasses } from './runningClasses.ts';
import { screenerReader } from './screenerReader.ts';
import { termsOfTable } from './termsOfTable.ts';

const HIGH_SCHOOL: ReadonlySet<string> = new Set(['09', '10', '11', '12']);

/**
 * Academics of a school year: courseTranscripts, grades, assessments, and the missing assignments of grades or results, with
 * what courses, classes and academicSessions say of them.
 */
export function academicsAssessor(inputs: AssessmentInputs): DomainAssessor {
  const judgementOf = judgements(inputs);
  const recordOf = recordReader(inputs);
  return {
    assess(student) {
      const { judged, grade } = inputs.placeOf(student);
      const { context, shared } = judgementOf(inputs.thresholdsOf(student));
      if (judged === undefined) return shared.notEnrolled;
      const record = recordOf(student, judged, grade);
      if (record === undefined) return judged.exited ? shared.noDataExited : shared.noData;
      return assessAcademics(record, context);
    },
  };
}

interface Judgement {
  readonly context: AcademicContext;
  /** Results that hold of everybody of whom nothing is known. */
  readonly shared: Readonly<Record<'notEnrolled' | 'noData' | 'noDataExited', DomainResult>>;
}

/** What a threshold set makes of the settings, once each. */
function judgements(inputs: AssessmentInputs): (set: ThresholdSet) => Judgement {
  const { tenant, schoolYear } = inputs;
  const { retakePolicy, priorYearFailures } = tenant.academics;
  const repeatable = new Set(tenant.graduation.repeatableCourses);
  const shared = {
    schoolYear: schoolYear.name,
    retakePolicy,
    priorYearFailures,
    creditsPerFullCourse: parseCredits(tenant.graduation.creditsPerFullCourse) ?? 0,
    isRepeatable: (code: string) => repeatable.has(code),
    referenceTo: referenceReader(inputs),
  };
  const known = new Map<ThresholdSet, Judgement>();
  return (set) => {
    let judgement = known.get(set);
    if (judgement === undefined) {
      const cuts = academicCutPoints(set.version, set.academics);
      judgement = {
        context: { ...shared, cuts },
        shared: {
          notEnrolled: notAssessed('notEnrolled', false, set.version),
          noData: notAssessed('noData', false, set.version),
          noDataExited: notAssessed('noData', true, set.version),
        },
      };
      known.set(set, judgement);
    }
    return judgement;
  };
}

/** Reads a student's record as of the day they are judged; undefined when no file has a row of them. */
type RecordReader = (student: number, judged: JudgedDay, grade: string) => AcademicRecord | undefined;

function recordReader(inputs: AssessmentInputs): RecordReader {
  const { tenant, tables } = inputs;
  const settings = tenant.academics;
  const scales = gradeScalesOf(tenant.gradeScales);
  const [catalog, terms] = [courseCatalog(tables, settings), termsOfTable(tables)];
  const attempts = attemptReader(inputs, { catalog, terms, scales, recoveryMethods: settings.recoveryMethods });
  const reading: GradebookReading = {
    ...{ settings, scales, catalog, terms },
    classes: runningClasses(inputs, terms),
    courseNumber: courseNumbers(tables),
  };
  const [gradesOf, missingOf] = [gradeReader(inputs, reading), missingResults(inputs, reading)];
  const screenersOf = screenerReader(inputs, settings, catalog);
  const isFirstTime = firstTimeReader(inputs, attempts);
  return (student, { day, exited }, grade) => {
    const transcripts = attempts.of(student, day);
    const { finals, current, missing, unreadable } = gradesOf(student, day, transcripts);
    const screeners = screenersOf(student, day);
    const work = together(missing, missingOf(student, day));
    const seen = transcripts.length + finals.length + current.length + screeners.length + work.length;
    if (seen + unreadable.length === 0) return undefined;
    return {
      attempts: finals.length === 0 ? transcripts : [...transcripts, ...finals],
      currentMarks: current,
      missing: work,
      screeners,
      unreadable,
      inHighSchool: HIGH_SCHOOL.has(grade),
      firstTimeNinthGrader: grade === '09' && isFirstTime(student, transcripts),
      day,
      exited,
    };
  };
}

/** A class of which grades.csv tells a number goes by that, the others by their results. */
function together(grades: readonly ClassWork[], results: readonly ClassWork[]): readonly MissingWork[] {
  if (results.length === 0) return grades;
  return [...grades, ...results.filter(({ place }) => grades.every((work) => work.place !== place))];
}

function firstTimeReader(inputs: AssessmentInputs, attempts: AttemptReader) {
  const isFirstTime = firstTimeNinthGrader(inputs);
  return (student: number, transcripts: readonly CourseAttempt[]): boolean =>
    transcripts.length > 0 && isFirstTime(student, () => attempts.tookNinthGradeBefore(student));
}

function referenceReader({ tables }: AssessmentInputs): (place: RowPlace) => RowReference {
  const readers = new Map<RowPlace['file'], (row: number) => RowReference>();
  const readerOf = (file: RowPlace['file']) => {
    const table = tables[file];
    const [drops, names, lines] = [table.numbers(DROPS.name), table.texts(DROPS.name), table.numbers(LINES.name)];
    return (row: number): RowReference => ({ drop: names[drops.get(row)] ?? '', file, line: lines.get(row) || 0 });
  };
  return ({ file, row }) => {
    let read = readers.get(file);
    if (read === undefined) {
      read = readerOf(file);
      readers.set(file, read);
    }
    return read(row);
  };
}
