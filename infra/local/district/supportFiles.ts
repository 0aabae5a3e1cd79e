import { type Day, dayOf, formatDay } from '../../../shared/domain/calendar/day.ts';
import { type CsvFile, csvFile } from './csv.ts';
import { type District, eventsOf, studentsOf } from './district.ts';
import type { ExportOptions } from './files.ts';
import type { Student } from './people.ts';
import { type Random, seededRandom, seedFor } from './random.ts';
import { isInHighSchool } from './sections.ts';

/** What is known of students beside attendance and marks: incidents, programs, screeners and surveys. */
export function supportFiles(district: District, options: ExportOptions): readonly CsvFile[] {
  return [
    csvFile('behaviorIncidents', INCIDENT_COLUMNS, () => incidents(district, options)),
    csvFile('programs', PROGRAM_COLUMNS, () => programs(district)),
    csvFile('assessments', ASSESSMENT_COLUMNS, () => assessments(district, options)),
    csvFile('surveyResponses', RESPONSE_COLUMNS, () => surveyResponses(district, options)),
    csvFile('surveyAggregates', AGGREGATE_COLUMNS, () => surveyAggregates(district, options)),
  ];
}

const INCIDENT_COLUMNS = [
  ...(['incidentId', 'studentSourcedId', 'schoolSourcedId', 'date', 'behavior', 'time', 'location'] as const),
  ...(['participationCode', 'incidentLevel', 'disciplineAction', 'actionStartDate', 'actionLengthDays'] as const),
  'actionType',
] as const;

const PROGRAM_COLUMNS = [
  ...(['studentSourcedId', 'programType', 'beginDate', 'programName', 'schoolSourcedId'] as const),
  ...(['careerPathway', 'cipCode'] as const),
] as const;

const ASSESSMENT_COLUMNS = [
  ...(['studentSourcedId', 'assessmentId', 'administrationDate', 'title', 'academicSubject', 'score'] as const),
  ...(['scoreMethod', 'performanceLevel', 'window', 'gradeLevel'] as const),
] as const;

const RESPONSE_COLUMNS = [
  ...(['studentSourcedId', 'surveyId', 'administrationDate', 'construct', 'score'] as const),
  ...(['scaleMinimum', 'scaleMaximum', 'consentBasis', 'higherIsBetter'] as const),
] as const;

const AGGREGATE_COLUMNS = [
  ...(['schoolSourcedId', 'surveyId', 'administrationDate', 'respondentType', 'construct', 'mean'] as const),
  'responses',
] as const;

const MINOR = ['Disruption', 'Defiance', 'Technology violation'] as const;
const MAJOR = ['Fighting', 'Bullying', 'Vandalism'] as const;
const PLACES = ['Classroom', 'Hallway', 'Cafeteria', 'Bus'] as const;

/** Every day of suspension has its incident, and who misses much school is sent to the office more often. */
function* incidents(district: District, { asOf, corrections }: ExportOptions) {
  const days = district.instructionalDays.filter((day) => day <= asOf);
  for (const student of studentsOf(district)) {
    const random = seededRandom(seedFor(district.seed ^ 0x38495ab5, student.index));
    const about = { studentSourcedId: student.sourcedId, participationCode: 'Perpetrator' };
    for (const { day, school, absenceClass } of eventsOf(district, student, asOf, corrections)) {
      if (absenceClass !== 'outOfSchoolSuspension') continue;
      const incident = happened(random, day, `B-${student.sourcedId}-${day}`);
      const action = { disciplineAction: 'Out-of-school suspension', actionType: 'out-of-school suspension' };
      yield {
        ...{ ...about, ...incident, ...action, schoolSourcedId: school.sourcedId, behavior: random.pick(MAJOR) },
        ...{ incidentLevel: 'major', actionStartDate: formatDay(day), actionLengthDays: '1' },
      };
    }
    if (!random.chance(student.absenceTendency * 0.6)) continue;
    const day = days[random.between(0, Math.max(0, district.instructionalDays.length - 1))];
    if (day === undefined) continue;
    const incident = happened(random, day, `B-${student.sourcedId}-M`);
    yield {
      ...{ ...about, ...incident, schoolSourcedId: student.school.sourcedId, behavior: random.pick(MINOR) },
      ...{ incidentLevel: 'minor', disciplineAction: 'Conference with student', actionType: 'other' },
    };
  }
}

const happened = (random: Random, day: Day, incidentId: string) => ({
  incidentId,
  date: formatDay(day),
  time: `${String(random.between(8, 14)).padStart(2, '0')}:${String(random.between(0, 59)).padStart(2, '0')}:00`,
  location: random.pick(PLACES),
});

/** Programs by how many of a hundred students are in them. */
const PROGRAMS: readonly (readonly [programType: string, programName: string, inHundred: number])[] = [
  ['econDisadvantaged', 'Free or reduced-price meals', 44],
  ['IEP', 'Special education', 13],
  ['EL', 'English learners', 11],
  ['giftedTalented', 'Gifted and talented', 6],
  ['504', 'Section 504 plan', 3],
  ['homeless', 'McKinney-Vento', 2],
  ['migrant', 'Migrant education', 1],
  ['foster', 'Foster care', 1],
];

function* programs(district: District) {
  const beginDate = formatDay(district.instructionalDays[0] ?? 0);
  for (const student of studentsOf(district)) {
    const random = seededRandom(seedFor(district.seed ^ 0x165667b1, student.index));
    const about = { studentSourcedId: student.sourcedId, schoolSourcedId: student.school.sourcedId, beginDate };
    for (const [programType, programName, inHundred] of PROGRAMS)
      if (random.chance(inHundred / 100)) yield { ...about, programType, programName };
    if (isInHighSchool(student) && student.grade !== '09' && random.chance(0.3))
      yield {
        ...{ ...about, programType: 'CTE', programName: 'Health science', careerPathway: 'Therapeutic Services' },
        cipCode: '51.0000',
      };
  }
}

const SCREENED = [
  ['READ', 'Reading screener', 'English Language Arts'],
  ['MATH', 'Mathematics screener', 'Mathematics'],
] as const;

/** Kindergarten to grade 8 are screened in fall and in winter; four in five are at the benchmark in both subjects. */
function* assessments(district: District, { asOf }: ExportOptions) {
  const { schoolYear } = district;
  const windows = [
    ['fall', dayOf(schoolYear - 1, 9, 17) ?? 0],
    ['winter', dayOf(schoolYear, 1, 21) ?? 0],
  ] as const;
  for (const student of studentsOf(district)) {
    if (isInHighSchool(student)) continue;
    const random = seededRandom(seedFor(district.seed ^ 0x85ebca77, student.index));
    const knows = 548 - student.absenceTendency * 420 - random.next() * 55;
    for (const [window, day] of windows)
      for (const [code, title, academicSubject] of SCREENED) {
        const score = Math.round(knows - random.next() * 30);
        if (day > asOf) continue;
        yield {
          ...{ studentSourcedId: student.sourcedId, assessmentId: `${code}-${schoolYear}-${window}`, title, window },
          ...{ administrationDate: formatDay(day), academicSubject, score: String(score), scoreMethod: 'Scale score' },
          ...{ performanceLevel: levelOf(score), gradeLevel: student.grade },
        };
      }
  }
}

const levelOf = (score: number) =>
  score >= 460 ? 'At benchmark' : score >= 425 ? 'Below benchmark' : 'Well below benchmark';

const CONSTRUCTS = ['belonging', 'selfManagement'] as const;

/** From grade 6 on, of those whose parents have consented: nobody else's answers leave the survey system. */
function* surveyResponses(district: District, { asOf }: ExportOptions) {
  const day = dayOf(district.schoolYear - 1, 10, 22) ?? 0;
  if (day > asOf) return;
  for (const student of studentsOf(district)) {
    const random = seededRandom(seedFor(district.seed ^ 0x9e3779b9, student.index));
    if (!isSurveyed(student) || random.chance(0.12)) continue;
    for (const construct of CONSTRUCTS) {
      const score = Math.max(1, Math.min(5, 4.4 - student.absenceTendency * 10 - random.next() ** 2 * 2.4));
      yield {
        ...{ studentSourcedId: student.sourcedId, surveyId: `WB-${district.schoolYear}`, construct },
        ...{ administrationDate: formatDay(day), score: score.toFixed(1), scaleMinimum: '1', scaleMaximum: '5' },
        ...{ consentBasis: 'parentConsent', higherIsBetter: 'true' },
      };
    }
  }
}

const isSurveyed = (student: Student) => isInHighSchool(student) || ['06', '07', '08'].includes(student.grade);

function* surveyAggregates({ schoolList, schoolYear, seed }: District, { asOf }: ExportOptions) {
  const day = dayOf(schoolYear - 1, 11, 5) ?? 0;
  if (day > asOf) return;
  for (const [index, { sourcedId: schoolSourcedId }] of schoolList.entries()) {
    const random = seededRandom(seedFor(seed ^ 0xc2b2ae3d, index));
    const survey = { schoolSourcedId, surveyId: `CL-${schoolYear}`, administrationDate: formatDay(day) };
    for (const [respondentType, responses] of [
      ['family', random.between(90, 180)],
      ['staff', random.between(18, 30)],
    ] as const) {
      const mean = (3.2 + random.next() * 1.2).toFixed(2);
      yield { ...survey, respondentType, construct: 'climate', mean, responses: String(responses) };
    }
  }
}
