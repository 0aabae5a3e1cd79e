import type { ActionType, IncidentLevel, IncidentRow, ParticipationCode } from '../../domain/behavior/record.ts';
import { DROPS, LINES } from '../../lake/columnar.ts';
import { decimalOf } from '../../lake/rows.ts';
import type { Table } from '../../lake/table.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { rowsOfPeople } from '../students/rowsOfPeople.ts';

type RowDraft = { -readonly [Member in keyof IncidentRow]: IncidentRow[Member] };

const NO_ROWS: readonly IncidentRow[] = [];

/** Makes a student's rows of the school year up to the as-of day, in the order of the table. */
export function incidentReader({
  tables,
  students,
  schoolYear,
  asOf,
}: AssessmentInputs): (student: number) => readonly IncidentRow[] {
  const table = tables.behaviorIncidents;
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const days = table.numbers('date');
  const read = rowReader(table);
  const last = Math.min(asOf, schoolYear.last);
  return (student) => {
    const found = rows.of(student);
    if (found.length === 0) return NO_ROWS;
    const incidents: IncidentRow[] = [];
    for (const row of found) {
      const day = days.get(row);
      if (day >= schoolYear.first && day <= last) incidents.push(read(row, day));
    }
    return incidents;
  };
}

/** Whether any incident of the school year up to the as-of day has come: before that, none says nothing. */
export function incidentsReceived({ tables, schoolYear, asOf }: AssessmentInputs): boolean {
  const table = tables.behaviorIncidents;
  const days = table.numbers('date');
  const last = Math.min(asOf, schoolYear.last);
  for (let row = 0; row < table.rowCount; row++) {
    const day = days.get(row);
    if (day >= schoolYear.first && day <= last) return true;
  }
  return false;
}

function rowReader(table: Table): (row: number, day: number) => IncidentRow {
  const [schoolAt, incidentAt, behaviorAt] = [
    textReader(table, 'schoolSourcedId'),
    textReader(table, 'incidentId'),
    textReader(table, 'behavior'),
  ];
  const [participationAt, levelAt] = [textReader(table, 'participationCode'), textReader(table, 'incidentLevel')];
  const [actionAt, actionTypeAt] = [textReader(table, 'disciplineAction'), textReader(table, 'actionType')];
  const [starts, lengths] = [table.numbers('actionStartDate'), table.numbers('actionLengthDays')];
  const dropAt = textReader(table, DROPS.name);
  const lines = table.numbers(LINES.name);
  return (row, day) => {
    const line = lines.get(row);
    const incident: RowDraft = {
      incidentId: incidentAt(row) ?? '',
      school: schoolAt(row) ?? '',
      day,
      behavior: behaviorAt(row) ?? '',
      row: { drop: dropAt(row) ?? '', file: 'behaviorIncidents', line: Number.isNaN(line) ? 0 : line },
    };
    const participation = participationAt(row);
    if (participation !== undefined) incident.participation = participation as ParticipationCode;
    const level = levelAt(row);
    if (level !== undefined) incident.level = level as IncidentLevel;
    const action = actionAt(row);
    if (action !== undefined) incident.action = action;
    const actionType = actionTypeAt(row);
    if (actionType !== undefined) incident.actionType = actionType as ActionType;
    const start = starts.get(row);
    if (!Number.isNaN(start)) incident.actionStart = start;
    const length = lengths.get(row);
    if (!Number.isNaN(length)) incident.lengthDays = decimalOf(length);
    return incident;
  };
}

function textReader(table: Table, column: string): (row: number) => string | undefined {
  const [codes, texts] = [table.numbers(column), table.texts(column)];
  return (row) => {
    const code = codes.get(row);
    return Number.isNaN(code) ? undefined : texts[code];
  };
}
