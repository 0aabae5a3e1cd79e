import type { SchoolId } from '../../../shared/domain/identity.ts';
import { DOMAINS, type Domain, type NotAssessedReason } from '../../../shared/domain/tiers/result.ts';
import { DOMAIN_NAMES, whyNotAssessed } from '../console/domainWords.ts';
import { type CellValue, formatTable } from '../console/table.ts';
import type { HighestTier, PartStanding, Standing } from './standings.ts';

export const TIERS_MEAN = 'Tier 1: what every student gets. Tier 2: targeted support. Tier 3: intensive support.';

/**
 * One table of all domains: the district, and beneath it its schools. None where nobody of the district is assessed; only
 * those with somebody whom the domain concerns; in a part of a domain only those with somebody assessed.
 */
export function tierTable(standings: readonly PartStanding[], schoolNames: ReadonlyMap<string, string>): string {
  const rows = standings
    .filter((part) => part.subDomain === undefined || isAssessed(part.all))
    .flatMap((part) => [
      row(nameOf(part), part.all, part),
      ...(isAssessed(part.all) ? schoolRows(part, schoolNames) : []),
    ]);
  return formatTable(['domain, school', 'tier 1', 'tier 2', 'tier 3', 'not assessed', ''], rows);
}

function schoolRows(part: PartStanding, names: ReadonlyMap<string, string>): readonly (readonly CellValue[])[] {
  return [...part.bySchool]
    .filter(([, standing]) => isAssessed(standing) || (part.subDomain === undefined && isConcerned(standing)))
    .map(([school, standing]) => row(`  ${schoolName(school, names)}`, standing, part))
    .sort(([a], [b]) => `${a}`.localeCompare(`${b}`, 'en'));
}

const isAssessed = ({ counts }: Standing) => counts['1'] + counts['2'] + counts['3'] > 0;
const isConcerned = ({ whyNot }: Standing) =>
  whyNot !== undefined && [...whyNot.keys()].some((each) => each !== 'notApplicable');

const schoolName = (school: SchoolId, names: ReadonlyMap<string, string>) =>
  names.get(school) ?? (school === '' ? '(no school)' : school);

const nameOf = ({ domain, subDomain }: PartStanding) =>
  subDomain === undefined ? DOMAIN_NAMES[domain] : `${DOMAIN_NAMES[domain]}: ${PARTS[subDomain] ?? subDomain}`;

const PARTS: Readonly<Record<string, string>> = { other: 'other subjects' };

const row = (name: string, { counts, whyNot }: Standing, part: PartStanding): readonly CellValue[] => [
  ...[name, counts['1'], counts['2'], counts['3'], counts.notAssessed],
  whyNot ? reasonsOf(whyNot, part) : '',
];

const reasonsOf = (whyNot: ReadonlyMap<NotAssessedReason, number>, { domain, subDomain }: PartStanding): string =>
  [...whyNot]
    .sort(([, a], [, b]) => b - a)
    .map(([code, students]) => {
      const why = subDomain !== undefined && code === 'noData' ? 'without data of it' : whyNotAssessed(domain, code);
      return `${students.toLocaleString('en-US')} ${why}`;
    })
    .join(', ');

/** Students by their highest tier, with every domain that put them there. */
export function highestTable(highest: readonly HighestTier[]): string {
  return formatTable(
    ['highest tier', 'students', 'of these in that tier in'],
    highest.map(({ tier, students, inDomains }) =>
      tier === 'notAssessed'
        ? ['not assessed in any domain', students, '']
        : [
            `tier ${tier}`,
            students,
            DOMAINS.flatMap((domain) => counted(domain, inDomains.get(domain) ?? 0)).join(', '),
          ],
    ),
  );
}

const counted = (domain: Domain, students: number): readonly string[] =>
  students === 0 ? [] : [`${DOMAIN_NAMES[domain]} ${students.toLocaleString('en-US')}`];
