import { seededRandom, seedFor } from '../../../infra/local/district/random.ts';
import { courseOf } from './courses.ts';
import { csv } from './csv.ts';
import { type Profile, SCHOOL_YEAR } from './profiles.ts';

/** Programs, of which CTE makes pathways, courses asked for or booked, and credentials. */
export function pathwayFiles(profiles: readonly Profile[], seed: number): Readonly<Record<string, string>> {
  const made = profiles.map((profile) => pathwayOf(profile, seed));
  return {
    'programs.csv': csv(
      'studentSourcedId,programType,beginDate,programName,endDate,schoolSourcedId,careerPathway,cipCode,' +
        'participationStatus',
      made.flatMap(({ programs }) => programs),
    ),
    'courseRequests.csv': csv(
      'studentSourcedId,schoolYear,courseCode,term,potentialCredits,status',
      made.flatMap(({ requests }) => requests),
    ),
    'credentials.csv': csv(
      'studentSourcedId,credentialId,awardDate,title,careerPathway,cipCode',
      made.flatMap(({ credentials }) => credentials),
    ),
  };
}

function pathwayOf({ id, index, highSchoolYear }: Profile, seed: number) {
  const random = seededRandom(seedFor(seed ^ 0x165667b1, index));
  const programs: string[] = random.chance(0.3) ? [`${id},IEP,2024-08-19,,,north,,,`] : [];
  const requests: string[] = [];
  const credentials: string[] = [];
  if (highSchoolYear > 0 && random.chance(0.8)) {
    const dates = random.pick([
      '2025-08-18,',
      '2024-08-19,',
      '2024-08-19,2025-06-05',
      '2026-03-07,',
      '2025-08-18,2026-03-06',
    ]);
    const [begin, end] = dates.split(',');
    const about = random.pick([
      'Health Science,51.0000,',
      'Welding,48.0508,',
      'Welding,48.0508,Inactive',
      ',51.0000,',
      ',,',
    ]);
    programs.push(`${id},CTE,${begin},Career and technical education,${end},north,${about}`);
    if (random.chance(0.1)) programs.push(`${id},CTE,${begin},Second program,${end},north,Health Science,,`);
  }
  const next = highSchoolYear + 1;
  if (random.chance(0.7)) {
    for (const department of ['ENG', 'CTE'] as const) {
      if (department === 'CTE' && random.chance(0.4)) continue;
      const year = random.chance(0.85) ? SCHOOL_YEAR + 1 : SCHOOL_YEAR;
      const { code } = courseOf(department, Math.max(1, next));
      requests.push(`${id},${year},${code},S1,0.5,${random.pick(['requested', 'enrolled', ''])}`);
    }
  }
  if (highSchoolYear > 2 && random.chance(0.1))
    credentials.push(`${id},CNA,${random.pick(['2026-02-12', '2026-03-07'])},,Health Science,51.0000`);
  return { programs, requests, credentials };
}
