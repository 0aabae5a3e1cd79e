import { type Day, formatDay } from '../../../shared/domain/calendar/day.ts';
import { attendanceFiles } from './attendanceFiles.ts';
import { contactFiles } from './contactFiles.ts';
import type { CsvFile } from './csv.ts';
import { type Corrections, type District, NO_CORRECTIONS } from './district.ts';
import { gradebookFiles } from './gradebookFiles.ts';
import { pathwayFiles } from './pathwayFiles.ts';
import { rosterFiles } from './rosterFiles.ts';
import { supportFiles } from './supportFiles.ts';

/** What one night's export says: everything known up to a day. */
export interface ExportOptions {
  readonly asOf: Day;
  /** When the SIS wrote the files, instant. */
  readonly generatedAt: string;
  readonly corrections: Corrections;
  /** Terms of this school year whose marks are final. */
  readonly finishedTerms: 0 | 1 | 2;
  /** Families have accounts: users with a role, whom the students' rows name. */
  readonly families?: boolean;
  /** Adds lines to `attendanceEvents.csv` as a careless registrar would. */
  readonly extraEventLines?: readonly string[];
}

/** The files of one drop, as lines, the manifest first; some of them, when they are named. */
export function filesOf(
  district: District,
  options: ExportOptions,
  only?: readonly string[],
): readonly [manifest: CsvFile, ...data: CsvFile[]] {
  const all = [
    ...rosterFiles(district, options),
    ...attendanceFiles(district, options),
    ...gradebookFiles(district, options),
    ...pathwayFiles(district, options),
    ...supportFiles(district, options),
    ...contactFiles(district),
  ];
  const data = only === undefined ? all : all.filter(({ name }) => only.includes(name));
  const absent = all.filter((file) => !data.includes(file)).map(({ name }) => name);
  return [manifestOf(data, absent, district, options), ...data];
}

/** What the school year before left behind, as a drop of its own: who was at which school, and the days they missed. */
export function historyOf(district: District, generatedAt: string): readonly [manifest: CsvFile, ...data: CsvFile[]] {
  const before = district.yearBefore();
  const lastDay = before.instructionalDays.at(-1) ?? 0;
  const options = { asOf: lastDay + 1, generatedAt, corrections: NO_CORRECTIONS, finishedTerms: 2 } as const;
  const data = attendanceFiles(before, options).filter(({ name }) => name !== 'classMeetings');
  return [manifestOf(data, [...ROSTER, ...GRADEBOOK], before, { ...options, asOf: lastDay }), ...data];
}

/** OneRoster wants every file of its own named. */
const NOT_SENT = [
  ...['userProfiles', 'scoreScales', 'lineItemLearningObjectiveIds', 'lineItemScoreScales'],
  ...['resultLearningObjectiveIds', 'resultScoreScales'],
  ...['resources', 'classResources', 'courseResources', 'userResources'],
];

const ROSTER = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments', 'demographics'];
const GRADEBOOK = ['categories', 'lineItems', 'results'];

function manifestOf(
  files: readonly CsvFile[],
  absent: readonly string[],
  { schoolYear }: District,
  { asOf, generatedAt }: Pick<ExportOptions, 'asOf' | 'generatedAt'>,
): CsvFile {
  const names = files.map(({ name }) => name);
  const lines = [
    'propertyName,value',
    'manifest.version,1.0',
    'oneroster.version,1.2',
    ...names.map((name) => `file.${name},bulk`),
    ...[...absent, ...NOT_SENT].map((name) => `file.${name},absent`),
    'source.systemName,Waymark sample district',
    `waymark.generatedAt,${generatedAt}`,
    `waymark.schoolYear,${schoolYear}`,
    ...(names.includes('attendanceEvents') ? [`file.attendanceEvents.to,${formatDay(asOf)}`] : []),
  ];
  return { name: 'manifest', lines: () => lines };
}
