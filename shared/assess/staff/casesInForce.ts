import { formatDay } from '../../domain/calendar/day.ts';
import { type CaseMove, holdersOf, type Reassignment } from '../../domain/caseload/reassignment.ts';
import { dayAt, stringAt } from '../../lake/rows.ts';
import type { OverCase } from '../../store/standingReassignments.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { isCurrent } from '../students/currentSpan.ts';

/** Student and role of each case in force, by member of staff. */
export type CasesOfStaff = ReadonlyMap<string, readonly (readonly [student: string, role: string])[]>;

/** Who has which case on the as-of day. */
export interface CasesInForce {
  readonly cases: CasesOfStaff;
  /** Reassigned cases that the SIS has decided about since. */
  readonly over: readonly OverCase[];
}

/** A student and a role: what somebody has and may be given. */
type CaseKey = `${string}\n${string}`;
const caseKey = (student: string, role: string): CaseKey => `${student}\n${role}`;

/** The SIS's caseload rows in force, and what people have reassigned since, laid over them. */
export function casesInForce(inputs: AssessmentInputs, reassignments: readonly Reassignment[]): CasesInForce {
  const day = formatDay(inputs.asOf);
  const moves = movesByCase(reassignments);
  const cases = new Map<string, [string, string][]>();
  const add = (member: string, student: string, role: string) => {
    const assigned = cases.get(member) ?? [];
    cases.set(member, assigned);
    assigned.push([student, role]);
  };
  const named = new Map<CaseKey, string[]>();
  for (const [member, student, role] of rowsInForce(inputs)) {
    const key = caseKey(student, role);
    if (moves.has(key)) named.set(key, [...(named.get(key) ?? []), member]);
    else add(member, student, role);
  }
  const over: OverCase[] = [];
  for (const [key, ofCase] of moves) {
    const [student = '', role = ''] = key.split('\n');
    const found = holdersOf(named.get(key) ?? [], ofCase, day);
    for (const holder of found.holders) add(holder, student, role);
    over.push(...found.over.map(({ revision }) => ({ revision, studentSourcedId: student, basis: role })));
  }
  return { cases, over };
}

function movesByCase(reassignments: readonly Reassignment[]): ReadonlyMap<CaseKey, readonly CaseMove[]> {
  const moves = new Map<CaseKey, CaseMove[]>();
  for (const { cases, ...move } of reassignments) {
    for (const [student, roles] of Object.entries(cases)) {
      for (const role of roles) {
        const key = caseKey(student, role);
        moves.set(key, [...(moves.get(key) ?? []), move]);
      }
    }
  }
  return moves;
}

/** Member of staff, student and role of each caseload row in force. */
function* rowsInForce({ tables: { caseloads }, asOf }: AssessmentInputs): Generator<[string, string, string]> {
  const staff = caseloads.strings('staffSourcedId');
  const students = caseloads.strings('studentSourcedId');
  const roles = caseloads.strings('role');
  const begins = caseloads.ints('beginDate');
  const ends = caseloads.ints('endDate');
  for (let row = 0; row < caseloads.rowCount; row++) {
    const member = stringAt(staff, row);
    if (member === undefined || !isCurrent(dayAt(begins, row), dayAt(ends, row), asOf)) continue;
    yield [member, stringAt(students, row) ?? '', stringAt(roles, row) ?? ''];
  }
}
