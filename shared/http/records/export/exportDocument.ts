import { readRecordSources, readStudentRecord } from '../../../records/readStudentRecord.ts';
import { districtLake } from '../../districtLake.ts';
import { publishedEdition } from '../../publishedEdition.ts';
import type { RequestContext } from '../../route.ts';
import type { SeenStudent } from '../../studentAccess.ts';
import { explainTiers } from '../../students/explainTiers.ts';
import type { ExportDocument, ExportSection } from './document.ts';
import { keptSections } from './keptSections.ts';
import { type ExportReader, recordSections } from './recordSections.ts';

/**
 * The whole record of one student, for a request to inspect it (34 CFR 99.10): what the SIS holds as of the published
 * run's edition, the tiers with their reasons, and what people have added. Every section that leaves something out says so.
 * @param today the district's local day, ISO
 */
export async function exportDocument(
  { tenant, now }: Pick<RequestContext, 'tenant' | 'now'>,
  student: SeenStudent,
  reader: ExportReader,
  today: string,
): Promise<ExportDocument> {
  const { directory, published } = student;
  const [ofFiles, tiers, kept] = await Promise.all([
    fileSections(student, reader),
    tierSection(student, today, reader),
    keptSections(student, reader),
  ]);
  const { sourcedId, givenName, familyName } = directory;
  return {
    format: 'waymark-student-record/1',
    district: tenant.tenant.district.name,
    generatedAt: now.toISOString(),
    student: { sourcedId, givenName, familyName },
    asOf: published.asOf,
    sections: [...ofFiles, tiers, ...kept],
  };
}

async function fileSections(
  { directory, published }: SeenStudent,
  reader: ExportReader,
): Promise<readonly ExportSection[]> {
  const edition = await publishedEdition(published);
  if (edition === undefined) return [];
  const lake = districtLake();
  const [record, sources] = await Promise.all([
    readStudentRecord(lake, edition, directory.sourcedId),
    readRecordSources(lake, edition),
  ]);
  return record && sources ? recordSections(record, sources, reader) : [];
}

async function tierSection(student: SeenStudent, today: string, reader: ExportReader): Promise<ExportSection> {
  const domains = await explainTiers(student, today);
  const items = domains.map(({ domain, tier, since, asOf, sentence, thresholds, reasons, subDomains }) => ({
    ...{ domain, tier, since, asOf, sentence, thresholds, subDomains },
    reasons: reader.audience === 'staff' ? reasons : reasons.map(({ rows: _, moreRows: __, ...reason }) => reason),
  }));
  return { name: 'tiers', title: 'Tiers of support', items };
}
