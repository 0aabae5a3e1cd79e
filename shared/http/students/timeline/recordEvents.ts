import type { FieldClass } from '../../../domain/access/fieldClass.ts';
import { classOfProgram } from '../../../domain/access/programClass.ts';
import { enrollmentShown } from '../../../domain/access/recordClass.ts';
import { parseDay } from '../../../domain/calendar/day.ts';
import type { StudentRecord } from '../../../domain/record/studentRecord.ts';
import { detailOf, type EventKind, type TimelineEvent } from './events.ts';

type Classes = ReadonlySet<FieldClass>;
type Reader = (record: StudentRecord, classes: Classes) => readonly TimelineEvent[];

/** What the files say happened, by kind; of the classes that are seen. */
const READERS: Partial<Record<EventKind, Reader>> = {
  enrollment: enrollments,
  absence: (record, classes) => (classes.has('academic') ? absences(record) : []),
  incident: (record, classes) => (classes.has('discipline') ? incidents(record) : []),
  screener: (record, classes) => (classes.has('academic') ? screeners(record) : []),
  survey: (record, classes) => (classes.has('health') ? surveys(record) : []),
  mark: (record, classes) => (classes.has('academic') ? marks(record) : []),
  program: programs,
  credential: ({ credentials }, classes) =>
    classes.has('academic')
      ? credentials.map(({ credentialId, awardDate, title, careerPathway }) => ({
          ...{ kind: 'credential', on: awardDate, domain: 'ctePathway', id: credentialId, title },
          detail: detailOf({ careerPathway }),
        }))
      : [],
  diploma: ({ diplomas }, classes) =>
    classes.has('academic')
      ? diplomas.map(({ diplomaType, awardDate }) => ({
          ...{ kind: 'diploma', on: awardDate, domain: 'graduation', title: diplomaType, detail: {} },
        }))
      : [],
  milestone: ({ milestones }, classes) =>
    classes.has('academic')
      ? milestones.flatMap(({ code, status, date, hours }) =>
          date === undefined
            ? []
            : [{ kind: 'milestone', on: date, domain: 'graduation', title: code, detail: detailOf({ status, hours }) }],
        )
      : [],
};

export const recordEvents = (
  record: StudentRecord,
  kinds: ReadonlySet<EventKind>,
  classes: Classes,
): readonly TimelineEvent[] => [...kinds].flatMap((kind) => READERS[kind]?.(record, classes) ?? []);

/** That a student came, and that they left. */
function enrollments({ enrollments: all }: StudentRecord, classes: Classes): readonly TimelineEvent[] {
  return all.flatMap((enrollment): readonly TimelineEvent[] => {
    const shown = enrollmentShown(enrollment, classes);
    const { school, entryDate, exitWithdrawDate, exitWithdrawType, gradeLevel } = shown;
    const of = { kind: 'enrollment', school: school.sourcedId, title: school.name } as const;
    return [
      { ...of, on: entryDate, detail: detailOf({ event: 'entry', gradeLevel }) },
      ...(exitWithdrawDate === undefined
        ? []
        : [{ ...of, on: exitWithdrawDate, detail: detailOf({ event: 'exit', gradeLevel, exitWithdrawType }) }]),
    ];
  });
}

const IS_ABSENCE: ReadonlySet<string> = new Set(['Excused Absence', 'Unexcused Absence']);
const DAYS_OF_A_WEEKEND = 3;
const FRIDAY = 5;

/** Runs of days with an absence in one category at one school; a weekend does not end one. */
function absences({ attendance }: StudentRecord): readonly TimelineEvent[] {
  const runs: (TimelineEvent & { readonly on: string; through: string; days: number })[] = [];
  for (const { date, category, school } of attendance.flatMap(({ events }) => events)) {
    if (!IS_ABSENCE.has(category)) continue;
    const run = runs.findLast((each) => each.title === category && each.school === school.sourcedId);
    if (run && follows(run.through, date)) {
      if (run.through !== date) run.days += 1;
      run.through = date;
    } else {
      const of = { kind: 'absence', domain: 'attendance', title: category, school: school.sourcedId } as const;
      runs.push({ ...of, on: date, through: date, days: 1, detail: {} });
    }
  }
  return runs.map(({ days, ...run }) => ({ ...run, detail: { days } }));
}

function follows(last: string, next: string): boolean {
  const [before, day] = [parseDay(last) ?? 0, parseDay(next) ?? 0];
  const gap = day - before;
  // Day 0, 1 January 1970, was a Thursday.
  const weekday = (((before + 4) % 7) + 7) % 7;
  return gap === 0 || gap === 1 || (weekday === FRIDAY && gap > 0 && gap <= DAYS_OF_A_WEEKEND);
}

function incidents({ incidents: all }: StudentRecord): readonly TimelineEvent[] {
  return all.map(({ incidentId, date, behavior, school, participationCode, incidentLevel, actions }) => ({
    ...{ kind: 'incident', on: date, domain: 'behavior', id: incidentId, title: behavior, school: school.sourcedId },
    detail: detailOf({
      ...{ participationCode, incidentLevel },
      actions: actions.flatMap(({ disciplineAction }) => disciplineAction ?? []).join(', ') || undefined,
    }),
  }));
}

function screeners({ assessments }: StudentRecord): readonly TimelineEvent[] {
  return assessments.map(({ assessmentId, administrationDate, title, ...rest }) => {
    const { academicSubject, score, performanceLevel, benchmarkStatus, window, passed } = rest;
    return {
      ...{ kind: 'screener', on: administrationDate, domain: 'academics', id: assessmentId, title },
      detail: detailOf({ academicSubject, score, performanceLevel, benchmarkStatus, window, passed }),
    };
  });
}

function surveys({ surveys: all }: StudentRecord): readonly TimelineEvent[] {
  return all.map(({ surveyId, administrationDate, construct, score, scaleMinimum, scaleMaximum }) => ({
    ...{ kind: 'survey', on: administrationDate, domain: 'wellBeing', id: surveyId, title: construct },
    detail: { score, scaleMinimum, scaleMaximum },
  }));
}

function marks({ grades }: StudentRecord): readonly TimelineEvent[] {
  return grades.map(({ asOfDate, classSourcedId, classTitle, courseTitle, ...rest }) => {
    const { letterGrade, numericGrade, term, gradeType, missingAssignments } = rest;
    return {
      ...{ kind: 'mark', on: asOfDate, domain: 'academics', id: classSourcedId, title: courseTitle ?? classTitle },
      detail: detailOf({ letterGrade, numericGrade, term, gradeType, missingAssignments }),
    };
  });
}

/** That taking part in a program began, and that it ended. */
function programs({ programs: all }: StudentRecord, classes: Classes): readonly TimelineEvent[] {
  return all
    .filter(({ programType }) => classes.has(classOfProgram(programType)))
    .flatMap(({ programType, programName, beginDate, endDate, school }): readonly TimelineEvent[] => {
      const of = {
        ...{ kind: 'program' as const, title: programName ?? programType, school: school?.sourcedId },
        ...(programType === 'CTE' && { domain: 'ctePathway' as const }),
      };
      const detail = (event: string) => ({ event, programType });
      return [
        { ...of, on: beginDate, detail: detail('begin') },
        ...(endDate === undefined ? [] : [{ ...of, on: endDate, detail: detail('end') }]),
      ];
    });
}
