import { DOMAINS } from '../../../shared/domain/tiers/result.ts';
import type { FileAccount } from '../../../shared/store/entities.ts';
import { DOMAIN_NAMES } from '../console/domainWords.ts';
import type { TrialOutcome } from './outcome.ts';

type Need = readonly [table: string, what: string, without: string];

/** What cannot be told without a file. */
const ATTENDANCE: readonly Need[] = [
  ['schoolEnrollments', 'enrolments at schools', 'nobody is assessed in anything'],
  ['calendarDates', 'school days', 'attendance is not assessed'],
  ['attendanceEvents', 'attendance', 'attendance is not assessed'],
];

const OTHERS: readonly Need[] = [
  ['courseTranscripts', 'transcripts', 'graduation and CTE pathways are not assessed'],
  ['behaviorIncidents', 'incidents', 'behavior is not assessed'],
  ['surveyResponses', 'survey answers with consent', 'well-being is not assessed'],
  ['programs', 'programs', 'CTE pathways are not assessed'],
];

/** Any of these is enough for academics. */
const ACADEMIC: readonly Need[] = [
  ['courseTranscripts', 'transcripts', 'academics do without failed courses and averages'],
  ['grades', 'current marks', 'academics do without current marks and missing assignments'],
  ['assessments', 'screeners', 'academics do without screeners, often the only measure below high school'],
];

/** A sentence for each file that tiers need and that did not come, or of which no row could be used. */
export function notSent({ drop }: TrialOutcome): readonly string[] {
  const rows = (table: string, of: (file: FileAccount) => number) =>
    (drop.files ?? []).filter((file) => file.table === table).reduce((sum, file) => sum + of(file), 0);
  const isMissing = ([table]: Need) => rows(table, ({ accepted, unchanged }) => accepted + unchanged) === 0;
  const sentence = ([table, what, without]: Need) => {
    const came = rows(table, (file) => file.rows);
    return `${came === 0 ? 'No' : `${came} rows, but none usable, of`} ${what} (${table}.csv): ${without}.`;
  };
  const academic = ACADEMIC.filter(isMissing);
  return [
    ...ATTENDANCE.filter(isMissing).map(sentence),
    ...(academic.length === ACADEMIC.length ? [NOTHING_ACADEMIC] : academic.map(sentence)),
    ...OTHERS.filter(isMissing).map(sentence),
  ];
}

const NOTHING_ACADEMIC =
  'No transcripts, current marks (grades.csv) or screeners (assessments.csv): academics are not assessed.';

/** What was sent and is not understood, by the reason that says so; `codes` and `academics` of a tenant file explain it. */
const NOT_UNDERSTOOD: Readonly<Record<string, string>> = {
  unreadableMarks: 'marks that no grade scale reads; name the scale (gradeScales)',
  unknownScreenerLevel: 'screener results whose words nobody has explained; say what they mean (academics.screeners)',
  unknownSubject: 'courses of a subject that is not known; name them (academics.courseMap)',
  participationUnknown: 'incidents that do not say how the student took part, which are not counted (codes)',
  levelUnknown: 'incidents without a level, which count as minor (codes)',
  actionTypeUnknown: 'disciplinary actions of a kind that is not known, which count as no suspension (codes)',
  periodsMetUnknown: 'missed periods without the periods that met',
};

/** How many students' tiers leave something out that is in the export, and what a tenant file would say of it. */
export function notUnderstood({ results }: TrialOutcome): readonly string[] {
  return DOMAINS.flatMap((domain) =>
    Object.entries(NOT_UNDERSTOOD).flatMap(([code, what]) => {
      const students = results.filter(({ domains }) => domains[domain].reasons.some((reason) => reason.code === code));
      if (students.length === 0) return [];
      const have = students.length === 1 ? '1 student has' : `${students.length.toLocaleString('en-US')} students have`;
      return [`${DOMAIN_NAMES[domain]}: ${have} ${what}.`];
    }),
  );
}
