import type { Day } from '../../domain/calendar/day.ts';
import type { Credential, Participation } from '../../domain/ctePathway/record.ts';
import type { JudgedDay } from '../../domain/tiers/judgedDay.ts';
import { DROPS, LINES } from '../../lake/columnar.ts';
import { stringAt } from '../../lake/rows.ts';
import { NULL_INT, type Table } from '../../lake/table.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { rowsOfPeople } from '../students/rowsOfPeople.ts';

/** Whether programs.csv came this school year: any program of anybody lies in it. */
export function programsReceived({ tables, schoolYear }: AssessmentInputs): boolean {
  const begins = tables.programs.ints('beginDate').values;
  const ends = tables.programs.ints('endDate').values;
  return begins.some((begin, row) => {
    const end = ends[row] ?? NULL_INT;
    return begin <= schoolYear.last && (end === NULL_INT || end >= schoolYear.first);
  });
}

/** The CTE programs a student takes part in on the day they are judged; a leaver's are those of this school year up to it. */
export function participationReader({
  tables,
  students,
  schoolYear,
  tenant,
}: AssessmentInputs): (student: number, judged: JudgedDay) => readonly Participation[] {
  const table = tables.programs;
  const types = table.strings('programType');
  const cte = types.values.indexOf('CTE');
  if (cte < 0) return () => NOBODYS;
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const [begins, ends] = [table.ints('beginDate').values, table.ints('endDate').values];
  const statuses = table.strings('participationStatus');
  const inactive = new Set(tenant.ctePathways.inactiveStatuses.map((status) => status.toLowerCase()));
  const isInactive = statuses.values.map((status) => inactive.has(status.toLowerCase()));
  const labels = labelReader(table);
  const names = table.strings('programName');
  return (student, { day, exited }) => {
    let found: Participation[] | undefined;
    for (const row of rows.of(student)) {
      if (types.codes[row] !== cte || isInactive[statuses.codes[row] ?? NULL_INT]) continue;
      const end = ends[row] ?? NULL_INT;
      const over = end !== NULL_INT && end < (exited ? schoolYear.first : day);
      if (over || (begins[row] ?? NULL_INT) > day) continue;
      found ??= [];
      const programName = stringAt(names, row);
      found.push({ ...labels(row), ...(programName !== undefined && { programName }) });
    }
    return found ?? NOBODYS;
  };
}

const NOBODYS: readonly Participation[] = [];

/** Credentials awarded up to a day, earlier school years included. */
export function credentialReader({
  tables,
  students,
}: AssessmentInputs): (student: number, day: Day) => readonly Credential[] {
  const table = tables.credentials;
  if (table.rowCount === 0) return () => [];
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const awarded = table.ints('awardDate').values;
  const [ids, titles] = [table.strings('credentialId'), table.strings('title')];
  const labels = labelReader(table);
  return (student, day) => {
    const found: Credential[] = [];
    for (const row of rows.of(student)) {
      if ((awarded[row] ?? NULL_INT) > day) continue;
      found.push({ title: stringAt(titles, row) ?? stringAt(ids, row) ?? '', ...labels(row) });
    }
    return found.sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : a.row.line - b.row.line));
  };
}

/** `careerPathway`, `cipCode` and where the row came from. */
function labelReader(table: Table): (row: number) => Pick<Credential, 'careerPathway' | 'cipCode' | 'row'> {
  const [pathways, cipCodes] = [table.strings('careerPathway'), table.strings('cipCode')];
  const [drops, lines] = [table.strings(DROPS.name), table.ints(LINES.name).values];
  const file = table.schema.name;
  return (row) => {
    const careerPathway = stringAt(pathways, row);
    const cipCode = stringAt(cipCodes, row);
    const line = lines[row] ?? NULL_INT;
    return {
      ...(careerPathway !== undefined && { careerPathway }),
      ...(cipCode !== undefined && { cipCode }),
      row: { drop: stringAt(drops, row) ?? '', file, line: line === NULL_INT ? 0 : line },
    };
  };
}
