import { GRADUATING_GRADE, type SeniorEnrollment } from '../domain/graduation/graduatingClass.ts';
import { studentId } from '../domain/identity.ts';
import { dayAt, integerAt, stringAt } from '../lake/rows.ts';
import type { Table } from '../lake/table.ts';

/** The grade 12 rows of schoolEnrollments. */
export function* seniorEnrollments(table: Table): Generator<SeniorEnrollment> {
  const grades = table.strings('gradeLevel');
  const students = table.strings('studentSourcedId');
  const schools = table.strings('schoolSourcedId');
  const entries = table.ints('entryDate');
  const exits = table.ints('exitWithdrawDate');
  const exitTypes = table.strings('exitWithdrawType');
  const primaries = table.ints('primarySchool');
  const plans = table.strings('graduationPlanId');
  const grade = grades.values.indexOf(GRADUATING_GRADE);
  if (grade < 0) return;
  for (let row = 0; row < table.rowCount; row++) {
    if (grades.codes[row] !== grade) continue;
    const student = stringAt(students, row);
    const school = stringAt(schools, row);
    const entry = dayAt(entries, row);
    if (student === undefined || school === undefined || entry === undefined) continue;
    const exit = dayAt(exits, row);
    const exitType = stringAt(exitTypes, row);
    const plan = stringAt(plans, row);
    yield {
      student: studentId(student),
      school,
      entry,
      primary: integerAt(primaries, row) === 1,
      ...(exit !== undefined && { exit }),
      ...(exitType !== undefined && { exitType }),
      ...(plan !== undefined && plan !== '' && { plan }),
    };
  }
}
