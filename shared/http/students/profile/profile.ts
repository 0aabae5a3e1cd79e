import { readStudentResult } from '../../../assess/results/readStudentResult.ts';
import { CLASS_OF_DOMAIN, FIELD_CLASSES, type FieldClass } from '../../../domain/access/fieldClass.ts';
import type { StudentId } from '../../../domain/identity.ts';
import { mayReadNote } from '../../../domain/notes/note.ts';
import type { RecordSources, StudentRecord } from '../../../domain/record/studentRecord.ts';
import { DOMAINS } from '../../../domain/tiers/result.ts';
import { summaryOf } from '../../../domain/tiers/summary.ts';
import { readRecordSources, readStudentRecord } from '../../../records/readStudentRecord.ts';
import { type AddedRecord, readAddedRecord } from '../../../store/addedRecord.ts';
import { districtLake } from '../../districtLake.ts';
import { publishedEdition } from '../../publishedEdition.ts';
import { noteReaderOf, showNotes } from '../../records/noteAccess.ts';
import { statementsWith } from '../../records/statements.ts';
import type { RequestContext } from '../../route.ts';
import { type SeenStudent, seeStudent } from '../../studentAccess.ts';
import { todayOf } from '../../today.ts';
import { directoryOf, publicationOf, trendsOf } from '../rows.ts';
import { profileDomains } from './domains.ts';
import { INCLUDABLE, type Includable } from './profileContract.ts';
import { FILE_SECTIONS, type FileSection, ITEMS_OF, type SectionReader } from './sections.ts';

/** Notes in a profile; the list of notes has all. */
const NOTES = 10;

export interface ProfileQuery {
  readonly include?: ReadonlySet<Includable> | undefined;
  readonly attendanceYears: 'current' | 'all';
}

/**
 * Everything of one student that the caller may see, of one publication: two requests to the table and two ranged reads of the
 * lake, those after the first all at once.
 */
export async function studentProfile(context: RequestContext, id: StudentId, query: ProfileQuery) {
  const parts = new Set<Includable>(query.include ?? INCLUDABLE);
  const shown = classesOf(parts);
  const student = await seeStudent(context, 'student.read', id, shown);
  const { directory, published, classes, access } = student;
  const files = FILE_NAMES.filter((name) => parts.has(name) && classes.has(FILE_SECTIONS[name].of));
  const asksForTiers = parts.has('domains');
  const edition = await publishedEdition(published);
  const [of, result, added] = await Promise.all([
    files.length > 0 || asksForTiers ? recordOf(edition, id) : NO_RECORD,
    asksForTiers ? readStudentResult(districtLake(), published.runId, id) : undefined,
    addedBy(context, student, parts),
  ]);
  const reader: SectionReader = {
    classes,
    readsDescriptions: student.may('incident.readDescription'),
    allYears: query.attendanceYears === 'all',
    tenant: context.tenant.tenant,
    asOf: published.asOf,
  };
  const today = todayOf(context);
  return {
    ...directoryOf(directory),
    ...(asksForTiers && tiersOf(student, profileDomains(student, result, of.sources, today))),
    sections: { ...fileSections(files, of, reader), ...addedSections(context, student, parts, added, today) },
    unavailable: [...(asksForTiers && !result ? (['domains'] as const) : []), ...(of.record ? [] : files)],
    ...(parts.has('notes') && { moreNotes: added.hasMoreNotes }),
    statements: statementsOf(added, classes, shown),
    ...publicationOf(published),
    edition: edition ?? null,
    access,
  };
}

const FILE_NAMES = Object.keys(FILE_SECTIONS) as FileSection[];
const NO_RECORD: FoundRecord = {};

/** What the parts asked for can show. Restricted notes are put down when one is shown. */
function classesOf(parts: ReadonlySet<Includable>): readonly FieldClass[] {
  const shown = new Set<FieldClass>(['directory']);
  for (const name of FILE_NAMES) {
    if (!parts.has(name)) continue;
    for (const each of [FILE_SECTIONS[name].of, ...(FILE_SECTIONS[name].also ?? [])]) shown.add(each);
  }
  if (parts.has('domains') || parts.has('plans')) for (const each of DOMAINS) shown.add(CLASS_OF_DOMAIN[each]);
  return FIELD_CLASSES.filter((each) => shown.has(each));
}

interface FoundRecord {
  readonly record?: StudentRecord | undefined;
  readonly sources?: RecordSources | undefined;
}

/** The block of the publication's own edition; nothing of one that was published without records. */
async function recordOf(edition: number | undefined, id: StudentId): Promise<FoundRecord> {
  if (edition === undefined) return {};
  const lake = districtLake();
  const [record, sources] = await Promise.all([readStudentRecord(lake, edition, id), readRecordSources(lake, edition)]);
  return { record, sources };
}

function addedBy({ caller }: RequestContext, student: SeenStudent, parts: ReadonlySet<Includable>) {
  const reader = noteReaderOf(caller, student);
  return readAddedRecord(student.directory.sourcedId, {
    notes: parts.has('notes') ? NOTES : 0,
    where: (note) => student.may('note.read') && mayReadNote(note, reader),
  });
}

/** What the family says about what is shown; it goes with that whatever was asked for. */
function statementsOf(added: AddedRecord, classes: ReadonlySet<FieldClass>, shown: readonly FieldClass[]) {
  const withNotes: readonly FieldClass[] = added.notes.length > 0 ? [...shown, 'discipline'] : shown;
  return statementsWith(added.amendmentRequests, new Set(withNotes.filter((each) => classes.has(each))));
}

/** Tiers as they stand now, with what lists show of them. */
function tiersOf({ directory, classes }: SeenStudent, domains: ReturnType<typeof profileDomains>) {
  const flagged = domains.filter(({ flags }) => flags.length > 0).map(({ domain, flags }) => [domain, flags] as const);
  const tiers = Object.fromEntries(domains.map(({ domain, tier }) => [domain, tier]));
  const trends = trendsOf(directory, classes);
  return { flags: Object.fromEntries(flagged), trends, domains, summary: summaryOf(tiers) };
}

function fileSections(names: readonly FileSection[], { record, sources }: FoundRecord, reader: SectionReader) {
  if (!record || !sources) return {};
  const sections = names.map((name) => {
    const source = FILE_SECTIONS[name].from.map((section) => sources[section]);
    return [name, { asOf: reader.asOf, source, items: ITEMS_OF[name](record, reader) }] as const;
  });
  return Object.fromEntries(sections) as Partial<{
    [Name in FileSection]: {
      asOf: string;
      source: RecordSources[keyof RecordSources][];
      items: ReturnType<(typeof ITEMS_OF)[Name]>;
    };
  }>;
}

/** Plans and notes, as they are at this moment. */
function addedSections(
  context: RequestContext,
  student: SeenStudent,
  parts: ReadonlySet<Includable>,
  added: AddedRecord,
  asOf: string,
) {
  const plans = added.plans.filter(({ domain }) => student.classes.has(CLASS_OF_DOMAIN[domain]));
  return {
    ...(parts.has('plans') && student.may('plan.read') && { plans: { asOf, source: [], items: plans } }),
    ...(parts.has('notes') && {
      notes: {
        asOf,
        source: [],
        items: showNotes(context, student, noteReaderOf(context.caller, student), added.notes),
      },
    }),
  };
}
