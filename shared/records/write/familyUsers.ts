import { GUARDIAN_ROLES } from '../../domain/record/studentRecord.ts';
import type { Table } from '../../lake/table.ts';
import type { StoredSpans } from '../storedGuardian.ts';
import { codeFinder, linkedRows, rowByCode } from './links.ts';
import type { RecordTables } from './recordTables.ts';

/** Users with a family role whose account is not disabled, by their row in users.csv. */
export interface FamilyUsers {
  /** The row of the one with a sourcedId; -1 when there is none. */
  rowOf(sourcedId: string): number;
  /** The place of the first of `GUARDIAN_ROLES` that they have. */
  roleOf(row: number): number;
  /** When one of these roles is in force; null for always. */
  spansOf(row: number): StoredSpans | null;
}

const NO_ROLE = -1;

/** Parents, guardians and relatives by users.csv (OneRoster 1.1) or roles.csv (1.2). */
export function familyUsers({ users, roles }: RecordTables): FamilyUsers {
  const held = new Int8Array(users.rowCount).fill(NO_ROLE);
  const dated = new Map<number, StoredSpans[number][]>();
  const isAlways = new Uint8Array(users.rowCount);
  const hold = (user: number, role: number) => {
    const before = held[user] ?? NO_ROLE;
    held[user] = before === NO_ROLE ? role : Math.min(before, role);
  };

  const ownRoles = familyRoles(users);
  for (let row = 0; row < users.rowCount; row++) {
    const role = ownRoles(row);
    if (role === NO_ROLE) continue;
    hold(row, role);
    isAlways[row] = 1;
  }

  const userRows = linkedRows(roles.dictionary('userSourcedId'), users, 'sourcedId');
  const [members, begins, ends] = [
    roles.numbers('userSourcedId'),
    roles.numbers('beginDate'),
    roles.numbers('endDate'),
  ];
  const roleAt = familyRoles(roles);
  for (let row = 0; row < roles.rowCount; row++) {
    const role = roleAt(row);
    const user = userRows[members.get(row)] ?? -1;
    if (role === NO_ROLE || user < 0) continue;
    hold(user, role);
    const span = [orNull(begins.get(row)), orNull(ends.get(row))] as const;
    if (span[0] === null && span[1] === null) isAlways[user] = 1;
    else dated.set(user, [...(dated.get(user) ?? []), span]);
  }

  const [codeOf, rows] = [codeFinder(users.dictionary('sourcedId')), rowByCode(users, 'sourcedId')];
  const enabled = users.numbers('enabledUser');
  return {
    rowOf(sourcedId) {
      const row = rows[codeOf(sourcedId)] ?? -1;
      return row < 0 || held[row] === NO_ROLE || enabled.get(row) === 0 ? -1 : row;
    },
    roleOf: (row) => held[row] ?? NO_ROLE,
    spansOf: (row) => (isAlways[row] === 1 ? null : (dated.get(row) ?? null)),
  };
}

const orNull = (day: number) => (Number.isNaN(day) ? null : day);

/** The place among `GUARDIAN_ROLES` of a row's `role`; -1 of any other. */
function familyRoles(table: Table): (row: number) => number {
  const codes = table.numbers('role');
  const words: readonly string[] = GUARDIAN_ROLES;
  const places = table.texts('role').map((word) => words.indexOf(word));
  return (row) => places[codes.get(row)] ?? NO_ROLE;
}
