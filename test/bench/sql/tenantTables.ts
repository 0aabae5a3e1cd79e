import type { Tenant } from '../../../shared/tenant/tenant.ts';
import { literal } from './duck.ts';

const number = (text: string | undefined) => (text === undefined ? 'NULL' : `${text}::DECIMAL(15,6)`);
const names = (list: readonly string[]) => `[${list.map((name) => literal(name.toLowerCase())).join(', ')}]::VARCHAR[]`;
const table = (name: string, columns: string, rows: readonly string[], empty: string) =>
  `CREATE TABLE ${name} AS SELECT * FROM (VALUES ${rows.length > 0 ? rows.join(', ') : empty}) AS t(${columns})${
    rows.length > 0 ? '' : ' WHERE false'
  }`;

/**
 * What of a tenant file a query needs, as tables: `marks` with the numbers that mean them, `scales` with the lowest number
 * that passes, `areas` of requirement plans with the subjects that fill them.
 */
export function tenantTables({ gradeScales, graduation }: Tenant): readonly string[] {
  const { scales } = gradeScales;
  const marks = scales.flatMap(({ id, numbers, marks: all }) => {
    const rising = all.filter(({ from }) => from !== undefined).toSorted((a, b) => Number(a.from) - Number(b.from));
    return all.map(({ mark, from, points, passing }) => {
      const below = rising[rising.findIndex((each) => each.mark === mark) + 1]?.from;
      const passes = from === undefined ? passing : Number(from) >= Number(numbers?.passing);
      const ends = from === undefined ? 'NULL, NULL' : `${number(from)}, ${number(below ?? '999999')}`;
      return `(${literal(id)}, ${literal(mark)}, ${ends}, ${number(points)}, ${passes ?? 'NULL'}::BOOLEAN)`;
    });
  });
  const numbered = scales.flatMap(({ id, numbers }) =>
    numbers ? [`(${literal(id)}, ${number(numbers.passing)})`] : [],
  );
  const areas = graduation.plans.flatMap(({ id, areas: all }) =>
    all.map(
      ({ code, credits, subjects, any }) =>
        `(${literal(id)}, ${literal(code)}, ${number(credits)}, ${names(subjects)}, ${any})`,
    ),
  );
  const plans = graduation.plans.map(({ id, totalCredits }) => `(${literal(id)}, ${number(totalCredits)})`);
  const noMark = `('', '', NULL::DECIMAL(15,6), NULL::DECIMAL(15,6), NULL::DECIMAL(15,6), NULL::BOOLEAN)`;
  return [
    table('marks', 'scale, mark, from_number, below, points, passes', marks, noMark),
    table('scales', 'scale, passing', numbered, `('', NULL::DECIMAL(15,6))`),
    table('areas', 'plan, area, credits, subjects, takes_all', areas, ''),
    table('plans', 'plan, total', plans, ''),
  ];
}
