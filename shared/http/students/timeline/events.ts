import { CLASS_OF_DOMAIN, type FieldClass } from '../../../domain/access/fieldClass.ts';
import type { Domain } from '../../../domain/tiers/result.ts';

export const EVENT_KINDS = [
  'tierChange',
  'enrollment',
  'absence',
  'incident',
  'screener',
  'survey',
  'mark',
  'plan',
  'checkIn',
  'override',
  'note',
  'program',
  'credential',
  'diploma',
  'milestone',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Kinds that come from the files of the SIS; the others from the table. */
export const FILE_KINDS: ReadonlySet<EventKind> = new Set<EventKind>([
  ...(['enrollment', 'absence', 'incident', 'screener', 'survey', 'mark'] as const),
  ...(['program', 'credential', 'diploma', 'milestone'] as const),
]);

const OF_DOMAINS = [...new Set(Object.values(CLASS_OF_DOMAIN))];

/** Classes of what a kind may show; one of them is enough to be shown some of it. */
export const CLASSES_OF_KIND: Readonly<Record<EventKind, readonly FieldClass[]>> = {
  tierChange: OF_DOMAINS,
  enrollment: ['directory', 'discipline', 'health'],
  absence: ['academic'],
  incident: ['discipline'],
  screener: ['academic'],
  survey: ['health'],
  mark: ['academic'],
  plan: OF_DOMAINS,
  checkIn: OF_DOMAINS,
  override: OF_DOMAINS,
  // `showNotes` says which class each note is of.
  note: [],
  program: ['academic', 'health'],
  credential: ['academic'],
  diploma: ['academic'],
  milestone: ['academic'],
};

/** Something that happened with a student. */
export interface TimelineEvent {
  readonly kind: EventKind;
  /** ISO day. */
  readonly on: string;
  /** The last day of what lasted several. */
  readonly through?: string | undefined;
  readonly domain?: Domain | undefined;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly school?: string | undefined;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** Values without those that are missing. */
export function detailOf(values: Readonly<Record<string, string | number | boolean | null | undefined>>) {
  const known = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(known) as Record<string, string | number | boolean>;
}
