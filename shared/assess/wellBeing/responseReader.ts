import type { ConsentBasis, SurveyResponse } from '../../domain/wellBeing/record.ts';
import { DROPS, LINES } from '../../lake/columnar.ts';
import type { Table } from '../../lake/table.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { rowsOfPeople } from '../students/rowsOfPeople.ts';

const NO_RESPONSES: readonly SurveyResponse[] = [];

/** Makes a student's answers up to the as-of day, in the order of the table; those without a basis of consent are left out. */
export function responseReader({
  tables,
  students,
  asOf,
}: AssessmentInputs): (student: number) => readonly SurveyResponse[] {
  const table = tables.surveyResponses;
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const days = table.numbers('administrationDate');
  const consents = table.numbers('consentBasis');
  const read = rowReader(table);
  return (student) => {
    const found = rows.of(student);
    if (found.length === 0) return NO_RESPONSES;
    const responses: SurveyResponse[] = [];
    for (const row of found) {
      const day = days.get(row);
      if (day <= asOf && !Number.isNaN(consents.get(row))) responses.push(read(row, day));
    }
    return responses;
  };
}

function rowReader(table: Table): (row: number, day: number) => SurveyResponse {
  const [surveys, surveyNames] = [table.numbers('surveyId'), table.texts('surveyId')];
  const [constructs, constructNames] = [table.numbers('construct'), table.texts('construct')];
  const [consents, consentNames] = [table.numbers('consentBasis'), table.texts('consentBasis')];
  const [scores, minima, maxima] = [
    table.numbers('score'),
    table.numbers('scaleMinimum'),
    table.numbers('scaleMaximum'),
  ];
  const [directions, protections] = [table.numbers('higherIsBetter'), table.numbers('protectedCategory')];
  const [drops, dropNames] = [table.numbers(DROPS.name), table.texts(DROPS.name)];
  const lines = table.numbers(LINES.name);
  return (row, day) => {
    const line = lines.get(row);
    return {
      surveyId: surveyNames[surveys.get(row)] ?? '',
      construct: constructNames[constructs.get(row)] ?? '',
      day,
      score: scores.get(row),
      minimum: minima.get(row),
      maximum: maxima.get(row),
      higherIsBetter: directions.get(row) !== 0,
      consentBasis: consentNames[consents.get(row)] as ConsentBasis,
      isProtected: !Number.isNaN(protections.get(row)),
      row: { drop: dropNames[drops.get(row)] ?? '', file: 'surveyResponses', line: Number.isNaN(line) ? 0 : line },
    };
  };
}
