import type { RosteredRole } from '../domain/access/rosteredRole.ts';
import type { Diagnostic } from '../domain/diagnostic.ts';
import type { ContactAddress, PersonName, SchoolId, StaffId, StudentId } from '../domain/identity.ts';
import type { PyramidRemark } from '../domain/tiers/pyramid.ts';
import type { AssessedTier, Domain } from '../domain/tiers/result.ts';
import type { Moving } from '../domain/tiers/trend.ts';

/** What the DynamoDB items hold beside their keys. Instants are ISO 8601 UTC, days ISO 8601. */

/** Pointer to what readers see. */
export interface PublishedPointer {
  readonly publication: number;
  readonly runId: string;
  readonly asOf: string;
  readonly publishedAt: string;
  /** The edition of the data the run is made of; absent in a pointer that was written before pointers had it. */
  readonly edition?: number;
  /** Reassignments of cases up to this revision are in what is published; 0 when absent. */
  readonly reassignments?: number;
}

/** A student as lists show them; slotted in each school's partition. */
export interface DirectoryEntry {
  readonly sourcedId: StudentId;
  readonly givenName: PersonName;
  readonly familyName: PersonName;
  /** CEDS grade code `09`; empty when unknown. */
  readonly grade: string;
  /** The school that lists the student; empty when not enrolled. */
  readonly school: SchoolId;
  /** Schools with an enrolment that is open on the as-of day. */
  readonly schools: readonly SchoolId[];
  readonly exited: boolean;
  /** Tier by domain, for list filters. */
  readonly tiers: Readonly<Record<Domain, AssessedTier>>;
  /** Flags of each domain that has any but `exited`, which stands above; who sees a domain sees its flags. */
  readonly flags?: Readonly<Partial<Record<Domain, readonly string[]>>>;
  /** Domains that are on their way up or down. */
  readonly moving?: Readonly<Partial<Record<Domain, Moving>>>;
  /** Types of the programs the student takes part in on the as-of day, sorted; absent without any. */
  readonly programs?: readonly string[];
}

/** A student's tier in one domain as published. Exact values come from the run's results in the lake. */
export interface TierEntry {
  readonly domain: Domain;
  readonly tier: AssessedTier;
  /** What the data give while an override sets `tier`. */
  readonly computed?: { readonly tier: AssessedTier };
  readonly reasonCodes: readonly string[];
  readonly flags: readonly string[];
  readonly thresholds: string;
  /** A hash of what counts as a change of the result. */
  readonly signature: string;
  /** Day from which the student has held this tier. */
  readonly since: string;
}

/** All that is published of one student, slotted: whatever changes in a night is one write. */
export interface StudentRow {
  readonly directory: DirectoryEntry;
  /** In the order of `DOMAINS`. */
  readonly tiers: readonly TierEntry[];
}

/** One transition of a tier; never changed once published. */
export interface TierChange {
  readonly sourcedId: StudentId;
  readonly domain: Domain;
  readonly from: AssessedTier | null;
  readonly to: AssessedTier;
  /** `data`, `thresholds`, `override`, `baseline`. */
  readonly cause: string;
  readonly reasonCodes: readonly string[];
  readonly asOf: string;
  readonly runId: string;
  readonly publication: number;
}

/** What a staff member may see; slotted; from current rostering. */
export interface StaffAccess {
  readonly sourcedId: StaffId;
  readonly givenName: PersonName;
  readonly familyName: PersonName;
  readonly email?: ContactAddress;
  /** Schools of their roles in rostering. */
  readonly schools: readonly SchoolId[];
  /** What rostering bears out of the roles a token may claim; none for an aide. In the order of `ROSTERED_ROLES`. */
  readonly roles: readonly RosteredRole[];
  /** Their account is disabled: they see nobody. Published as long as cases are theirs, so that somebody takes them over. */
  readonly disabled?: true;
}

/** The basis of a caseload entry that comes from class enrolments. */
export const SECTION_BASIS = 'section';

/** Why a student is on a staff member's list; slotted. */
export interface CaseloadEntry {
  readonly sourcedId: StudentId;
  /** `counselor`, `caseManager`, … from caseloads.csv, or `SECTION_BASIS`; sorted. */
  readonly bases: readonly string[];
}

export type DropStatus =
  | 'received'
  | 'waiting'
  | 'normalizing'
  | 'published'
  | 'unchanged'
  | 'superseded'
  | 'held'
  | 'discarded'
  | 'failed';

/** What a person decided about something held. */
export interface HoldDecision {
  /** Who decided, `sourcedId` of users.csv. */
  readonly by: StaffId;
  readonly at: string;
  readonly reason: string;
}

/** The accounting of one file: `accepted + unchanged + rejected + deleted = rows`. */
export interface FileAccount {
  /** As it is called in the drop. */
  readonly file: string;
  /** The table it is read into, by which results name their rows: `attendanceEvents`. */
  readonly table: string;
  readonly rows: number;
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Delta rows that delete. */
  readonly deleted: number;
  /** Stored records that a bulk file no longer carries; they are no rows of the file. */
  readonly removed: number;
}

/** What a file did to the records of one school; for the daily reconciliation. */
export interface SchoolAccount {
  readonly file: string;
  /** Empty for rows that name no school. */
  readonly school: SchoolId;
  /** Accepted rows whose record is new. */
  readonly added: number;
  /** Accepted rows whose record was there with other content. */
  readonly corrected: number;
  readonly unchanged: number;
  readonly deleted: number;
  readonly removed: number;
}

/** Why a drop or one of its files is held; the last good data stays in force. */
export interface Hold {
  readonly code: string;
  readonly file?: string;
  readonly school?: SchoolId;
  readonly message: string;
}

export interface DropRecord {
  readonly dropId: string;
  readonly bucket: string;
  readonly objectKey: string;
  readonly etag: string;
  readonly size: number;
  readonly kind: 'zip' | 'folder';
  readonly receivedAt: string;
  /** When its closing object was written, instant. */
  readonly closedAt?: string;
  /** ETags of the versions that are read, by file; a folder's are pinned when it is closed. */
  readonly pins?: Readonly<Record<string, string>>;
  readonly generatedAt?: string;
  readonly status: DropStatus;
  /** The edition it made. */
  readonly edition?: number;
  readonly files?: readonly FileAccount[];
  /** Recognized files that no table reads yet, by name. */
  readonly setAside?: readonly string[];
  /** Why it is held, or would have been had it not been released. */
  readonly holds?: readonly Hold[];
  /** Somebody let it in as it is: guards hold it no more. */
  readonly release?: HoldDecision;
  readonly discard?: HoldDecision;
  /** Counts by code; the full lists are in the report object. */
  readonly diagnosticCounts?: Readonly<Record<string, number>>;
  /** Lake object with `DropReport`. */
  readonly reportKey?: string;
  readonly failure?: { readonly error: string; readonly cause: string };
  /** How often it was sent again after it had failed. */
  readonly retries?: number;
  readonly finishedAt?: string;
}

/** The full account of a drop, `drops/<dropId>/report.json` in the lake. */
export interface DropReport {
  readonly dropId: string;
  readonly files: readonly FileAccount[];
  readonly setAside: readonly string[];
  readonly holds: readonly Hold[];
  /** What came of each file by school. */
  readonly schools?: readonly SchoolAccount[];
  /** At most 10,000; the counts in the record are complete. */
  readonly diagnostics: readonly Diagnostic[];
}

export type RunStatus = 'assessing' | 'held' | 'discarded' | 'publishing' | 'published' | 'skipped' | 'failed';

/** Students by tier; `notAssessed` beside them. */
export type TierCounts = Readonly<Record<'1' | '2' | '3' | 'notAssessed', number>>;

export interface RunSummary {
  readonly domain: Domain;
  readonly counts: TierCounts;
  /** Tiers that hold more or fewer students than is typical of a district. */
  readonly pyramid?: readonly PyramidRemark[];
  readonly bySchool: Readonly<Record<SchoolId, TierCounts>>;
}

export interface RunRecord {
  readonly runId: string;
  /** The tenant's local date of the run and its attempt on it: `2027-01-15`, 1. */
  readonly date: string;
  readonly attempt: number;
  readonly status: RunStatus;
  readonly startedAt: string;
  /** Set when the run's last step is done, also when it was held, skipped or failed. */
  readonly finishedAt?: string;
  readonly edition?: number;
  readonly configurationVersion?: string;
  /** Version of the threshold set in force on its as-of day; results name the rules of the set that decided, too. */
  readonly thresholds?: string;
  /** Hex SHA-256 of everything the result depends on: edition, configuration, threshold sets, coverage, as-of day. */
  readonly inputsHash?: string;
  /** Reassignments of cases up to this revision are in its result. */
  readonly reassignments?: number;
  /** The last closed day that could count. */
  readonly asOf?: string;
  /** Schools whose coverage lies behind; assessed as of their last closed day. */
  readonly staleSchools?: readonly SchoolId[];
  readonly publication?: number;
  /** The publication that was visible when it opened; absent on a first run. */
  readonly publishedBefore?: number;
  /** The published run it was compared with. */
  readonly comparedWith?: string;
  readonly students?: number;
  /** Students whose tiers, reasons or directory entry differ from the published ones. */
  readonly changed?: number;
  /** Rows of the student table that its publication carries. */
  readonly rows?: number;
  readonly tierChanges?: number;
  readonly summaries?: readonly RunSummary[];
  /** Drops that nobody had decided about when it opened: it goes on with the last good edition without them. */
  readonly heldDrops?: number;
  /** Why it is held, or was until its release. */
  readonly holds?: readonly Hold[];
  /** Somebody let it be published as it was assessed. */
  readonly release?: HoldDecision;
  readonly discard?: HoldDecision;
  /** Why it was skipped: `noEdition`, `alreadyRun`, … */
  readonly skipped?: string;
  readonly failure?: { readonly error: string; readonly cause: string };
}
