import type { SchoolEnrollment } from '../attendance/record.ts';
import type { Day } from '../calendar/day.ts';
import type { Fraction } from '../fraction.ts';
import type { SchoolId } from '../identity.ts';
import type { RowReference } from '../tiers/result.ts';

/** Ed-Fi DisciplineIncidentParticipationCode. */
export const PARTICIPATION_CODES = ['Perpetrator', 'Victim', 'Witness', 'Reporter'] as const;
export type ParticipationCode = (typeof PARTICIPATION_CODES)[number];

export const INCIDENT_LEVELS = ['major', 'minor'] as const;
export type IncidentLevel = (typeof INCIDENT_LEVELS)[number];

export const ACTION_TYPES = ['in-school suspension', 'out-of-school suspension', 'expulsion', 'other'] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

/** One row of behaviorIncidents.csv: a student in an incident, and one action that followed, if any did. */
export interface IncidentRow {
  /** Known within its school (Ed-Fi IncidentIdentifier). */
  readonly incidentId: string;
  readonly school: SchoolId;
  readonly day: Day;
  readonly behavior: string;
  /** Absent where neither the file nor the code map says how the student took part: the row counts for nothing. */
  readonly participation?: ParticipationCode;
  /** Absent where blank or unmapped: the incident counts as minor. */
  readonly level?: IncidentLevel;
  /** The discipline as the source names it. */
  readonly action?: string;
  /** Absent where nothing says what kind of action it is: it is no suspension then. */
  readonly actionType?: ActionType;
  readonly actionStart?: Day;
  /** School days of removal, as assigned. */
  readonly lengthDays?: Fraction;
  readonly row: RowReference;
}

export interface BehaviorRecord {
  readonly enrollments: readonly SchoolEnrollment[];
  /** In any order; exact repeats of a row were taken out when the file was read. */
  readonly rows: readonly IncidentRow[];
}
