import { formatDay } from '../../../shared/domain/calendar/day.ts';
import { type CsvFile, csvFile } from './csv.ts';
import { type District, studentsOf } from './district.ts';
import { makeName } from './names.ts';
import type { Student } from './people.ts';
import { seededRandom, seedFor } from './random.ts';

/** The people around a student: families, and who of the staff looks after them. */
export function contactFiles(district: District): readonly CsvFile[] {
  return [
    csvFile('contacts', CONTACT_COLUMNS, () => contacts(district)),
    csvFile('caseloads', ['staffSourcedId', 'studentSourcedId', 'role', 'beginDate', 'endDate'], () =>
      caseloads(district),
    ),
  ];
}

const CONTACT_COLUMNS = [
  ...(['studentSourcedId', 'contactId', 'relation', 'givenName', 'familyName', 'email', 'phone'] as const),
  ...(['preferredLanguage', 'preferredChannel', 'contactPriority', 'livesWith', 'legalGuardian', 'noContact'] as const),
] as const;

/** Languages of families (BCP 47), by family name where that says something. */
const LANGUAGES: readonly (readonly [tag: string, names: readonly string[]])[] = [
  ['es', ['Alvarez', 'Castillo', 'Flores', 'Garcia', 'Gutiérrez', 'Hernandez', 'Morales', 'Reyes', 'Rivera', 'Torres']],
  ['vi', ['Le', 'Nguyen', 'Tran']],
  ['so', ['Abdi', 'Hassan']],
  ['zh-Hans', ['Chen', 'Huang']],
  ['ar', ['Ahmed', 'Khan']],
  ['ko', ['Kim']],
];

const CHANNELS = ['email', 'sms'] as const;

function* contacts(district: District) {
  for (const student of studentsOf(district)) yield* familyOf(district, student);
}

/** The one or two people on file for a student, as rows of contacts.csv. */
export function* familyOf(district: District, student: Student) {
  const random = seededRandom(seedFor(district.seed ^ 0x7ed55d16, student.index));
  const { sourcedId: studentSourcedId, name } = student;
  const spoken = LANGUAGES.find(([, names]) => names.includes(name.family))?.[0] ?? 'en';
  const preferredLanguage = random.chance(0.5) ? spoken : 'en';
  const two = random.chance(0.7);
  for (const [place, relation] of (['Mother', 'Father'] as const).entries()) {
    const given = makeName(random).given;
    if (place > 0 && !two) continue;
    const number = String(student.index * 2 + place + 1).padStart(5, '0');
    yield {
      ...{ studentSourcedId, contactId: `P${number}`, relation, givenName: given, familyName: name.family },
      ...{ email: `p${number}@families.example`, phone: `+1555${String(2_000_000 + Number(number))}` },
      ...{ preferredLanguage, preferredChannel: random.pick(CHANNELS), contactPriority: String(place + 1) },
      ...{ livesWith: String(place === 0 || random.chance(0.8)), legalGuardian: 'true', noContact: 'false' },
    };
  }
}

function* caseloads(district: District) {
  const beginDate = formatDay(district.instructionalDays[0] ?? 0);
  for (const { counselor, sourcedId } of studentsOf(district))
    if (counselor) yield { staffSourcedId: counselor, studentSourcedId: sourcedId, role: 'counselor', beginDate };
}
