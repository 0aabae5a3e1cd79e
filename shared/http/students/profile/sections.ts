import type { FieldClass } from '../../../domain/access/fieldClass.ts';
import {
  attendanceShown,
  contactShown,
  enrollmentShown,
  milestoneShown,
  programsShown,
} from '../../../domain/access/recordClass.ts';
import type { AttendanceCategory } from '../../../domain/attendance/record.ts';
import { parseDay } from '../../../domain/calendar/day.ts';
import { schoolYearOf } from '../../../domain/calendar/schoolYear.ts';
import type { AttendanceOfYear, RecordSection, StudentRecord } from '../../../domain/record/studentRecord.ts';
import type { Tenant } from '../../../tenant/tenant.ts';
import { creditProgress } from './credits.ts';
import type { SectionName } from './sectionShapes.ts';

/** Sections that people have added; the others are made of files. */
export type AddedSection = 'plans' | 'notes';
export type FileSection = Exclude<SectionName, AddedSection>;

/** A section's class, and which sections of the record its files are those of. */
interface SectionKind {
  readonly of: FieldClass;
  /** Classes of some of its fields or items. */
  readonly also?: readonly FieldClass[];
  readonly from: readonly RecordSection[];
}

export const FILE_SECTIONS: Readonly<Record<FileSection, SectionKind>> = {
  person: { of: 'directory', from: ['person', 'demographics'] },
  enrollments: { of: 'directory', also: ['health', 'discipline'], from: ['enrollments'] },
  attendance: { of: 'academic', also: ['health', 'discipline'], from: ['attendance'] },
  classes: { of: 'academic', from: ['classes'] },
  grades: { of: 'academic', from: ['grades'] },
  transcripts: { of: 'academic', from: ['transcripts'] },
  credits: { of: 'academic', from: ['transcripts', 'enrollments'] },
  plannedCourses: { of: 'academic', from: ['plannedCourses'] },
  incidents: { of: 'discipline', from: ['incidents'] },
  assessments: { of: 'academic', from: ['assessments'] },
  surveys: { of: 'health', from: ['surveys'] },
  programs: { of: 'academic', also: ['health'], from: ['programs'] },
  credentials: { of: 'academic', from: ['credentials'] },
  diplomas: { of: 'academic', from: ['diplomas'] },
  milestones: { of: 'academic', also: ['health'], from: ['milestones'] },
  contacts: { of: 'directory', also: ['health'], from: ['contacts'] },
};

/** For whom sections are made. */
export interface SectionReader {
  readonly classes: ReadonlySet<FieldClass>;
  readonly readsDescriptions: boolean;
  /** Whether attendance comes day by day for every school year. */
  readonly allYears: boolean;
  readonly tenant: Tenant;
  /** ISO day of the publication. */
  readonly asOf: string;
}

/** What each section holds for a reader; they ask only for those whose class they see. */
export const ITEMS_OF = {
  person: ({ person, birthDate, directoryInformationBlock }) => [
    { ...person, ...(birthDate !== undefined && { birthDate }), directoryInformationBlock },
  ],
  enrollments: ({ enrollments }, { classes }) => enrollments.map((each) => enrollmentShown(each, classes)),
  attendance: ({ attendance }, reader) => attendance.map((year) => attendanceOf(year, reader)),
  classes: ({ classes }) => classes,
  grades: ({ grades }) => grades,
  transcripts: ({ transcripts }) => transcripts,
  credits: (record, { tenant, asOf }) => creditProgress(record, tenant, asOf),
  plannedCourses: ({ plannedCourses }) => plannedCourses,
  incidents: ({ incidents }, { readsDescriptions }) =>
    readsDescriptions ? incidents : incidents.map(({ description: _, ...incident }) => incident),
  assessments: ({ assessments }) => assessments,
  surveys: ({ surveys }) => surveys,
  programs: ({ programs }, { classes }) => programsShown(programs, classes),
  credentials: ({ credentials }) => credentials,
  diplomas: ({ diplomas }) => diplomas,
  milestones: ({ milestones }, { classes }) => milestones.map((each) => milestoneShown(each, classes)),
  contacts: ({ contacts }, { classes }) => contacts.map((each) => contactShown(each, classes)),
} satisfies Record<FileSection, (record: StudentRecord, reader: SectionReader) => readonly object[]>;

function attendanceOf({ schoolYear, events }: AttendanceOfYear, { classes, allYears, tenant, asOf }: SectionReader) {
  const counts: Partial<Record<AttendanceCategory, number>> = {};
  for (const { category } of events) counts[category] = (counts[category] ?? 0) + 1;
  const isCurrent = schoolYear === schoolYearOf(parseDay(asOf) ?? 0, tenant.schoolYear.startsOn).name;
  return {
    ...{ schoolYear, counts },
    ...((isCurrent || allYears) && { events: events.map((event) => attendanceShown(event, classes)) }),
  };
}
