import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { staffId } from '../../../shared/domain/identity.ts';
import { encodeTable } from '../../../shared/lake/encoding.ts';
import { type Lake, memoryLake, putJson } from '../../../shared/lake/lake.ts';
import { editionKey } from '../../../shared/lake/reader.ts';
import type { LoadedTenant } from '../../../shared/runtime/tenant.ts';
import { courseTranscriptsFile } from '../../../shared/sis/files/courseTranscripts.ts';
import { schoolEnrollmentsFile } from '../../../shared/sis/files/schoolEnrollments.ts';
import { documents } from '../../../shared/store/documents.ts';
import { auditBatch } from '../../../shared/yearend/auditBatch.ts';
import { completeAudit } from '../../../shared/yearend/completeAudit.ts';
import { freezeYear } from '../../../shared/yearend/freezeYear.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { type SampleRow, tableOf } from '../../unit/lake/tableOf.ts';

export const YEAR = 2027;
export const NOW = new Date('2027-06-10T20:00:00.000Z');
export const PRINCIPAL = staffId('T-PRINCIPAL');
export const author = { by: staffId('T-DISTRICT'), at: '2027-06-12T15:00:00.000Z' };

const base = sampleTenant();
/** One credit each of English and mathematics, one of anything. */
export const tenant: LoadedTenant = {
  configurationVersion: 'c0ffee',
  tenant: {
    ...base.tenant,
    graduation: {
      defaultPlan: 'standard',
      creditsPerFullCourse: '1',
      repeatableCourses: [],
      termsPerYear: 2,
      yearsToGraduate: 4,
      terms: {},
      plans: [
        {
          id: 'standard',
          title: 'Standard diploma',
          totalCredits: '3',
          areas: [
            { ...emptyArea('ENG', 'English'), subjects: ['English'] },
            { ...emptyArea('MATH', 'Mathematics'), subjects: ['Mathematics'] },
            { ...emptyArea('ELEC', 'Electives'), any: true },
          ],
        },
      ],
    },
  },
};

function emptyArea(code: string, title: string) {
  return { code, title, credits: '1', subjects: [], courseCodes: [], creditCategories: [], any: false };
}

const senior = (student: string, fields: SampleRow = {}): SampleRow => ({
  studentSourcedId: student,
  schoolSourcedId: 'S1',
  entryDate: '2026-08-17',
  gradeLevel: '12',
  ...fields,
});

const row = (student: string, courseCode: string, academicSubject: string, fields: SampleRow = {}): SampleRow => ({
  studentSourcedId: student,
  schoolSourcedId: 'S1',
  schoolYear: 2027,
  term: 'FY',
  courseCode,
  academicSubject,
  attemptedCredits: 1,
  earnedCredits: 1,
  courseAttemptResult: 'Pass',
  ...fields,
});

export const passed = (student: string): readonly SampleRow[] => [
  row(student, 'ENG12', 'English'),
  row(student, 'STAT', 'Mathematics'),
  row(student, 'ART', 'Arts'),
];
const failing = { courseAttemptResult: 'Fail', earnedCredits: 0 };
const running = { courseAttemptResult: 'In Progress', earnedCredits: 0 };

/** `met`, `short`, `pending` (running course), `blank` (no transcript, second school), `plan` (a plan nobody knows). */
export const enrollments: readonly SampleRow[] = [
  senior('met'),
  senior('short'),
  senior('pending'),
  senior('blank', { schoolSourcedId: 'S2' }),
  senior('plan', { graduationPlanId: 'honors' }),
  senior('graduated', { exitWithdrawDate: '2027-05-28', exitWithdrawType: 'Graduated' }),
  senior('left', { exitWithdrawDate: '2027-02-01', exitWithdrawType: 'Transferred' }),
  senior('noShow', { exitWithdrawDate: '2027-06-30', exitWithdrawType: 'No show' }),
  senior('junior', { gradeLevel: '11' }),
];

export const transcripts: readonly SampleRow[] = [
  ...passed('met'),
  ...passed('short').slice(0, 2),
  row('short', 'ART', 'Arts', failing),
  ...passed('pending').slice(0, 2),
  row('pending', 'ART', 'Arts', running),
  ...passed('plan'),
  ...passed('graduated'),
  ...passed('left'),
  ...passed('junior'),
];

/** Puts an edition with these rows into the lake. */
export async function putEdition(
  lake: Lake,
  number: number,
  rows: { readonly transcripts?: readonly SampleRow[]; readonly enrollments?: readonly SampleRow[] } = {},
): Promise<void> {
  const tables = Object.fromEntries(
    await Promise.all(
      (
        [
          [schoolEnrollmentsFile.table, rows.enrollments ?? enrollments],
          [courseTranscriptsFile.table, rows.transcripts ?? transcripts],
        ] as const
      ).map(async ([schema, some]) => {
        const key = `tables/${schema.name}/${number}.table`;
        await lake.putStream(key, encodeTable(tableOf(schema, some)));
        return [schema.name, { key, rows: some.length, bytes: 0, sha256: '', generatedAt: '' }] as const;
      }),
    ),
  );
  const edition = { number, parent: number - 1, dropId: 'drop-1', generatedAt: NOW.toISOString(), tables };
  await putJson(lake, editionKey(number), edition);
}

export async function lakeWithEdition(): Promise<ReturnType<typeof memoryLake>> {
  const lake = memoryLake();
  await putEdition(lake, 1);
  return lake;
}

export const freeze = (lake: Lake, edition = 1, now = NOW) =>
  freezeYear(YEAR, { lake, tenant, now, currentEdition: async () => edition });

/** The whole closing execution. */
export async function close(lake: Lake, edition = 1): Promise<void> {
  const { batchNumbers } = await freeze(lake, edition);
  for (const batch of batchNumbers) await auditBatch(YEAR, batch, lake);
  await completeAudit(YEAR);
}

/** Everything both tables hold, in one order. */
export async function stored(): Promise<string> {
  const tables = await Promise.all(
    ['STUDENT_TABLE', 'OPERATIONS_TABLE'].map(async (variable) => {
      const answer = await documents.send(new ScanCommand({ TableName: process.env[variable] }));
      return (answer.Items ?? []).map((item) => JSON.stringify(sorted(item))).sort();
    }),
  );
  return tables.flat().join('\n');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
