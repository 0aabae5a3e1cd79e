import { dayOf, formatDay } from '../../../shared/domain/calendar/day.ts';
import { type CsvFile, csvFile } from './csv.ts';
import { CURRICULUM, HIGH_GRADES } from './curriculum.ts';
import { type District, studentsOf } from './district.ts';
import type { ExportOptions } from './files.ts';
import { seededRandom, seedFor } from './random.ts';
import { makeAttempts } from './transcripts.ts';

/** A high school student's way to graduation: transcripts, next year's courses, credentials, milestones, diplomas. */
export function pathwayFiles(district: District, options: ExportOptions): readonly CsvFile[] {
  return [
    csvFile('courseTranscripts', TRANSCRIPT_COLUMNS, () => transcripts(district, options)),
    csvFile('courseRequests', REQUEST_COLUMNS, () => courseRequests(district)),
    csvFile('credentials', CREDENTIAL_COLUMNS, () => credentials(district, options)),
    csvFile('diplomas', ['studentSourcedId', 'diplomaType', 'awardDate'], () => diplomas(district, options)),
    csvFile('milestones', ['studentSourcedId', 'code', 'status', 'date', 'hours'], () => milestones(district, options)),
  ];
}

const TRANSCRIPT_COLUMNS = [
  ...(['studentSourcedId', 'schoolSourcedId', 'schoolYear', 'term', 'courseCode', 'courseTitle'] as const),
  ...(['academicSubject', 'attemptedCredits', 'earnedCredits', 'courseAttemptResult', 'finalLetterGrade'] as const),
  ...(['gradePoints', 'methodCreditEarned', 'gradeLevelWhenTaken'] as const),
] as const;

const REQUEST_COLUMNS = ['studentSourcedId', 'schoolYear', 'courseCode', 'potentialCredits', 'status'] as const;

const CREDENTIAL_COLUMNS = [
  ...(['studentSourcedId', 'credentialId', 'awardDate', 'title', 'careerPathway', 'cipCode'] as const),
] as const;

function* transcripts(district: District, { finishedTerms }: ExportOptions) {
  for (const student of studentsOf(district)) {
    for (const attempt of makeAttempts(student, district.seed, district.schoolYear, finishedTerms)) {
      const { term, courseCode, courseTitle, earnedCredits, gradePoints } = attempt;
      yield {
        ...{ studentSourcedId: student.sourcedId, schoolSourcedId: student.school.sourcedId },
        ...{ schoolYear: String(attempt.schoolYear), term, courseCode, courseTitle, academicSubject: attempt.subject },
        ...{ attemptedCredits: '0.5', earnedCredits, courseAttemptResult: attempt.result },
        ...{ finalLetterGrade: attempt.letterGrade, gradePoints, methodCreditEarned: attempt.method },
        gradeLevelWhenTaken: attempt.gradeLevel,
      };
    }
  }
}

/** Who is in high school next year asks for the courses of the grade to come. */
function* courseRequests(district: District) {
  const schoolYear = String(district.schoolYear + 1);
  for (const { sourcedId: studentSourcedId, grade } of studentsOf(district)) {
    const next = grade === '08' ? '09' : HIGH_GRADES[HIGH_GRADES.indexOf(grade) + 1];
    if (next === undefined || (grade !== '08' && !HIGH_GRADES.includes(grade))) continue;
    for (const { code } of CURRICULUM[next] ?? [])
      yield { studentSourcedId, schoolYear, courseCode: code, potentialCredits: '1', status: 'requested' };
  }
}

function* seniorsOf(district: District, salt: number) {
  for (const student of studentsOf(district))
    if (student.grade === '12') yield { student, random: seededRandom(seedFor(district.seed ^ salt, student.index)) };
}

function* credentials(district: District, { asOf }: ExportOptions) {
  const day = dayOf(district.schoolYear, 2, 12) ?? 0;
  if (day > asOf) return;
  for (const { student, random } of seniorsOf(district, 0x2c1b3c6d))
    if (random.chance(0.15 - student.absenceTendency / 2))
      yield {
        ...{ studentSourcedId: student.sourcedId, credentialId: 'CNA', awardDate: formatDay(day) },
        ...{ title: 'Certified Nursing Assistant', careerPathway: 'Therapeutic Services', cipCode: '51.3902' },
      };
}

/** A few finish in December. */
function* diplomas(district: District, { asOf }: ExportOptions) {
  const day = dayOf(district.schoolYear - 1, 12, 19) ?? 0;
  if (day > asOf) return;
  for (const { student, random } of seniorsOf(district, 0x297a2d39))
    if (student.absenceTendency < 0.03 && random.chance(0.05))
      yield { studentSourcedId: student.sourcedId, diplomaType: 'Regular diploma', awardDate: formatDay(day) };
}

function* milestones(district: District, { asOf }: ExportOptions) {
  const day = dayOf(district.schoolYear, 1, 30) ?? 0;
  if (day > asOf) return;
  for (const { student, random } of seniorsOf(district, 0x5f356495)) {
    const studentSourcedId = student.sourcedId;
    const hours = random.between(0, 40);
    const served = { studentSourcedId, code: 'serviceHours', hours: String(hours), date: formatDay(day) };
    yield { ...served, status: hours >= 20 ? 'completed' : 'inProgress' };
    const filed = random.chance(0.7 - student.absenceTendency);
    yield {
      studentSourcedId,
      code: 'fafsa',
      ...(filed ? { status: 'completed', date: formatDay(day) } : { status: 'notStarted' }),
    };
  }
}
