import type { CourseAttempt } from '../graduation/attempts.ts';
import type { Credits } from '../graduation/credits.ts';
import type { Credential, CteContext, CteRecord, Participation, Pathway, PathwayCourse } from './record.ts';

/** How far a student is in one pathway. */
export interface PathwayProgress {
  readonly title: string;
  /** Absent where the tenant file does not list the pathway. */
  readonly pathway?: Pathway;
  readonly participations: readonly Participation[];
  readonly coursesDone: number;
  readonly coursesToComplete: number;
  /** Titles of what is done, in the pathway's order. */
  readonly done: readonly string[];
  /** Attempts whose credits make the courses done. */
  readonly attempts: readonly CourseAttempt[];
  readonly concentrator: boolean;
  readonly completer: boolean;
  /** The course to take next; without a title where any course of the subject will do. Absent when all are done. */
  readonly next?: { readonly title?: string };
  /** Scheduled courses that are the next one, running ones included. */
  readonly scheduled: readonly string[];
  readonly credentials: readonly Credential[];
  readonly credentialMissing: boolean;
}

/** A student's pathways, ordered by title; two programs of one pathway are one. */
export function pathwayProgress(record: CteRecord, context: CteContext): readonly PathwayProgress[] {
  const byPathway = new Map<string, { pathway: Pathway | undefined; participations: Participation[] }>();
  for (const participation of record.participations) {
    const pathway = context.pathways.find((each) => isOf(each, participation));
    const key = pathway?.id ?? `/${titleOf(participation)}`;
    const found = byPathway.get(key) ?? { pathway, participations: [] };
    found.participations.push(participation);
    byPathway.set(key, found);
  }
  return [...byPathway]
    .map(([key, { pathway, participations }]) => {
      const about = { participations: participations.sort(byRow), key };
      return { key, progress: pathway ? listed(pathway, about, record, context) : unlisted(about, record, context) };
    })
    .sort((a, b) => order(a.progress.title, b.progress.title) || order(a.key, b.key))
    .map(({ progress }) => progress);
}

interface About {
  readonly participations: readonly Participation[];
}

/** Progress in the courses the tenant file names, in their order. */
function listed(pathway: Pathway, about: About, record: CteRecord, context: CteContext): PathwayProgress {
  const { counted, inProgress } = record.attempts;
  const isDone = (course: PathwayCourse) => earnedIn(course, counted) >= course.credits;
  const done = pathway.courses.filter(isDone);
  const next = pathway.courses.find((course) => !isDone(course));
  const underway = [...inProgress.map(asScheduled), ...record.scheduled];
  const scheduled = underway.filter(({ courseCode }) => next?.courseCodes.includes(courseCode));
  const credentials = record.credentials.filter((credential) => isOf(pathway, credential));
  const credentialMissing = pathway.credentialRequired && credentials.length === 0;
  return {
    title: pathway.title,
    pathway,
    participations: about.participations,
    coursesDone: done.length,
    coursesToComplete: pathway.courses.length,
    done: done.map(({ title }) => title),
    attempts: counted.filter(({ courseCode }) => pathway.courses.some((each) => each.courseCodes.includes(courseCode))),
    concentrator: done.length >= context.concentratorCourses,
    completer: next === undefined && !credentialMissing,
    ...(next && { next: { title: next.title } }),
    scheduled: titles(scheduled),
    credentials,
    credentialMissing,
  };
}

/** Progress in a pathway nobody listed: credits in courses of CTE subjects, a full course's worth at a time. */
function unlisted({ participations }: About, record: CteRecord, context: CteContext): PathwayProgress {
  const { isCteCourse, creditsPerFullCourse, completerCourses } = context;
  const isCte = ({ courseCode, academicSubject }: CourseAttempt) => isCteCourse(courseCode, academicSubject);
  const attempts = record.attempts.counted.filter(isCte);
  const coursesDone = Math.floor(attempts.reduce((sum, each) => sum + each.earnedCredits, 0) / creditsPerFullCourse);
  const running = record.attempts.inProgress.filter(isCte).map(asScheduled);
  const booked = record.scheduled.filter(({ courseCode }) => isCteCourse(courseCode));
  const [first] = participations;
  return {
    title: first ? titleOf(first) : UNNAMED,
    participations,
    coursesDone,
    coursesToComplete: completerCourses,
    done: titles(attempts.map(asScheduled)),
    attempts,
    concentrator: coursesDone >= context.concentratorCourses,
    completer: coursesDone >= completerCourses,
    ...(coursesDone < completerCourses && { next: {} }),
    scheduled: titles([...running, ...booked]),
    credentials: record.credentials.filter((credential) => participations.some((each) => isAlike(each, credential))),
    credentialMissing: false,
  };
}

const UNNAMED = 'Career and technical education';

const plain = (text: string | undefined): string => (text ?? '').trim().toLowerCase();
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Labelled = Pick<Participation, 'careerPathway' | 'cipCode'>;

/** By name or by CIP code; letter case does not matter. */
function isOf(pathway: Pathway, { careerPathway, cipCode }: Labelled): boolean {
  const names = (list: readonly string[], text: string | undefined) =>
    plain(text) !== '' && list.some((each) => plain(each) === plain(text));
  return names(pathway.careerPathways, careerPathway) || names(pathway.cipCodes, cipCode);
}

const isAlike = (a: Labelled, b: Labelled): boolean =>
  (plain(a.careerPathway) !== '' && plain(a.careerPathway) === plain(b.careerPathway)) ||
  (plain(a.cipCode) !== '' && plain(a.cipCode) === plain(b.cipCode));

const titleOf = ({ careerPathway, programName, cipCode }: Participation): string =>
  careerPathway || programName || cipCode || UNNAMED;

const byRow = (a: Participation, b: Participation): number =>
  order(titleOf(a), titleOf(b)) || order(a.row.drop, b.row.drop) || a.row.line - b.row.line;

const earnedIn = ({ courseCodes }: PathwayCourse, attempts: readonly CourseAttempt[]): Credits =>
  attempts.reduce((sum, each) => sum + (courseCodes.includes(each.courseCode) ? each.earnedCredits : 0), 0);

const asScheduled = ({ courseCode, courseTitle }: CourseAttempt) => ({ courseCode, title: courseTitle ?? courseCode });

const titles = (courses: readonly { readonly title: string }[]): readonly string[] =>
  [...new Set(courses.map(({ title }) => title))].sort();
