import { plainWord } from './words.ts';

/** The parts of academics that have a tier of their own, in the order in which they are told. */
export const SUB_DOMAINS = ['literacy', 'mathematics', 'other'] as const;
export type SubDomain = (typeof SUB_DOMAINS)[number];

/** What a course is about. Of two courses with the same key one can recover the other. */
export interface Subject {
  readonly key: string;
  readonly subDomain: SubDomain;
  /** English, mathematics, science or social studies. */
  readonly core: boolean;
  /** Set on a word that neither the district nor the standards explain; it counts as other and not core. */
  readonly unknown?: string;
}

const ENGLISH: Subject = { key: 'english', subDomain: 'literacy', core: true };
const MATHEMATICS: Subject = { key: 'mathematics', subDomain: 'mathematics', core: true };
const SCIENCE: Subject = { key: 'science', subDomain: 'other', core: true };
const SOCIAL_STUDIES: Subject = { key: 'socialStudies', subDomain: 'other', core: true };
/** A course of which nothing says what it is about. */
const UNSAID: Subject = { key: '', subDomain: 'other', core: false };

/** Ed-Fi's AcademicSubject descriptors, and what schools commonly say for them. */
const KNOWN: readonly (readonly [Subject, readonly string[]])[] = [
  [
    ENGLISH,
    [
      ...['English', 'English Language Arts', 'ELA', 'Language Arts', 'English Language and Literature'],
      ...['English/Language Arts', 'Reading', 'Critical Reading', 'Writing', 'Literacy', 'Literature'],
      ...['Reading/Language Arts', 'RLA', 'Early Literacy', 'Reading and Writing', 'Language Usage'],
    ],
  ],
  [MATHEMATICS, ['Mathematics', 'Math', 'Maths', 'Algebra', 'Geometry', 'Numeracy', 'Early Numeracy']],
  [SCIENCE, ['Science', 'Life and Physical Sciences', 'Biology', 'Chemistry', 'Physics', 'Physical Science']],
  [
    SOCIAL_STUDIES,
    [
      ...['Social Studies', 'Social Sciences and History', 'Social Science', 'Social Sciences', 'History'],
      ...['Geography', 'Civics', 'Government', 'Economics'],
    ],
  ],
];

const NOT_CORE = [
  ...['Career and Technical Education', 'CTE', 'Composite', 'Cross Subject', 'Fine and Performing Arts', 'Art'],
  ...['Arts', 'Fine Arts', 'Music', 'Foreign Language and Literature', 'Foreign Language', 'World Language'],
  ...['World Languages', 'Military Science', 'Other', 'Physical, Health, and Safety Education', 'PE', 'Elective'],
  ...['Physical Education', 'Health', 'Health Education', 'Religious Education and Theology', 'Electives'],
  ...['Technology', 'Computer Science', 'Homeroom', 'Advisory'],
];

/** Subject areas of the School Courses for the Exchange of Data (NCES): the first two digits of a course code. */
const SCED_AREAS: Readonly<Record<string, Subject>> = {
  ...{ '01': ENGLISH, '51': ENGLISH, '02': MATHEMATICS, '52': MATHEMATICS },
  ...{ '03': SCIENCE, '53': SCIENCE, '04': SOCIAL_STUDIES, '54': SOCIAL_STUDIES },
};
const SCED_CODE = /^(\d\d)(\d{3}.*)?$/;

/** One line of a district's course map. */
export interface CourseMapEntry {
  readonly subDomain: SubDomain;
  readonly core: boolean;
  readonly subjects: readonly string[];
  readonly subjectCodes: readonly string[];
  readonly courseCodes: readonly string[];
}

/** What a row or the course catalogue says of a course. */
export interface CourseWords {
  readonly courseCode?: string;
  readonly subjects: readonly string[];
  readonly subjectCodes: readonly string[];
}

/**
 * Reads what courses are about: first the district's map by course code, then the words, each by the district's map before
 * the names known of themselves, then the subject codes. A word that nobody explains is told and counts as other.
 */
export function subjectReader(map: readonly CourseMapEntry[]): (words: CourseWords) => Subject {
  const byCourse = new Map<string, Subject>();
  const byCode = new Map<string, Subject>();
  const byWord = knownWords();
  for (const [index, entry] of map.toReversed().entries()) {
    const subject = subjectOf(entry, map.length - index);
    for (const code of entry.courseCodes) byCourse.set(code, subject);
    for (const code of entry.subjectCodes) byCode.set(code, subject);
    for (const word of entry.subjects) byWord.set(plainWord(word), subject);
  }
  return ({ courseCode, subjects, subjectCodes }) => {
    const mapped = courseCode === undefined ? undefined : byCourse.get(courseCode);
    if (mapped) return mapped;
    for (const word of subjects) {
      const known = byWord.get(plainWord(word));
      if (known) return known;
    }
    for (const code of subjectCodes) {
      const known = byCode.get(code) ?? SCED_AREAS[SCED_CODE.exec(code)?.[1] ?? ''];
      if (known) return known;
    }
    const [word] = subjects;
    return word === undefined ? UNSAID : { ...UNSAID, key: `unknown:${plainWord(word)}`, unknown: word };
  };
}

/** The district's own words keep the subject of a core area, so that recovery finds it. */
function subjectOf({ subDomain, core, subjects }: CourseMapEntry, line: number): Subject {
  if (core && subDomain === 'literacy') return ENGLISH;
  if (core && subDomain === 'mathematics') return MATHEMATICS;
  return { key: `map:${line}:${subjects.map(plainWord).join(',')}`, subDomain, core };
}

function knownWords(): Map<string, Subject> {
  const words = new Map<string, Subject>();
  for (const word of NOT_CORE) {
    const key = plainWord(word);
    words.set(key, { key: `other:${key}`, subDomain: 'other', core: false });
  }
  for (const [subject, names] of KNOWN) for (const name of names) words.set(plainWord(name), subject);
  return words;
}

const READING_TITLE = /\b(reading|literacy|ela|dibels|language arts|language usage|phonics)\b/;
const MATHEMATICS_TITLE = /\b(math|maths|mathematics|numeracy)\b/;

/** What a screener without a subject is about, by the words of its title. */
export function subjectOfTitle(title: string): Subject {
  const words = plainWord(title);
  if (READING_TITLE.test(words)) return ENGLISH;
  return MATHEMATICS_TITLE.test(words) ? MATHEMATICS : UNSAID;
}
