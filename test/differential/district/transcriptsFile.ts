import { type Random, seededRandom, seedFor } from '../../../infra/local/district/random.ts';
import { type Course, courseOf, coursesOfYear } from './courses.ts';
import { csv } from './csv.ts';
import { type Profile, SCHOOL_YEAR } from './profiles.ts';

const HEADER =
  'studentSourcedId,schoolYear,term,courseCode,attemptedCredits,earnedCredits,courseAttemptResult,courseTitle,' +
  'academicSubject,finalLetterGrade,finalNumericGrade,gradeScaleId,gradePoints,courseRepeatCode,methodCreditEarned,' +
  'gradeLevelWhenTaken,excludeFromGraduation,excludeFromGpa,schoolSourcedId,externalSchoolName';

const PASSING = ['A', 'B', 'C', 'D'] as const;
const POINTS: Readonly<Record<string, string>> = { A: '4', B: '3', C: '2', D: '1', F: '0' };
/** A number of each mark on the scale of percents, at its lower edge too. */
const PERCENTS: Readonly<Record<string, string>> = { A: '90', B: '89.999999', C: '70', D: '60', F: '59.999999' };
const STANDARDS: Readonly<Record<string, string>> = { A: '4', B: '3', C: '3', D: '2', F: '1' };

/** One term of one course. */
interface Attempt {
  readonly course: Course;
  readonly year: number;
  readonly term: string;
  readonly credits: string;
  readonly mark: string;
  readonly result: string;
  readonly repeat?: string;
  readonly method?: string;
  readonly exclude?: string;
}

/** Courses since ninth grade with failures, retakes and recoveries, and marks on three scales. */
export function transcriptsFile(profiles: readonly Profile[], seed: number): string {
  return csv(
    HEADER,
    profiles.flatMap((profile) => transcriptOf(profile, seed)),
  );
}

function transcriptOf(profile: Profile, seed: number): readonly string[] {
  const random = seededRandom(seedFor(seed ^ 0x1b873593, profile.index));
  if (random.chance(0.04)) return [];
  const { highSchoolYear } = profile;
  if (highSchoolYear === 0 && !['06', '07', '08'].includes(profile.grade)) return [];
  const failing = profile.trouble * (random.chance(0.3) ? 0.6 : 0.12);
  const flat = random.chance(0.12) ? random.pick(['CC', 'DD', 'BD', 'CD', 'AC']) : undefined;
  const attempts: Attempt[] = [];
  for (let year = highSchoolYear === 0 ? 0 : 1; year <= highSchoolYear; year += 1) {
    const schoolYear = SCHOOL_YEAR - (highSchoolYear - year);
    const skipped = random.chance(0.06 + profile.trouble * 0.2) ? random.between(1, 3) : 0;
    for (const [place, course] of coursesOfYear(year)
      .slice(0, skipped === 0 ? undefined : -skipped)
      .entries()) {
      addCourse(attempts, { course, schoolYear, failing, flat: flat?.[place % 2] }, random);
    }
    addRecoveries(attempts, schoolYear, random);
  }
  const unique = new Map(
    attempts.map((attempt) => [`${attempt.year},${attempt.term},${attempt.course.code}`, attempt]),
  );
  return [...unique.values()].map((attempt) => rowOf(profile, attempt, random));
}

interface Taken {
  readonly course: Course;
  readonly schoolYear: number;
  readonly failing: number;
  /** The mark of every term, for averages that meet a cut exactly. */
  readonly flat: string | undefined;
}

function addCourse(attempts: Attempt[], { course, schoolYear, failing, flat }: Taken, random: Random): void {
  const whole = flat === undefined && course.code.startsWith('MIS') && random.chance(0.3);
  for (const term of whole ? ['Year'] : ['S1', 'S2']) {
    const about = { course, year: schoolYear, term, credits: whole ? '1' : '0.5' };
    if (schoolYear === SCHOOL_YEAR && term !== 'S1') {
      attempts.push({ ...about, mark: '', result: 'In Progress' });
      continue;
    }
    const draw = random.next();
    if (flat === undefined && draw < failing) attempts.push({ ...about, mark: 'F', result: 'Fail' });
    else if (flat === undefined && draw > 0.98)
      attempts.push({ ...about, mark: '', result: random.pick(['Withdrawn', 'Incomplete']) });
    else attempts.push({ ...about, mark: flat ?? random.pick([...PASSING]), result: 'Pass', ...uncounted(random) });
  }
}

/** Seldom a pass counts in one place and not in another. */
function uncounted(random: Random): Pick<Attempt, 'exclude' | 'repeat'> {
  const draw = random.next();
  if (draw < 0.02) return { exclude: random.pick(['gpa', 'graduation', 'both']) };
  return draw < 0.03 ? { repeat: 'Repeat NotCounted' } : {};
}

/** Some failures of the year, or of the one before, are made good: by the same course or by another of its subject. */
function addRecoveries(attempts: Attempt[], schoolYear: number, random: Random): void {
  for (const [place, failed] of attempts.entries()) {
    if (failed.result !== 'Fail' || failed.year < schoolYear - 1 || !random.chance(0.4)) continue;
    const { course, credits } = failed;
    const about = { year: schoolYear, credits, mark: random.pick([...PASSING]), result: 'Pass' };
    const term = failed.year < schoolYear ? 'S1' : 'S2';
    const department = /^[A-Z]+/.exec(course.code)?.[0] as Parameters<typeof courseOf>[0];
    const other = courseOf(department, 9);
    const kind = random.next();
    if (kind < 0.4) attempts.push({ ...about, term, course, repeat: random.pick(['', 'Replacement Counted']) });
    else if (kind < 0.6) attempts.push({ ...about, term, course: other, method: 'Credit recovery' });
    else if (kind < 0.7) attempts.push({ ...about, term, course: other, method: 'Online credit' });
    else if (kind < 0.8) attempts.push({ ...about, term, course, mark: 'F', result: 'Fail', repeat: 'Repeat Counted' });
    else attempts[place] = { ...failed, exclude: random.pick(['gpa', 'graduation', 'both']) };
  }
}

function rowOf({ id, grade, highSchoolYear }: Profile, attempt: Attempt, random: Random): string {
  const { course, year, term, credits, mark, result, repeat = '', method = '', exclude } = attempt;
  const earned = result === 'Pass' ? credits : '0';
  const subject = course.subject.includes(',') ? `"${course.subject}"` : course.subject;
  const excluded = `${exclude === 'graduation' || exclude === 'both' ? 'true' : ''},${
    exclude === 'gpa' || exclude === 'both' ? 'true' : ''
  }`;
  const earlier = highSchoolYear - (SCHOOL_YEAR - year) + 8;
  const taken = year === SCHOOL_YEAR || highSchoolYear === 0 ? grade : String(earlier).padStart(2, '0');
  const school = random.chance(0.04) && year < SCHOOL_YEAR ? ',Elsewhere High' : 'north,';
  const head = `${id},${year},${term},${course.code},${credits},${earned},${result},${course.title},${subject}`;
  return `${head},${markCells(mark, random)},${repeat},${method},${taken},${excluded},${school}`;
}

/** `finalLetterGrade,finalNumericGrade,gradeScaleId,gradePoints` of a mark, said in one of several ways. */
function markCells(mark: string, random: Random): string {
  if (mark === '') return ',,,';
  const draw = random.next();
  if (draw < 0.5) return `${mark},,,`;
  if (draw < 0.65) return `${mark},,,${POINTS[mark]}`;
  if (draw < 0.8) return `,${PERCENTS[mark]},,`;
  if (draw < 0.9 && mark !== 'C') return `,${STANDARDS[mark]},standards,`;
  return `${mark},${PERCENTS[mark]},letters,`;
}
