import { type Random, seededRandom, seedFor } from '../../../infra/local/district/random.ts';

/** The school year of the oracle's district, named by the year in which it ends. */
export const SCHOOL_YEAR = 2026;

/** What the files of every domain agree on about a student. */
export interface Profile {
  readonly id: string;
  readonly index: number;
  /** CEDS grade code; empty where the SIS does not say. */
  readonly grade: string;
  /** The grade that the transcript is made for: one that a repeater has not left. */
  readonly highSchoolYear: number;
  /** School year of first-time ninth grade as the enrolment states it; empty in the lower grades and sometimes above. */
  readonly firstNinthGradeYear: string;
  readonly plan: string;
  /** From 0, who struggles nowhere, to 1. */
  readonly trouble: number;
}

const LOWER = ['KG', '01', '02', '03', '04', '05', '06', '07', '08'] as const;

/** Two in three are in high school; one in ten of these came there a year earlier than their grade says. */
export function profileOf(id: string, index: number, seed: number): Profile {
  const random = seededRandom(seedFor(seed ^ 0x7f4a7c15, index));
  const trouble = random.next() ** 2;
  if (random.chance(1 / 3)) {
    const grade = random.pick([...LOWER, '']);
    return { id, index, grade, highSchoolYear: 0, firstNinthGradeYear: '', plan: '', trouble };
  }
  const gradeAbove8 = random.between(1, 4);
  const repeats = random.chance(0.1);
  const highSchoolYear = gradeAbove8 + (repeats ? 1 : 0);
  return {
    id,
    index,
    grade: String(gradeAbove8 + 8).padStart(2, '0'),
    highSchoolYear,
    firstNinthGradeYear: repeats || random.chance(0.9) ? String(SCHOOL_YEAR + 1 - highSchoolYear) : '',
    plan: planOf(random),
    trouble,
  };
}

const planOf = (random: Random) => (random.chance(0.7) ? '' : random.pick(['standard-24', 'careers-22']));
