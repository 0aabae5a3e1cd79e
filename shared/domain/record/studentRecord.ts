import type { AbsenceClass, AttendanceCategory } from '../attendance/record.ts';
import type { ActionType, IncidentLevel, ParticipationCode } from '../behavior/record.ts';
import type { ContactAddress, GuardianId, PersonName, SchoolId, StudentId } from '../identity.ts';
import type { ConsentBasis } from '../wellBeing/record.ts';
import type { ClassOfRecord, GradeOfRecord, PlannedCourse, TranscriptOfRecord } from './coursework.ts';

/** `2022-05-27`. */
export type IsoDay = string;

/**
 * What an edition of the district's data holds of one student, row by row and as it was sent. What no row has is absent;
 * lists ascend by their day, year or term. Decimals are exact: a number written with at most six places.
 *
 * Nothing here says who may see what: a field that is of another class than its neighbours has a name of its own.
 */
export interface StudentRecord {
  readonly sourcedId: StudentId;
  readonly person: PersonOfRecord;
  readonly birthDate?: IsoDay;
  readonly demographics?: DemographicsOfRecord;
  /** Whether a family has opted out of directory information (34 CFR 99.37), in any row of contacts.csv. */
  readonly directoryInformationBlock: boolean;
  /** Every enrolment at a school, earlier years and schools included. */
  readonly enrollments: readonly EnrollmentOfRecord[];
  readonly attendance: readonly AttendanceOfYear[];
  readonly classes: readonly ClassOfRecord[];
  readonly transcripts: readonly TranscriptOfRecord[];
  readonly grades: readonly GradeOfRecord[];
  readonly plannedCourses: readonly PlannedCourse[];
  readonly incidents: readonly IncidentOfRecord[];
  readonly assessments: readonly AssessmentOfRecord[];
  /** Only answers somebody consented to, and none in an area that PPRA protects. */
  readonly surveys: readonly SurveyOfRecord[];
  readonly programs: readonly ProgramOfRecord[];
  readonly credentials: readonly CredentialOfRecord[];
  readonly diplomas: readonly DiplomaOfRecord[];
  readonly milestones: readonly MilestoneOfRecord[];
  /** Ascending by priority; those without one come last. */
  readonly contacts: readonly ContactOfRecord[];
  /** Users who may see this record as its family. */
  readonly guardians: readonly GuardianOfRecord[];
}

/** The lists and facts of a record, each from one file of the drop. */
export type RecordSection = Exclude<keyof StudentRecord, 'sourcedId' | 'birthDate' | 'directoryInformationBlock'>;

/** Where a section comes from. */
export interface RecordSource {
  /** `attendanceEvents`, without `.csv`. */
  readonly file: string;
  /** Instant: `generatedAt` of the last drop that changed or confirmed the file; absent when none has come. */
  readonly generatedAt?: string;
}

export type RecordSources = Readonly<Record<RecordSection, RecordSource>>;

export interface SchoolOfRecord {
  readonly sourcedId: SchoolId;
  /** Absent where orgs.csv does not know the school. */
  readonly name?: string;
}

/** users.csv; without ids of other systems. */
export interface PersonOfRecord {
  readonly givenName?: PersonName;
  readonly middleName?: PersonName;
  readonly familyName?: PersonName;
  readonly preferredGivenName?: PersonName;
  readonly preferredMiddleName?: PersonName;
  readonly preferredFamilyName?: PersonName;
  readonly pronouns?: string;
  readonly identifier?: string;
  readonly email?: ContactAddress;
  readonly phone?: ContactAddress;
  readonly sms?: ContactAddress;
}

/** demographics.csv (OneRoster). */
export interface DemographicsOfRecord {
  readonly sex?: string;
  readonly americanIndianOrAlaskaNative?: boolean;
  readonly asian?: boolean;
  readonly blackOrAfricanAmerican?: boolean;
  readonly nativeHawaiianOrOtherPacificIslander?: boolean;
  readonly white?: boolean;
  readonly demographicRaceTwoOrMoreRaces?: boolean;
  readonly hispanicOrLatinoEthnicity?: boolean;
  readonly countryOfBirthCode?: string;
  readonly stateOfBirthAbbreviation?: string;
  readonly cityOfBirth?: string;
  readonly publicSchoolResidenceStatus?: string;
}

/** schoolEnrollments.csv. */
export interface EnrollmentOfRecord {
  readonly school: SchoolOfRecord;
  readonly entryDate: IsoDay;
  readonly exitWithdrawDate?: IsoDay;
  /** Ed-Fi ExitWithdrawType. */
  readonly exitWithdrawType?: string;
  readonly exitDocumented?: boolean;
  /** CEDS: `09`. */
  readonly gradeLevel?: string;
  readonly entryType?: string;
  readonly primarySchool?: boolean;
  readonly calendarCode?: string;
  readonly firstNinthGradeYear?: number;
  readonly graduationPlanId?: string;
  readonly fullTimeEquivalency?: number;
  readonly transferDaysEnrolled?: number;
  readonly transferDaysAbsent?: number;
}

export interface AttendanceOfYear {
  /** The calendar year in which the school year ends. */
  readonly schoolYear: number;
  readonly events: readonly AttendanceOfRecord[];
}

/** A row of attendanceEvents.csv, of a day or of a period. A day without one is a day present. */
export interface AttendanceOfRecord {
  readonly date: IsoDay;
  readonly school: SchoolOfRecord;
  readonly category: AttendanceCategory;
  /** Share of the day missed, 0 to 1, as given. */
  readonly portionOfDay?: number;
  readonly minutesMissed?: number;
  readonly period?: string;
  readonly classSourcedId?: string;
  readonly arrivalTime?: string;
  readonly departureTime?: string;
  /** Why: `medical` among others. */
  readonly absenceClass?: AbsenceClass;
  /** Why, in the school's own words. */
  readonly reason?: string;
}

/** The student's own part in an incident, from behaviorIncidents.csv; nobody else's. */
export interface IncidentOfRecord {
  /** Known within its school. */
  readonly incidentId: string;
  readonly date: IsoDay;
  readonly time?: string;
  readonly school: SchoolOfRecord;
  readonly behavior: string;
  readonly location?: string;
  readonly participationCode?: ParticipationCode;
  readonly incidentLevel?: IncidentLevel;
  /** Written by staff about everybody who took part: it may name other students. */
  readonly description?: string;
  /** Ascending by their first day. */
  readonly actions: readonly DisciplineAction[];
}

export interface DisciplineAction {
  readonly disciplineAction?: string;
  readonly actionType?: ActionType;
  readonly actionStartDate?: IsoDay;
  readonly actionLengthDays?: number;
}

/** assessments.csv: screeners, state tests, examinations. */
export interface AssessmentOfRecord {
  readonly assessmentId: string;
  readonly administrationDate: IsoDay;
  readonly title?: string;
  readonly academicSubject?: string;
  readonly score?: number;
  readonly scoreMethod?: string;
  readonly performanceLevel?: string;
  readonly benchmarkStatus?: string;
  readonly window?: string;
  readonly gradeLevel?: string;
  readonly examCode?: string;
  readonly passed?: boolean;
}

/** surveyResponses.csv: what the student says of one construct. */
export interface SurveyOfRecord {
  readonly surveyId: string;
  readonly administrationDate: IsoDay;
  readonly construct: string;
  readonly score: number;
  readonly scaleMinimum: number;
  readonly scaleMaximum: number;
  /** Absent where the row does not say: then it is. */
  readonly higherIsBetter?: boolean;
  readonly consentBasis: ConsentBasis;
}

/** programs.csv. */
export interface ProgramOfRecord {
  /** `IEP`, `504`, `EL`, `homeless`, `foster`, `CTE` …: what class of data a program is depends on it. */
  readonly programType: string;
  readonly programName?: string;
  readonly beginDate: IsoDay;
  readonly endDate?: IsoDay;
  readonly school?: SchoolOfRecord;
  readonly careerPathway?: string;
  readonly cipCode?: string;
  readonly participationStatus?: string;
}

/** credentials.csv: industry credentials awarded. */
export interface CredentialOfRecord {
  readonly credentialId: string;
  readonly awardDate: IsoDay;
  readonly title?: string;
  readonly careerPathway?: string;
  readonly cipCode?: string;
}

/** diplomas.csv. */
export interface DiplomaOfRecord {
  /** Ed-Fi DiplomaType. */
  readonly diplomaType: string;
  readonly awardDate: IsoDay;
}

/** milestones.csv: service hours, FAFSA, a postsecondary plan, waivers. */
export interface MilestoneOfRecord {
  readonly code: string;
  readonly status: string;
  readonly date?: IsoDay;
  readonly hours?: number;
  readonly authorizer?: PersonName;
  readonly reason?: string;
}

/** contacts.csv. */
export interface ContactOfRecord {
  readonly contactId: string;
  readonly relation: string;
  readonly givenName?: PersonName;
  readonly familyName?: PersonName;
  readonly email?: ContactAddress;
  readonly phone?: ContactAddress;
  /** BCP 47. */
  readonly preferredLanguage?: string;
  readonly preferredChannel?: string;
  readonly contactPriority?: number;
  readonly livesWith?: boolean;
  readonly legalGuardian?: boolean;
  /** Must not be reached, by whatever means, and sees nothing. */
  readonly noContact?: boolean;
  readonly directoryInformationBlock?: boolean;
}

export const GUARDIAN_ROLES = ['parent', 'guardian', 'relative'] as const;
export type GuardianRole = (typeof GUARDIAN_ROLES)[number];

/**
 * A user with one of the family roles whom the student's row of users.csv names in `agentSourcedIds`, whose account is not
 * disabled, and whom no contact row of the student with the same id marks `noContact`.
 */
export interface GuardianOfRecord {
  readonly sourcedId: GuardianId;
  readonly givenName?: PersonName;
  readonly familyName?: PersonName;
  readonly role: GuardianRole;
  /** Days within which the role is in force, both included; absent where it always is. */
  readonly inForce?: readonly RoleSpan[];
  /** Of the contact row with the same id. */
  readonly legalGuardian?: boolean;
}

export interface RoleSpan {
  readonly beginDate?: IsoDay;
  readonly endDate?: IsoDay;
}

/** A student whose record a guardian may see. */
export interface ChildOfGuardian {
  readonly sourcedId: StudentId;
  readonly role: GuardianRole;
  readonly birthDate?: IsoDay;
  readonly legalGuardian?: boolean;
}
