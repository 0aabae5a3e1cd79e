import { mayReadNote } from '../../../domain/notes/note.ts';
import { amendmentRequestsOf } from '../../../store/amendments.ts';
import { type Disclosure, listDisclosures } from '../../../store/disclosures.ts';
import { graduationsOf } from '../../../store/graduationRecords.ts';
import { listNotes } from '../../../store/notes.ts';
import { overridesOfStudent } from '../../../store/overrides.ts';
import { checkInsOf, plansOf } from '../../../store/plans.ts';
import { tierChanges } from '../../../store/tiers.ts';
import { checkInView } from '../../interventions/planView.ts';
import type { SeenStudent } from '../../studentAccess.ts';
import { changeOf } from '../../students/explainTiers.ts';
import { amendmentView } from '../amendmentView.ts';
import { disclosureView } from '../disclosureView.ts';
import { noteView } from '../noteAccess.ts';
import type { ExportSection } from './document.ts';
import type { ExportReader } from './recordSections.ts';

/** So many of the newest are in the export itself; lists of the API have all. */
const MAX_DISCLOSURES = 2_000;
const MAX_NOTES = 2_000;
/** Said whether there are any or not: that there are is for those who may read them. */
const RESTRICTED =
  'restricted notes, if there are any: whoever wrote them reviews with the school what is part of the record.';
const STAFF_NOTES = 'notes of staff: the school answers a request for them.';
const STAFF_IN_PLANS = 'who of the staff is responsible and what they have noted: the school answers a request for it.';
const STAFF_REASONS = 'who set a tier against the data, and why: the school answers a request for it.';

/** What people have added to the record here, and to whom it was shown. */
export async function keptSections(student: SeenStudent, reader: ExportReader): Promise<readonly ExportSection[]> {
  const { directory, published } = student;
  const id = directory.sourcedId;
  const [changes, plans, overrides, graduations, requests, disclosures] = await Promise.all([
    tierChanges(id, published),
    plansWithCheckIns(id, reader.audience === 'staff'),
    overridesOfStudent(id),
    graduationsOf(id),
    amendmentRequestsOf(id),
    disclosuresOf(id),
  ]);
  const isStaff = reader.audience === 'staff';
  const setAgainstData = overrides.map(({ domain, tier, startsOn, expiresOn, end, createdBy, createdAt, reason }) => ({
    ...{ domain, tier, startsOn, expiresOn, endedAt: end?.at },
    ...(isStaff && { createdBy, createdAt, reason, endReason: end?.reason }),
  }));
  return [
    {
      name: 'tierHistory',
      title: 'History of tiers',
      items: changes.map((change) => ({ domain: change.domain, ...changeOf(change) })),
    },
    {
      ...{ name: 'plans', title: 'Intervention plans', items: plans },
      ...(!isStaff && plans.length > 0 && { withheld: STAFF_IN_PLANS }),
    },
    {
      ...{ name: 'overrides', title: 'Tiers set by people', items: setAgainstData },
      ...(!isStaff && overrides.length > 0 && { withheld: STAFF_REASONS }),
    },
    {
      name: 'graduation',
      title: 'Audited credits',
      items: graduations.map(({ sourcedId: _, signature: __, decision, ...each }) => ({
        ...each,
        ...(decision && { decision: isStaff ? decision : { outcome: decision.outcome, at: decision.at } }),
      })),
    },
    await notesSection(student, isStaff),
    {
      name: 'amendmentRequests',
      title: 'Requests to amend the record',
      items: requests.map((request) => amendmentView(request, isStaff ? 'staff' : 'family')),
    },
    {
      name: 'disclosures',
      title: 'To whom the record was shown',
      items: disclosures.map((each) => disclosureView(each, reader.audience)),
      ...(disclosures.length === MAX_DISCLOSURES && {
        withheld: `all but the newest ${MAX_DISCLOSURES}: the list of disclosures has them.`,
      }),
    },
  ];
}

/** Families are told what is done and how it goes; who of the staff does it and what they note, the school tells. */
async function plansWithCheckIns(id: SeenStudent['directory']['sourcedId'], isStaff: boolean) {
  const plans = await plansOf(id);
  return Promise.all(
    plans.map(async ({ planId, domain, need, strategy, timeline, goal, monitoring, createdAt }) => ({
      ...{ planId, domain, need, strategy, timeline, goal, createdAt },
      monitoring: isStaff ? monitoring : { method: monitoring.method, frequency: monitoring.frequency },
      checkIns: (await checkInsOf(planId)).map((checkIn) =>
        isStaff ? checkInView(checkIn) : { dueOn: checkIn.dueOn, heldOn: checkIn.heldOn, outcome: checkIn.outcome },
      ),
    })),
  );
}

async function notesSection(student: SeenStudent, isStaff: boolean): Promise<ExportSection> {
  const { notes } = await listNotes(student.directory.sourcedId, { limit: MAX_NOTES, where: () => true });
  const handedOut = isStaff ? notes.filter((note) => mayReadNote(note, { classes: student.classes })) : [];
  const left = isStaff ? (student.classes.has('restrictedNotes') ? undefined : RESTRICTED) : STAFF_NOTES;
  return {
    ...{ name: 'notes', title: 'Notes', items: handedOut.map(noteView) },
    ...(left !== undefined && { withheld: left }),
  };
}

async function disclosuresOf(id: SeenStudent['directory']['sourcedId']): Promise<readonly Disclosure[]> {
  const found: Disclosure[] = [];
  let after: string | undefined;
  do {
    const page = await listDisclosures(id, { limit: 500, after });
    found.push(...page.disclosures);
    after = page.after;
  } while (after !== undefined && found.length < MAX_DISCLOSURES);
  return found.slice(0, MAX_DISCLOSURES);
}
