import type { SchoolId, StaffId, StudentId } from '../domain/identity.ts';

/**
 * Every key of the two DynamoDB tables, in one place. `docs/access-patterns.md` lists who reads what by which key.
 * Both tables have `pk` and `sk`, and one index `byList` on `gsi1pk` and `gsi1sk`, for lists of operations and due work.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export const LIST_INDEX = 'byList';
/** How the sort keys of a student's tier history begin. */
export const TIER_CHANGES = 'CHANGE#';
/** How the sort keys of a student's check-ins begin. */
export const CHECK_INS = 'CHECKIN#';
/** How the sort keys of changes of the threshold sets begin. */
export const THRESHOLDS_CHANGES = 'CHANGE#';
/** The partition of schools whose data is stale. */
export const STALE_SCHOOLS = 'STALE';
/** How the sort keys of a student's notes begin, and of requests to amend the record. */
export const NOTES = 'NOTE#';
export const OBJECTIONS = 'OBJECTION#';
/** How the partitions of single students begin. */
export const STUDENT = 'STUDENT#';
/** How the sort keys of what families may see of an eligible student begin. */
export const FAMILY_ACCESS = 'FAMILY';
/** The partition of students whose rights are about to move. */
export const RIGHTS_NOTICES = 'RIGHTS';
/** How the partitions of pending events begin. */
export const OUTBOX = 'OUTBOX#';
/** How the partitions of purges begin, and the list of them. */
export const PURGE = 'PURGE#';
export const PURGES = 'PURGES';
/** The partition of who was purged, by hashes, and how the sort keys of students begin there. */
export const PURGED = 'PURGED';
export const PURGED_STUDENT = 'STUDENT#';

/** How the partitions of one student's disclosures begin; of answers not yet told apart by student; of the audit's days. */
export const DISCLOSED = 'DISCLOSED#';
export const DISCLOSING = 'DISCLOSING#';
export const AUDIT = 'AUDIT#';

/** Where the key that seals cursors is kept. */
export const SIGNING = 'SIGNING';
/** How the partitions of what callers have asked for begin. */
export const CALLER_LIMITS = 'LIMIT#';

/** The attribute of items that vanish by themselves: the second since the epoch from which they may. */
export const VANISHES_AT = 'vanishesAt';

/** The partition of what stands of overrides. */
export const OVERRIDES = 'OVERRIDES';
/** The partition of reassigned cases that stand. */
export const REASSIGNMENTS = 'REASSIGNMENTS';
/** How the sort keys of the reassignments that stand begin. */
export const STANDING = 'STANDING#';
/** How the sort keys of what reassignments do to published counts begin. */
export const SHIFTS = 'SHIFT#';
/** How the sort keys of the reassignments from and to a member of staff begin. */
export const TRANSFERS = 'TRANSFER#';
/** How the sort keys of the plans that a member of staff answers for begin. */
export const STAFF_PLANS = 'PLAN#';
/** How the sort keys of the students on a caseload begin. */
export const CASELOAD = 'STUDENT#';
/** The partition of every publication that was shown. */
export const PUBLICATIONS = 'PUBLICATIONS';

const padded = (n: number) => String(n).padStart(10, '0');

/** The student record table. */
export const studentKeys = {
  /** Which publication readers see; flips after the last batch of a publish. */
  published: (): Key => ({ pk: 'PUBLISHED', sk: 'TIERS' }),
  /** What is published of a student. */
  student: (student: StudentId): Key => ({ pk: `STUDENT#${student}`, sk: 'STUDENT' }),
  /** A student's transitions, in all domains, of one publication. */
  tierChanges: (student: StudentId, publication: number): Key => ({
    pk: `STUDENT#${student}`,
    sk: `${TIER_CHANGES}${padded(publication)}`,
  }),
  /** An override as it was made, and that it was ended; neither is ever changed. */
  override: (student: StudentId, overrideId: string): Key => ({
    pk: `STUDENT#${student}`,
    sk: `OVERRIDE#${overrideId}`,
  }),
  overrideEnd: (student: StudentId, overrideId: string): Key => ({
    pk: `STUDENT#${student}`,
    sk: `OVERRIDE#${overrideId}#END`,
  }),
  /** The latest override of each domain of a student. */
  standingOverrides: (student: StudentId): Key => ({ pk: OVERRIDES, sk: `STUDENT#${student}` }),
  /** A publication that was shown, by its as-of day; of two of one day the later number comes later. */
  publication: (asOf: string, publication: number): Key => ({
    pk: PUBLICATIONS,
    sk: `${asOf}#${padded(publication)}`,
  }),
  /** Which guardians may see an eligible student's record, as it stands. */
  familyAccess: (student: StudentId): Key => ({ pk: `STUDENT#${student}`, sk: FAMILY_ACCESS }),
  /** The same as one change left it; never rewritten. */
  familyAccessRevision: (student: StudentId, revision: number): Key => ({
    pk: `STUDENT#${student}`,
    sk: `${FAMILY_ACCESS}#${padded(revision)}`,
  }),
  /** That the rights of a student move, or a family's access ends, on a day; by the day. */
  rightsNotice: (on: string, student: StudentId): Key => ({ pk: RIGHTS_NOTICES, sk: `${on}#${student}` }),
  graduation: (student: StudentId, schoolYear: number): Key => ({
    pk: `STUDENT#${student}`,
    sk: `GRADUATION#${schoolYear}`,
  }),
  /** A note as it stands; ids ascend with time. */
  note: (student: StudentId, noteId: string): Key => ({ pk: `STUDENT#${student}`, sk: `${NOTES}${noteId}` }),
  /** What a note was left as by one change; never rewritten. `notePart` is what its id has of its author's request. */
  noteRevision: (notePart: string, revision: number): Key => ({
    pk: `NOTE#${notePart}`,
    sk: `REVISION#${padded(revision)}`,
  }),
  /** A request to amend the record, with what came of it; between notes and plans, so that one read has all three. */
  amendmentRequest: (student: StudentId, requestId: string): Key => ({
    pk: `STUDENT#${student}`,
    sk: `${OBJECTIONS}${requestId}`,
  }),
  studentPlan: (student: StudentId, planId: string): Key => ({ pk: `STUDENT#${student}`, sk: `PLAN#${planId}` }),
  /** A check-in once more, for whoever shows what happened with a student. */
  studentCheckIn: (student: StudentId, planId: string, dueOn: string): Key => ({
    pk: `STUDENT#${student}`,
    sk: `${CHECK_INS}${planId}#${dueOn}`,
  }),
  /** A school's list of students, small rows; school lists past 5,000 rows get a hash suffix later. */
  schoolMember: (school: SchoolId, student: StudentId): Key => ({
    pk: `SCHOOL#${school}`,
    sk: `STUDENT#${student}`,
  }),
  staffAccess: (staff: StaffId): Key => ({ pk: `STAFF#${staff}`, sk: 'ACCESS' }),
  /** A student on a staff member's caseload or in one of their sections. */
  caseload: (staff: StaffId, student: StudentId): Key => ({ pk: `STAFF#${staff}`, sk: `STUDENT#${student}` }),
  /** A plan that a member of staff answers for, by its last day. */
  staffPlan: (staff: StaffId, endDate: string, planId: string): Key => ({
    pk: `STAFF#${staff}`,
    sk: `${STAFF_PLANS}${endDate}#${planId}`,
  }),
  /** Cases reassigned from and to a member of staff that the visible publication may not know. */
  moved: (staff: StaffId): Key => ({ pk: `STAFF#${staff}`, sk: 'MOVED' }),
  /** That cases were reassigned from or to a member of staff; never changed. */
  transfer: (staff: StaffId, revision: number): Key => ({
    pk: `STAFF#${staff}`,
    sk: `${TRANSFERS}${padded(revision)}`,
  }),
  /** How many reassignments there were, and what of them is still to do. */
  reassignments: (): Key => ({ pk: REASSIGNMENTS, sk: 'HEAD' }),
  /** What stands of a reassignment against the SIS. */
  standingReassignment: (revision: number): Key => ({ pk: REASSIGNMENTS, sk: `${STANDING}${padded(revision)}` }),
  /** What a reassignment does to counts that were published before it. */
  reassignmentShift: (revision: number): Key => ({ pk: REASSIGNMENTS, sk: `${SHIFTS}${padded(revision)}` }),
  /** A reassignment as it was made; never changed. */
  reassignment: (reassignmentId: string): Key => ({ pk: `REASSIGNMENT#${reassignmentId}`, sk: 'REASSIGNMENT' }),
  task: (staff: StaffId, dueOn: string, taskId: string): Key => ({
    pk: `STAFF#${staff}`,
    sk: `TASK#${dueOn}#${taskId}`,
  }),
  plan: (planId: string): Key => ({ pk: `PLAN#${planId}`, sk: 'PLAN' }),
  checkIn: (planId: string, dueOn: string): Key => ({ pk: `PLAN#${planId}`, sk: `CHECKIN#${dueOn}` }),
  message: (messageId: string): Key => ({ pk: `MESSAGE#${messageId}`, sk: 'MESSAGE' }),
  /** A pending event; the table's stream carries it to the bus, and it goes when the bus has confirmed it. */
  outbox: (shard: number, eventId: string): Key => ({ pk: `${OUTBOX}${shard}`, sk: eventId }),
  /** That a student's record was shown, by the instant; an answer may show it in two roles. */
  disclosure: (student: StudentId, at: string, requestId: string, role: string): Key => ({
    pk: `${DISCLOSED}${student}`,
    sk: `${at}#${requestId}#${role}`,
  }),
  /** What an answer showed of several students, until the stream has told it apart. */
  disclosing: (shard: number, at: string, requestId: string): Key => ({
    pk: `${DISCLOSING}${shard}`,
    sk: `${at}#${requestId}`,
  }),
  /** Beginnings and ends of audited requests of one UTC day. */
  audit: (day: string, sk: string): Key => ({ pk: `${AUDIT}${day}`, sk }),
  yearEndMember: (schoolYear: number, student: StudentId): Key => ({
    pk: `YEAREND#${schoolYear}`,
    sk: `STUDENT#${student}`,
  }),
  purge: (purgeId: string): Key => ({ pk: `${PURGE}${purgeId}`, sk: 'PURGE' }),
} as const;

/** The operations table: nothing in it names a student. */
export const operationsKeys = {
  drop: (dropId: string): Key => ({ pk: `DROP#${dropId}`, sk: 'DROP' }),
  /** `gsi1pk` of the list of drops, `gsi1sk` is the receipt instant. */
  dropsList: 'DROPS',
  /** The last close of a folder of drops, by a hash of its place. */
  folder: (hash: string): Key => ({ pk: `FOLDER#${hash}`, sk: 'CLOSE' }),
  /** Which drop people were told of last, by what it is held for. */
  hold: (hash: string): Key => ({ pk: `HOLD#${hash}`, sk: 'HOLD' }),
  upload: (uploadId: string): Key => ({ pk: `UPLOAD#${uploadId}`, sk: 'UPLOAD' }),
  currentEdition: (): Key => ({ pk: 'EDITION', sk: 'CURRENT' }),
  edition: (number: number): Key => ({ pk: 'EDITION', sk: padded(number) }),
  coverage: (): Key => ({ pk: 'COVERAGE', sk: 'CURRENT' }),
  lease: (name: string): Key => ({ pk: `LEASE#${name}`, sk: 'LEASE' }),
  run: (runId: string): Key => ({ pk: `RUN#${runId}`, sk: 'RUN' }),
  /** Which run a trigger made: the same schedule delivered twice is one run. */
  runTrigger: (trigger: string): Key => ({ pk: `RUNTRIGGER#${trigger}`, sk: 'RUN' }),
  /** The next publication's number, and which runs were given numbers that have not been flipped. */
  publications: (): Key => ({ pk: 'PUBLICATION', sk: 'NEXT' }),
  /** That people have been told of a school's stale data. */
  staleSchool: (school: SchoolId): Key => ({ pk: STALE_SCHOOLS, sk: school }),
  runsList: 'RUNS',
  /** Which threshold sets people have added, and how often the list was changed. */
  thresholds: (): Key => ({ pk: 'THRESHOLDS', sk: 'SETS' }),
  thresholdSet: (version: string): Key => ({ pk: 'THRESHOLDS', sk: `SET#${version}` }),
  /** One change of the list; never rewritten. */
  thresholdsChange: (revision: number): Key => ({ pk: 'THRESHOLDS', sk: `${THRESHOLDS_CHANGES}${padded(revision)}` }),
  yearEnd: (schoolYear: number): Key => ({ pk: `YEAREND#${schoolYear}`, sk: 'YEAREND' }),
  /** The district's key for cursors; never rewritten. */
  cursorKey: (): Key => ({ pk: SIGNING, sk: 'CURSORS' }),
  /** How much a caller, named by a hash, has asked for in a UTC minute (`2027-01-15T08:30`); it vanishes by itself. */
  callerLimit: (hash: string, minute: string): Key => ({ pk: `${CALLER_LIMITS}${hash}`, sk: minute }),
  /** The key under which students' ids are hashed. */
  purgedKey: (): Key => ({ pk: PURGED, sk: 'KEY' }),
  /** That a student was purged: rows that name the student do not come in. */
  purgedStudent: (hash: string): Key => ({ pk: PURGED, sk: `${PURGED_STUDENT}${hash}` }),
  /** That the district was: nothing comes in and nothing is assessed. */
  purgedTenant: (): Key => ({ pk: PURGED, sk: 'TENANT' }),
} as const;
