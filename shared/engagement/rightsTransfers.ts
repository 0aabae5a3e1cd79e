import { isDeepStrictEqual } from 'node:util';
import {
  type FamilyAccessAt18,
  type RightsNotice,
  rightsNotices,
  rightsTransferOn,
} from '../domain/access/familyRights.ts';
import { type Day, formatDay, parseDay } from '../domain/calendar/day.ts';
import { type StaffId, type StudentId, studentId } from '../domain/identity.ts';
import { activeFamilyAccess, type FamilyAccess } from '../store/familyAccess.ts';
import { readMessage } from '../store/messages.ts';
import {
  allRightsRows,
  changeRightsRows,
  closeRightsTask,
  DAY_UNKNOWN,
  keyOfRow,
  openRightsTask,
  type RightsRow,
  rightsMessageIdOf,
  rightsTaskIdOf,
} from '../store/rightsNotices.ts';

/** What finding transfers needs from outside: who is enrolled and when they were born, who counsels them, a queue. */
export interface RightsTransfersPorts {
  readonly familyAccessAt18: FamilyAccessAt18;
  readonly birthDates: ReadonlyMap<string, Day | undefined>;
  readonly counselors: ReadonlyMap<string, readonly StaffId[]>;
  /** Queues messages for delivery by id; the same id twice is harmless. */
  readonly queue: (messageIds: readonly string[]) => Promise<void>;
}

export interface RightsTransfersOutcome {
  readonly students: number;
  readonly tasksOpened: number;
  readonly messagesQueued: number;
}

/** Rights that moved so lately are still told of: the morning on which to tell it may have been missed. */
const GRACE_DAYS = 14;
/** Of more students than this nobody would look at each: their file has not come. */
const MAX_UNKNOWN = 1_000;

/**
 * Finds whose rights will move or have just moved, keeps them for staff to look up, and gives each counselor a task and a
 * message about each birthday, once: both have derived keys, and a row that says who was told is written only after the
 * messages are queued. Killed anywhere, the next call finishes the work; a morning that was missed is made up for.
 */
export async function findRightsTransfers(
  today: Day,
  now: Date,
  ports: RightsTransfersPorts,
): Promise<RightsTransfersOutcome> {
  const known = await allRightsRows();
  const expected = await expectedRows(today, ports);
  let tasksOpened = 0;
  const queued: string[] = [];
  for (const row of expected.values()) {
    if (!row.notices.some(({ kind }) => kind === 'turns18')) continue;
    for (const staff of row.told) {
      const { opened, messageId } = await tell(staff, row, now);
      if (opened) tasksOpened++;
      if (messageId !== undefined) queued.push(messageId);
    }
  }
  if (queued.length > 0) await ports.queue(queued);
  for (const [key, row] of known) {
    const stay = new Set(expected.get(key)?.told);
    for (const staff of row.told) if (!stay.has(staff)) await closeRightsTask(staff, row.studentSourcedId, row.on);
  }
  const changed = [...expected].flatMap(([key, row]) => (isDeepStrictEqual(known.get(key), row) ? [] : [row]));
  const gone = [...known].flatMap(([key, row]) => (expected.has(key) ? [] : [row]));
  await changeRightsRows(changed, gone);
  return { students: expected.size, tasksOpened, messagesQueued: queued.length };
}

/** The rows as they are to be, by sort key. */
async function expectedRows(today: Day, ports: RightsTransfersPorts): Promise<ReadonlyMap<string, RightsRow>> {
  const rows = new Map<string, RightsRow>();
  const add = (student: StudentId, on: string, notice: RightsNotice, told: readonly StaffId[]) => {
    const row: RightsRow = { studentSourcedId: student, on, notices: [], told: [] };
    const { sk } = keyOfRow(row);
    const before = rows.get(sk) ?? row;
    rows.set(sk, {
      ...before,
      notices: [...before.notices, notice],
      told: [...new Set([...before.told, ...told])].sort(),
    });
  };
  const grants = await grantsByStudent(today);
  let unknown = 0;
  for (const [id, birthDay] of ports.birthDates) {
    const student = studentId(id);
    const birthDate = birthDay === undefined ? undefined : formatDay(birthDay);
    const justMoved = birthDate === undefined ? undefined : movedBefore(today, birthDate);
    if (justMoved !== undefined) add(student, justMoved, { kind: 'turns18', on: justMoved }, counselorsOf(ports, id));
    const facts = { birthDate, today: formatDay(today), familyAccessAt18: ports.familyAccessAt18 };
    for (const notice of rightsNotices(facts, grants.get(id)?.grants ?? [])) {
      if (notice.kind === 'birthDateUnknown') {
        if (unknown++ < MAX_UNKNOWN) add(student, DAY_UNKNOWN, notice, []);
      } else add(student, notice.on, notice, notice.kind === 'turns18' ? counselorsOf(ports, id) : []);
    }
  }
  return rows;
}

const counselorsOf = ({ counselors }: RightsTransfersPorts, student: string) => counselors.get(student) ?? [];

async function grantsByStudent(today: Day): Promise<ReadonlyMap<string, FamilyAccess>> {
  const found = new Map<string, FamilyAccess>();
  for await (const { student, access } of activeFamilyAccess(formatDay(today))) found.set(student, access);
  return found;
}

/** The day on which the rights moved, when that was in the last days. */
function movedBefore(today: Day, birthDate: string): string | undefined {
  const on = rightsTransferOn(birthDate);
  const day = on === undefined ? undefined : parseDay(on);
  return day !== undefined && today - GRACE_DAYS <= day && day < today ? on : undefined;
}

/** The message to queue is absent when it was sent before. */
async function tell(staff: StaffId, { studentSourcedId, on }: RightsRow, now: Date) {
  const taskId = rightsTaskIdOf(studentSourcedId, on);
  const messageId = rightsMessageIdOf(studentSourcedId, on, staff);
  const at = now.toISOString();
  const task = { taskId, studentSourcedId, dueOn: on, messageId, createdAt: at };
  const message = { messageId, recipient: staff, dueOn: on, queuedAt: at };
  const opened = await openRightsTask(
    staff,
    { ...task, kind: 'rightsTransfer', status: 'open' },
    { ...message, kind: 'rightsTransferNotice', state: 'queued' },
  );
  if (opened) return { opened, messageId };
  const existing = await readMessage(messageId);
  return existing?.state === 'queued' ? { opened, messageId } : { opened };
}
