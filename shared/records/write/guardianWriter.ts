import { type People, people, rowsOfPeople } from '../../assess/students/rowsOfPeople.ts';
import { textAt } from '../../lake/rows.ts';
import { listOf } from '../../sis/cells/types.ts';
import type { StoredFlag, StoredGuardian, StoredGuardianOfRecord } from '../storedGuardian.ts';
import { familyUsers } from './familyUsers.ts';
import type { RecordTables } from './recordTables.ts';
import type { SectionWriter } from './rowWriter.ts';

/** A line of the guardians. */
export interface GuardianLine {
  readonly sourcedId: string;
  readonly line: string;
}

export interface Guardians {
  readonly writeSection: SectionWriter;
  /** Those whom the students name whose sections were written so far, ascending by sourcedId. */
  lines(): Generator<GuardianLine>;
}

/**
 * The guardians of students: enabled users with a family role whom the student's row of users.csv names in
 * `agentSourcedIds`, without those whom a contact row of the student with the same id marks `noContact`.
 */
export function guardiansOf(tables: RecordTables, students: People): Guardians {
  const { users } = tables;
  const family = familyUsers(tables);
  const rows = rowsOfPeople(users, 'sourcedId', students.indexOf);
  const contactOf = contactReader(tables, students);
  /** Row of the guardian, place of the student and what the contact says, three numbers for each. */
  const named: number[] = [];
  const encoder = new TextEncoder();
  return {
    writeSection(out, student) {
      const agents = textAt(users, 'agentSourcedIds', rows.of(student)[0] ?? -1);
      if (agents === undefined) return;
      const found: StoredGuardianOfRecord[] = [];
      for (const id of [...new Set(listOf(agents))].sort()) {
        const row = family.rowOf(id);
        const { noContact, legalGuardian } = contactOf(student, id);
        if (row < 0 || noContact) continue;
        const names = [textAt(users, 'givenName', row) ?? null, textAt(users, 'familyName', row) ?? null] as const;
        found.push([id, family.roleOf(row), family.spansOf(row), legalGuardian, ...names]);
        named.push(row, student, legalGuardian ?? -1);
      }
      if (found.length === 0) return;
      out.raw(',"guardians":');
      out.piece(encoder.encode(JSON.stringify(found)));
    },
    *lines() {
      const { guardians, childrenOf } = byGuardian(named, tables, students);
      for (const [place, sourcedId] of guardians.ids.entries()) {
        const row = family.rowOf(sourcedId);
        const line: StoredGuardian = {
          sourcedId,
          role: family.roleOf(row),
          spans: family.spansOf(row),
          children: childrenOf(place),
        };
        yield { sourcedId, line: JSON.stringify(line) };
      }
    },
  };
}

function byGuardian(named: readonly number[], tables: RecordTables, students: People) {
  const birthDayOf = birthDays(tables, students);
  const ids = function* () {
    for (let at = 0; at < named.length; at += 3) yield textAt(tables.users, 'sourcedId', named[at] ?? -1) ?? '';
  };
  const guardians = people(ids());
  const children: number[][] = guardians.ids.map(() => []);
  let at = 0;
  for (const id of ids()) {
    children[guardians.indexOf.get(id) ?? -1]?.push(at);
    at += 3;
  }
  const childAt = (place: number) => {
    const [student = -1, legalGuardian = -1] = named.slice(place + 1, place + 3);
    const flag: StoredFlag = legalGuardian < 0 ? null : legalGuardian === 1 ? 1 : 0;
    return [students.ids[student] ?? '', birthDayOf(student), flag] as const;
  };
  return { guardians, childrenOf: (guardian: number) => (children[guardian] ?? []).map(childAt) };
}

interface ContactFlags {
  readonly noContact: boolean;
  readonly legalGuardian: StoredFlag;
}

const NO_CONTACT_ROW: ContactFlags = { noContact: false, legalGuardian: null };

/** What contacts.csv says of a student's contact with an id. */
function contactReader({ contacts }: RecordTables, students: People): (student: number, id: string) => ContactFlags {
  const rows = rowsOfPeople(contacts, 'studentSourcedId', students.indexOf);
  const [ids, forbidden, legal] = [
    contacts.numbers('contactId'),
    contacts.numbers('noContact'),
    contacts.numbers('legalGuardian'),
  ];
  const dictionary = contacts.dictionary('contactId');
  return (student, id) => {
    for (const row of rows.of(student)) {
      if (dictionary.valueOf(ids.get(row)) !== id) continue;
      const isLegal = legal.get(row);
      return {
        noContact: forbidden.get(row) === 1,
        legalGuardian: Number.isNaN(isLegal) ? null : isLegal === 1 ? 1 : 0,
      };
    }
    return NO_CONTACT_ROW;
  };
}

function birthDays({ demographics }: RecordTables, students: People): (student: number) => number | null {
  const rows = rowsOfPeople(demographics, 'sourcedId', students.indexOf);
  const days = demographics.numbers('birthDate');
  return (student) => {
    const row = rows.of(student)[0];
    const day = row === undefined ? Number.NaN : days.get(row);
    return Number.isNaN(day) ? null : day;
  };
}
