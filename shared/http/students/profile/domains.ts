import { reasonsShown } from '../../../domain/access/recordClass.ts';
import type { RecordSection, RecordSource, RecordSources } from '../../../domain/record/studentRecord.ts';
import type { Domain, DomainOutcome, StudentResult } from '../../../domain/tiers/result.ts';
import { explain } from '../../../domain/tiers/sentence.ts';
import { trendOf } from '../../../domain/tiers/trend.ts';
import type { SeenStudent } from '../../studentAccess.ts';
import { actingIn, shownTiers, standingResult, standingTier } from '../overridden.ts';

/** Sections of the record whose files a domain is judged by. */
const SECTIONS_OF: Readonly<Record<Domain, readonly RecordSection[]>> = {
  attendance: ['attendance', 'enrollments'],
  academics: ['transcripts', 'grades', 'assessments', 'classes'],
  behavior: ['incidents', 'enrollments'],
  wellBeing: ['surveys'],
  graduation: ['transcripts', 'plannedCourses', 'classes', 'enrollments'],
  ctePathway: ['programs', 'transcripts', 'credentials', 'plannedCourses'],
};

/**
 * The tiers that the caller may know of, in words and with what they are made of; overrides act at once.
 * @param result what the published run says; undefined when the lake has nothing of it, then the words are missing
 * @param today the district's local day, ISO
 */
export function profileDomains(
  student: SeenStudent,
  result: StudentResult<DomainOutcome> | undefined,
  sources: RecordSources | undefined,
  today: string,
) {
  const { directory, tiers, overrides, classes } = student;
  const tellsWhy = student.may('override.read');
  return shownTiers(tiers, classes).map((entry) => {
    const { domain, thresholds } = entry;
    const found = result?.domains[domain];
    const outcome = found && standingResult(found, actingIn(entry, overrides, today), today);
    const trend = trendOf(domain, directory.tiers[domain], directory.moving?.[domain]);
    const sentence = outcome && explain(domain, { ...outcome, reasons: reasonsShown(outcome.reasons, classes) });
    return {
      ...{ domain, thresholds, ...standingTier(entry, overrides, today, tellsWhy) },
      ...(sentence !== undefined && { sentence }),
      ...(trend && { trend }),
      asOf: outcome?.asOf ?? null,
      source: sources ? sourcesOf(domain, sources) : [],
    };
  });
}

/** Each file once. */
function sourcesOf(domain: Domain, sources: RecordSources): readonly RecordSource[] {
  const all = SECTIONS_OF[domain].map((section) => sources[section]);
  return all.filter(({ file }, index) => all.findIndex((each) => each.file === file) === index);
}
