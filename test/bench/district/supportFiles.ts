import { type Random, seededRandom, seedFor } from '../../../infra/local/district/random.ts';
import { TAUGHT_TEXT } from './calendar.ts';
import { CsvWriter } from './csvWriter.ts';
import { type DistrictSize, type Student, schoolId, studentAt } from './people.ts';

const DAMAGE = 1 / 3000;
const MINOR = ['Disruption', 'Defiance', 'Technology violation'] as const;
const MAJOR = ['Fighting', 'Bullying', 'Vandalism'] as const;
const PLACES = ['Classroom', 'Hallway', 'Cafeteria', 'Bus'] as const;
const CONSTRUCTS = ['belonging', 'agency', 'connectedness', 'selfManagement'] as const;
const LEVELS = ['Well Below Benchmark', 'Below Benchmark', 'At Benchmark', 'Above Benchmark'] as const;
/** Programs by how many of a hundred students are in them: about 0.8 a student. */
const PROGRAMS: readonly (readonly [programType: string, programName: string, inHundred: number])[] = [
  ['econDisadvantaged', 'Free or reduced-price meals', 44],
  ['IEP', 'Special education', 14],
  ['EL', 'English learners', 11],
  ['giftedTalented', 'Gifted and talented', 6],
  ['504', 'Section 504 plan', 3],
  ['homeless', 'McKinney-Vento', 2],
];

/** Incidents, screeners, answers of surveys and programs; some rows damaged, answers without consent among them. */
export function writeSupport(folder: string, size: DistrictSize, seed: number): void {
  const files = {
    incidents: new CsvWriter(
      folder,
      'behaviorIncidents',
      'incidentId,studentSourcedId,schoolSourcedId,date,behavior,time,location,participationCode,incidentLevel,' +
        'disciplineAction,actionLengthDays,actionType',
    ),
    screeners: new CsvWriter(
      folder,
      'assessments',
      'studentSourcedId,assessmentId,administrationDate,title,academicSubject,score,scoreMethod,benchmarkStatus,window',
    ),
    answers: new CsvWriter(
      folder,
      'surveyResponses',
      'studentSourcedId,surveyId,administrationDate,construct,score,scaleMinimum,scaleMaximum,consentBasis,higherIsBetter',
    ),
    programs: new CsvWriter(
      folder,
      'programs',
      'studentSourcedId,programType,beginDate,programName,endDate,schoolSourcedId,careerPathway,cipCode',
    ),
  };
  for (let index = 0; index < size.students; index += 1) {
    const student = studentAt(index, size, seed);
    const random = seededRandom(seedFor(seed ^ 0x38495ab5, index));
    writeIncidents(files.incidents, student, random);
    writeScreeners(files.screeners, student, random);
    if (random.chance(1 / 3)) writeAnswers(files.answers, student, random);
    writePrograms(files.programs, student, random);
  }
  for (const file of Object.values(files)) file.close();
}

/** Who misses much school is sent to the office more often: 0.3 rows a student on average, victims and actions included. */
function writeIncidents(file: CsvWriter, { id, index, stays, absenceRate }: Student, random: Random): void {
  const { school, entry, exit = TAUGHT_TEXT.length } = stays[0];
  for (let place = 0; place < 6 && random.chance(0.02 + absenceRate * 2.6); place += 1) {
    const isMajor = random.chance(0.35);
    const day = TAUGHT_TEXT[random.between(entry, exit - 1)] ?? '';
    const when = `${String(random.between(8, 14)).padStart(2, '0')}:${String(random.between(0, 59)).padStart(2, '0')}:00`;
    const level = random.chance(0.05) ? '' : isMajor ? 'major' : 'minor';
    const head = `B${index}-${place},${id},${schoolId(school)},${random.chance(DAMAGE) ? '2026-02-30' : day}`;
    const behavior = isMajor ? random.pick(MAJOR) : random.pick(MINOR);
    const part = random.chance(0.1) ? 'Victim' : 'Perpetrator';
    const what = `${head},${behavior},${when},${random.pick(PLACES)},${part},${level}`;
    if (!isMajor || part === 'Victim' || random.chance(0.6)) file.row(`${what},,,`);
    else if (random.chance(0.02)) file.row(`${what},Expelled,,expulsion`);
    else {
      const [days, kind] = [random.pick(['1', '0.5', '2', '3']), random.pick(['in-school', 'out-of-school'])];
      file.row(`${what},Suspended,${days},${kind} suspension`);
      if (random.chance(0.2)) file.row(`${what},Conference,,other`);
    }
  }
}

/** Literacy and mathematics in winter. */
function writeScreeners(file: CsvWriter, { id }: Student, random: Random): void {
  for (const subject of ['English Language Arts', 'Mathematics']) {
    const score = random.chance(DAMAGE) ? 'absent' : random.between(150, 450);
    const draw = random.next();
    const level = LEVELS[draw < 0.02 ? 0 : draw < 0.08 ? 1 : draw < 0.6 ? 2 : 3];
    file.row(`${id},screener,2026-01-20,Winter screener,${subject},${score},Scale score,${level},Winter`);
  }
}

/** Two constructs from 1 to 5, seldom without consent. */
function writeAnswers(file: CsvWriter, { id }: Student, random: Random): void {
  const first = random.between(0, CONSTRUCTS.length - 1);
  for (const construct of [CONSTRUCTS[first], CONSTRUCTS[(first + 1) % CONSTRUCTS.length]]) {
    const score = random.chance(0.05) ? '1.8' : `${random.between(2, 4)}.${random.between(0, 9)}`;
    const consent = random.chance(1 / 500) ? '' : 'parentConsent';
    file.row(`${id},climate-2025,2025-11-04,${construct},${score},1,5,${consent},true`);
  }
}

function writePrograms(file: CsvWriter, { id, grade, stays }: Student, random: Random): void {
  const school = schoolId((stays.at(-1) ?? stays[0]).school);
  for (const [type, name, inHundred] of PROGRAMS) {
    if (!random.chance(inHundred / 100)) continue;
    file.row(`${id},${type},${random.chance(DAMAGE) ? '18.08.2025' : '2025-08-18'},${name},,${school},,`);
  }
  // Ninth grade is the tenth of thirteen.
  if (grade > 9 && random.chance(0.15))
    file.row(`${id},CTE,2025-08-18,Career and technical education,,${school},Health Science,51.0000`);
}
