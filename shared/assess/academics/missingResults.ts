import type { RowPlace } from '../../domain/academics/record.ts';
import type { Day } from '../../domain/calendar/day.ts';
import { stringAt } from '../../lake/rows.ts';
import type { Table } from '../../lake/table.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { rowsOfPeople } from '../students/rowsOfPeople.ts';
import { lazily } from './courseCatalog.ts';
import type { ClassWork, GradebookReading } from './gradebook.ts';

/** A student's missing work by class. */
export type MissingResults = (student: number, day: Day) => readonly ClassWork[];

const NONE: readonly ClassWork[] = [];

/** Counts results.csv rows flagged as missing, by the class of the result or of its line item. */
export function missingResults(inputs: AssessmentInputs, reading: GradebookReading): MissingResults {
  const { schoolYear, students, tables } = inputs;
  const { results } = tables;
  if (!anyMissing(results)) return () => NONE;
  const { classes, catalog } = reading;
  const rows = rowsOfPeople(results, 'studentSourcedId', students.indexOf);
  const [flags, days] = [results.numbers('missing'), results.numbers('scoreDate')];
  const classOf = classReader(inputs, reading);
  return (student, day) => {
    let found: Map<number, RowPlace[]> | undefined;
    for (const row of rows.of(student)) {
      const scored = days.get(row);
      if (flags.get(row) !== 1 || !(scored >= schoolYear.first && scored <= day)) continue;
      const place = classOf(row);
      if (place < 0 || !classes.runs(place, day) || !classes.attends(student, place, day)) continue;
      found ??= new Map();
      const places = found.get(place);
      if (places) places.push({ file: 'results', row });
      else found.set(place, [{ file: 'results', row }]);
    }
    if (found === undefined) return NONE;
    return Array.from(found, ([place, places]) => {
      return { place, about: catalog.ofClass(classes.ids[place] ?? ''), count: places.length, places };
    });
  };
}

function anyMissing(results: Table): boolean {
  const flags = results.numbers('missing');
  for (let row = 0; row < results.rowCount; row++) if (flags.get(row) === 1) return true;
  return false;
}

function classReader({ tables }: AssessmentInputs, { classes }: GradebookReading): (row: number) => number {
  const { results, lineItems } = tables;
  const [codes, places] = [results.numbers('classSourcedId'), classes.placesIn(results, 'classSourcedId')];
  const [items, itemIds] = [results.numbers('lineItemSourcedId'), results.texts('lineItemSourcedId')];
  const ofItems = lazily(() => {
    const [ids, itemClasses] = [lineItems.strings('sourcedId'), lineItems.strings('classSourcedId')];
    const placesOfClasses = classes.placesIn(lineItems, 'classSourcedId');
    const found = new Map<string, number>();
    for (let row = 0; row < lineItems.rowCount; row++) {
      found.set(stringAt(ids, row) ?? '', placesOfClasses[itemClasses.codes[row] ?? -1] ?? -1);
    }
    return found;
  });
  return (row) => {
    const code = codes.get(row);
    if (!Number.isNaN(code)) return places[code] ?? -1;
    return ofItems().get(itemIds[items.get(row)] ?? '') ?? -1;
  };
}
