import { describe, expect, it } from 'vitest';
import type { FileSpec } from '../../../../shared/sis/fileSpec.ts';
import { academicSessionsFile } from '../../../../shared/sis/files/academicSessions.ts';
import { assessmentsFile } from '../../../../shared/sis/files/assessments.ts';
import { attendanceTakenFile } from '../../../../shared/sis/files/attendanceTaken.ts';
import { caseloadsFile } from '../../../../shared/sis/files/caseloads.ts';
import { classMeetingsFile } from '../../../../shared/sis/files/classMeetings.ts';
import { contactsFile } from '../../../../shared/sis/files/contacts.ts';
import { courseRequestsFile } from '../../../../shared/sis/files/courseRequests.ts';
import { credentialsFile } from '../../../../shared/sis/files/credentials.ts';
import { diplomasFile } from '../../../../shared/sis/files/diplomas.ts';
import { enrollmentsFile } from '../../../../shared/sis/files/enrollments.ts';
import { milestonesFile } from '../../../../shared/sis/files/milestones.ts';
import { parseText } from '../parse/parseText.ts';

type Row = Readonly<Record<string, string | number>>;

/** A file with a row that holds every column. */
const EXAMPLES: readonly (readonly [FileSpec, Row])[] = [
  [attendanceTakenFile, { schoolSourcedId: 'HS', date: '2024-09-03', classSourcedId: 'K1', complete: 1 }],
  [classMeetingsFile, { classSourcedId: 'K1', date: '2024-09-03', period: '3A' }],
  [
    courseRequestsFile,
    {
      studentSourcedId: 'S1',
      schoolYear: 2026,
      courseCode: 'ALG2',
      term: 'Fall',
      potentialCredits: 0.5,
      status: 'requested',
    },
  ],
  [
    assessmentsFile,
    {
      studentSourcedId: 'S1',
      assessmentId: 'MAP',
      administrationDate: '2024-09-03',
      title: 'Growth',
      academicSubject: 'Mathematics',
      score: 214.5,
      scoreMethod: 'RIT',
      performanceLevel: 'Low',
      benchmarkStatus: 'belowBenchmark',
      window: 'Fall',
      gradeLevel: '09',
      examCode: 'M1',
      passed: 0,
    },
  ],
  [
    credentialsFile,
    {
      studentSourcedId: 'S1',
      credentialId: 'CNA',
      awardDate: '2024-05-30',
      title: 'Nurse',
      careerPathway: 'Health Science',
      cipCode: '51.3902',
    },
  ],
  [diplomasFile, { studentSourcedId: 'S1', diplomaType: 'Regular diploma', awardDate: '2024-05-30' }],
  [
    milestonesFile,
    {
      studentSourcedId: 'S1',
      code: 'service',
      status: 'met',
      date: '2024-05-30',
      hours: 12.5,
      authorizer: 'A. Person',
      reason: 'done',
    },
  ],
  [
    contactsFile,
    {
      studentSourcedId: 'S1',
      contactId: 'P1',
      relation: 'Mother, step',
      givenName: 'Ana',
      familyName: 'Ruiz',
      email: 'ana@example.org',
      phone: '+1 555 0100',
      preferredLanguage: 'es-MX',
      preferredChannel: 'sms',
      contactPriority: 1,
      livesWith: 1,
      legalGuardian: 1,
      noContact: 0,
      directoryInformationBlock: 1,
    },
  ],
];

const quoted = (value: string | number) => `"${value}"`;
const textOf = (row: Row) => `${Object.keys(row).join()}\n${Object.values(row).map(quoted).join()}\n`;
const refusalOf = async (spec: FileSpec, row: Row) => (await parseText(spec, textOf(row))).rejects;

describe.each(EXAMPLES)('$0.name', (spec, example) => {
  it('takes a row with every column', async () => {
    expect(Object.keys(example).sort()).toEqual(spec.columns.map(({ name }) => name).sort());
    expect(await parseText(spec, textOf(example))).toMatchObject({
      rejected: 0,
      notices: [],
      records: [{ cells: example }],
    });
  });

  it('takes a row with the required columns alone, and none without one of them', async () => {
    const required = spec.columns.filter(({ required }) => required === true).map(({ name }) => name);
    const least = Object.fromEntries(required.map((name) => [name, example[name] ?? '']));
    expect(await refusalOf(spec, least)).toEqual([]);
    for (const name of required) {
      expect(await refusalOf(spec, { ...least, [name]: '' })).toEqual([`2 ${name} row.missing_required_value`]);
    }
  });
});

describe('a row is refused', () => {
  const exampleOf = (spec: FileSpec) => EXAMPLES.find(([each]) => each === spec)?.[1] ?? {};
  it.each<[FileSpec, Row, string]>([
    [courseRequestsFile, { status: 'wanted' }, 'status row.unmapped_code'],
    [courseRequestsFile, { schoolYear: '2025-26' }, 'schoolYear row.invalid_year'],
    [assessmentsFile, { gradeLevel: 'Ninth' }, 'gradeLevel row.unmapped_code'],
    [assessmentsFile, { score: 'high' }, 'score row.invalid_number'],
    [diplomasFile, { diplomaType: 'GED' }, 'diplomaType row.unmapped_code'],
    [credentialsFile, { awardDate: '30.05.2024' }, 'awardDate row.invalid_date'],
    [contactsFile, { preferredLanguage: 'Spanish (Mexico)' }, 'preferredLanguage row.invalid_language'],
    [contactsFile, { noContact: 'court order' }, 'noContact row.invalid_boolean'],
    [milestonesFile, { hours: '-2' }, 'hours row.invalid_number'],
    [attendanceTakenFile, { complete: 'partly' }, 'complete row.invalid_boolean'],
    [classMeetingsFile, { date: '2024-02-30' }, 'date row.invalid_date'],
  ])('$0.name with $1', async (spec, change, refusal) => {
    expect(await refusalOf(spec, { ...exampleOf(spec), ...change })).toEqual([`2 ${refusal}`]);
  });

  it.each<[FileSpec, Row]>([
    [
      academicSessionsFile,
      {
        sourcedId: 'T1',
        title: 'Fall',
        type: 'term',
        startDate: '2024-09-03',
        endDate: '2024-09-02',
        schoolYear: 2025,
      },
    ],
    [
      enrollmentsFile,
      {
        sourcedId: 'E1',
        classSourcedId: 'K1',
        schoolSourcedId: 'HS',
        userSourcedId: 'S1',
        role: 'student',
        beginDate: '2024-09-03',
        endDate: '2024-09-02',
      },
    ],
    [
      caseloadsFile,
      { staffSourcedId: 'T1', studentSourcedId: 'S1', role: 'mentor', beginDate: '2024-09-03', endDate: '2024-09-02' },
    ],
  ])('$0.name that ends before it begins', async (spec, row) => {
    expect(await refusalOf(spec, row)).toEqual(['2 endDate row.end_before_begin']);
    expect(await refusalOf(spec, { ...row, endDate: '2024-09-03' })).toEqual([]);
  });
});

describe('a contact', () => {
  const header = 'studentSourcedId,contactId,relation,preferredChannel,noContact\n';
  it('whose channel is unknown stays with its flags, and that is told', async () => {
    const parsed = await parseText(contactsFile, `${header}S1,P1,Mother,carrier pigeon,true\nS1,P2,Father,,\n`);
    expect(parsed).toMatchObject({ rejected: 0, notices: ['row.unmapped_code'] });
    expect(parsed.records[0]?.cells).toMatchObject({ noContact: 1 });
    expect(parsed.diagnostics[0]?.message).toMatch(/^preferredChannel holds "carrier pigeon" in 1 row: /);
  });

  it('never has a name, an address or a number in a message', async () => {
    const text =
      'studentSourcedId,contactId,relation,givenName,email,phone,contactPriority\nS1,P1,Mother,Ana,ana@x.org,5550100,first\n';
    expect(JSON.stringify((await parseText(contactsFile, text)).diagnostics)).not.toMatch(/Ana|ana@|5550100/);
  });
});

describe('a status of its own', () => {
  const rows = (status: string) =>
    `studentSourcedId,schoolYear,courseCode,status,dateLastModified\nS1,2026,ALG2,${status},2025-03-01T05:00:00Z\n`;

  it.each(['bulk', 'delta'] as const)('is kept in %s files, and tobedeleted deletes the row', async (mode) => {
    const kept = await parseText(courseRequestsFile, rows('enrolled'), { mode });
    expect(kept).toMatchObject({ rejected: 0, records: [{ deleted: false, cells: { status: 'enrolled' } }] });
    const deleted = await parseText(courseRequestsFile, rows('tobedeleted'), { mode });
    expect(deleted).toMatchObject({ rejected: 0, records: [{ deleted: true }] });
  });

  it('of a milestone is any word of the district', async () => {
    const text = 'studentSourcedId,code,status\nS1,FAFSA,waived\nS1,service,In Progress\n';
    expect(await parseText(milestonesFile, text)).toMatchObject({ rejected: 0, notices: [] });
  });
});
