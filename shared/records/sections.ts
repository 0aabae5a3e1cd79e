import type {
  AssessmentOfRecord,
  AttendanceOfRecord,
  ContactOfRecord,
  CredentialOfRecord,
  DemographicsOfRecord,
  DiplomaOfRecord,
  DisciplineAction,
  EnrollmentOfRecord,
  GradeOfRecord,
  IncidentOfRecord,
  IsoDay,
  MilestoneOfRecord,
  PersonOfRecord,
  PlannedCourse,
  ProgramOfRecord,
  RecordSection,
  SchoolOfRecord,
  SurveyOfRecord,
  TranscriptOfRecord,
} from '../domain/record/studentRecord.ts';

/**
 * What a field of a row is made of:
 * - `text`, `integer`, `decimal`, `boolean` and `list` (its text) of a column, `day` as days since 1970-01-01
 * - `school`: the place of the column's school among those of the edition's records
 * - `course`: the title of the course with the column's code; `classTitle`, `classCourse` (its course's title) of the class
 *   and `session` (its title) of the academic session with the column's sourcedId
 */
export type CellKind = 'boolean' | 'integer' | 'decimal' | 'list' | 'school' | TextKind;
type TextKind = 'text' | 'day' | 'course' | 'classTitle' | 'classCourse' | 'session';

type KindOf<Value> = Value extends boolean
  ? 'boolean'
  : Value extends number
    ? 'integer' | 'decimal'
    : Value extends string
      ? TextKind
      : Value extends readonly string[]
        ? 'list'
        : Value extends SchoolOfRecord
          ? 'school'
          : never;

/** A field's kind, and its column where it is called otherwise. */
type CellDeclaration<Value> = KindOf<Value> | readonly [kind: KindOf<Value>, column: string];

export interface Cell {
  readonly field: string;
  readonly kind: CellKind;
  readonly column: string;
}

/** Rows of one file by student: stored as values in the order of `cells`, with nothing for those at the end that are missing. */
export interface RowSection<Row> {
  readonly file: string;
  /** The column that names the student. */
  readonly student: string;
  /** The number its rows ascend by; those without one come last, in the order of the file. */
  readonly ascending?: string;
  readonly cells: readonly Cell[];
  /** Type of a row as it is read. */
  readonly row?: Row;
}

type Declared<Row> = { readonly [Field in keyof Required<Row>]: CellDeclaration<Required<Row>[Field]> };

function rowsOf<Row>(
  file: string,
  { student = 'studentSourcedId', ascending }: { readonly student?: string; readonly ascending?: string },
  declared: Declared<Row>,
): RowSection<Row> {
  const cells = Object.entries<CellDeclaration<never> | CellKind | readonly [CellKind, string]>(declared).map(
    ([field, cell]): Cell =>
      typeof cell === 'string' ? { field, kind: cell, column: field } : { field, kind: cell[0], column: cell[1] },
  );
  return { file, student, ...(ascending !== undefined && { ascending }), cells };
}

/** Demographics and what a record has beside them. */
export type StoredDemographics = DemographicsOfRecord & { readonly birthDate?: IsoDay };

/** An incident and one action that followed. */
export type StoredIncident = Omit<IncidentOfRecord, 'actions'> & DisciplineAction;

/** The sections that are rows of a file as they are; `classes` and `guardians` are made of several files. */
export const ROW_SECTIONS = {
  person: rowsOf<PersonOfRecord>(
    'users',
    { student: 'sourcedId' },
    {
      givenName: 'text',
      middleName: 'text',
      familyName: 'text',
      preferredGivenName: 'text',
      preferredMiddleName: 'text',
      preferredFamilyName: 'text',
      pronouns: 'text',
      identifier: 'text',
      email: 'text',
      phone: 'text',
      sms: 'text',
    },
  ),
  demographics: rowsOf<StoredDemographics>(
    'demographics',
    { student: 'sourcedId' },
    {
      birthDate: 'day',
      sex: 'text',
      americanIndianOrAlaskaNative: 'boolean',
      asian: 'boolean',
      blackOrAfricanAmerican: 'boolean',
      nativeHawaiianOrOtherPacificIslander: 'boolean',
      white: 'boolean',
      demographicRaceTwoOrMoreRaces: 'boolean',
      hispanicOrLatinoEthnicity: 'boolean',
      countryOfBirthCode: 'text',
      stateOfBirthAbbreviation: 'text',
      cityOfBirth: 'text',
      publicSchoolResidenceStatus: 'text',
    },
  ),
  enrollments: rowsOf<EnrollmentOfRecord>(
    'schoolEnrollments',
    { ascending: 'entryDate' },
    {
      school: ['school', 'schoolSourcedId'],
      entryDate: 'day',
      exitWithdrawDate: 'day',
      exitWithdrawType: 'text',
      exitDocumented: 'boolean',
      gradeLevel: 'text',
      entryType: 'text',
      primarySchool: 'boolean',
      calendarCode: 'text',
      firstNinthGradeYear: 'integer',
      graduationPlanId: 'text',
      fullTimeEquivalency: 'decimal',
      transferDaysEnrolled: 'decimal',
      transferDaysAbsent: 'decimal',
    },
  ),
  attendance: rowsOf<AttendanceOfRecord>(
    'attendanceEvents',
    { ascending: 'date' },
    {
      date: 'day',
      school: ['school', 'schoolSourcedId'],
      category: 'text',
      portionOfDay: 'decimal',
      absenceClass: 'text',
      period: 'text',
      classSourcedId: 'text',
      minutesMissed: 'integer',
      arrivalTime: 'text',
      departureTime: 'text',
      reason: 'text',
    },
  ),
  transcripts: rowsOf<TranscriptOfRecord>(
    'courseTranscripts',
    { ascending: 'schoolYear' },
    {
      schoolYear: 'integer',
      term: 'text',
      courseCode: 'text',
      attemptedCredits: 'decimal',
      earnedCredits: 'decimal',
      courseAttemptResult: 'text',
      courseTitle: ['course', 'courseCode'],
      academicSubject: 'text',
      school: ['school', 'schoolSourcedId'],
      finalLetterGrade: 'text',
      finalNumericGrade: 'decimal',
      gradePoints: 'decimal',
      gradeLevelWhenTaken: 'text',
      creditCategories: 'list',
      gradeScaleId: 'text',
      courseLevel: 'text',
      courseRepeatCode: 'text',
      methodCreditEarned: 'text',
      excludeFromGraduation: 'boolean',
      excludeFromGpa: 'boolean',
      externalSchoolName: 'text',
    },
  ),
  grades: rowsOf<GradeOfRecord>(
    'grades',
    { ascending: 'asOfDate' },
    {
      asOfDate: 'day',
      classSourcedId: 'text',
      classTitle: ['classTitle', 'classSourcedId'],
      courseTitle: ['classCourse', 'classSourcedId'],
      term: ['session', 'academicSessionSourcedId'],
      gradeType: 'text',
      letterGrade: 'text',
      numericGrade: 'decimal',
      gradeScaleId: 'text',
      missingAssignments: 'integer',
    },
  ),
  plannedCourses: rowsOf<PlannedCourse>(
    'courseRequests',
    { ascending: 'schoolYear' },
    {
      schoolYear: 'integer',
      courseCode: 'text',
      courseTitle: ['course', 'courseCode'],
      term: 'text',
      potentialCredits: 'decimal',
      status: 'text',
    },
  ),
  incidents: rowsOf<StoredIncident>(
    'behaviorIncidents',
    { ascending: 'date' },
    {
      incidentId: 'text',
      date: 'day',
      school: ['school', 'schoolSourcedId'],
      behavior: 'text',
      participationCode: 'text',
      incidentLevel: 'text',
      time: 'text',
      location: 'text',
      disciplineAction: 'text',
      actionType: 'text',
      actionStartDate: 'day',
      actionLengthDays: 'decimal',
      description: 'text',
    },
  ),
  assessments: rowsOf<AssessmentOfRecord>(
    'assessments',
    { ascending: 'administrationDate' },
    {
      assessmentId: 'text',
      administrationDate: 'day',
      title: 'text',
      academicSubject: 'text',
      score: 'decimal',
      scoreMethod: 'text',
      performanceLevel: 'text',
      benchmarkStatus: 'text',
      window: 'text',
      gradeLevel: 'text',
      examCode: 'text',
      passed: 'boolean',
    },
  ),
  surveys: rowsOf<SurveyOfRecord>(
    'surveyResponses',
    { ascending: 'administrationDate' },
    {
      surveyId: 'text',
      administrationDate: 'day',
      construct: 'text',
      score: 'decimal',
      scaleMinimum: 'decimal',
      scaleMaximum: 'decimal',
      consentBasis: 'text',
      higherIsBetter: 'boolean',
    },
  ),
  programs: rowsOf<ProgramOfRecord>(
    'programs',
    { ascending: 'beginDate' },
    {
      programType: 'text',
      beginDate: 'day',
      endDate: 'day',
      programName: 'text',
      school: ['school', 'schoolSourcedId'],
      careerPathway: 'text',
      cipCode: 'text',
      participationStatus: 'text',
    },
  ),
  credentials: rowsOf<CredentialOfRecord>(
    'credentials',
    { ascending: 'awardDate' },
    { credentialId: 'text', awardDate: 'day', title: 'text', careerPathway: 'text', cipCode: 'text' },
  ),
  diplomas: rowsOf<DiplomaOfRecord>('diplomas', { ascending: 'awardDate' }, { diplomaType: 'text', awardDate: 'day' }),
  milestones: rowsOf<MilestoneOfRecord>(
    'milestones',
    { ascending: 'date' },
    { code: 'text', status: 'text', date: 'day', hours: 'decimal', authorizer: 'text', reason: 'text' },
  ),
  contacts: rowsOf<ContactOfRecord>(
    'contacts',
    { ascending: 'contactPriority' },
    {
      contactId: 'text',
      relation: 'text',
      contactPriority: 'integer',
      givenName: 'text',
      familyName: 'text',
      email: 'text',
      phone: 'text',
      preferredLanguage: 'text',
      preferredChannel: 'text',
      livesWith: 'boolean',
      legalGuardian: 'boolean',
      noContact: 'boolean',
      directoryInformationBlock: 'boolean',
    },
  ),
} as const;

export type RowSectionName = keyof typeof ROW_SECTIONS;

/** The file whose day tells how old a section is. */
export const FILE_OF_SECTION: Readonly<Record<RecordSection, string>> = {
  ...(Object.fromEntries(Object.entries(ROW_SECTIONS).map(([name, { file }]) => [name, file])) as Record<
    RowSectionName,
    string
  >),
  classes: 'enrollments',
  guardians: 'users',
};
