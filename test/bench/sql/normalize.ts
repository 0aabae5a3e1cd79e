import type { ColumnSpec } from '../../../shared/sis/fileSpec.ts';
import { FILES } from '../../../shared/sis/registry.ts';
import { type CsvFile, duckType, readCsv } from './csvFiles.ts';
import { literal } from './duck.ts';

/** What the numbers of a column may be, where that is less than its type. */
export const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  portionOfDay: [0, 1],
  minutesMissed: [0, 1440],
  instructionalMinutes: [0, 1440],
  attemptedCredits: [0, 1000],
  earnedCredits: [0, 1000],
  finalNumericGrade: [0, 1000],
  gradePoints: [0, 100],
  numericGrade: [-1000, 100_000],
  missingAssignments: [0, 10_000],
  actionLengthDays: [0, 1000],
  potentialCredits: [0, 1000],
  score: [-100_000, 100_000],
};

const RULES: Readonly<Record<string, string>> = {
  attendanceEvents: `category IN ('Partial', 'Early departure') AND portionOfDay IS NULL AND minutesMissed IS NULL`,
  schoolEnrollments: 'exitWithdrawDate < entryDate',
  surveyResponses: 'scaleMinimum >= scaleMaximum OR score NOT BETWEEN scaleMinimum AND scaleMaximum',
  programs: 'endDate < beginDate',
};

/**
 * The statements that make a table of a file as ingest does: every cell validated, refused rows left out, of rows with the
 * same key the last one kept. A table's rows lie in the order of the file, so that `rowid` stands for the line.
 */
export function normalizeSql(file: CsvFile): readonly string[] {
  const { name, table } = file.spec;
  const key = table.key.filter((column) => file.header.includes(column)).map(quoted);
  const read = quoted(`${name}_read`);
  const rows = quoted(`${name}_rows`);
  return [
    `CREATE TABLE ${read} AS SELECT *, ${refusal(file)} AS refused FROM ${readCsv(file)}`,
    `CREATE TABLE ${rows} AS SELECT * EXCLUDE refused FROM ${read}
     WHERE rowid IN (SELECT max(rowid) FROM ${read} WHERE NOT refused GROUP BY ${key.join(', ')})`,
    `DROP TABLE ${read}`,
    `CREATE VIEW ${quoted(name)} AS SELECT *${absentColumns(file)} FROM ${rows}`,
  ];
}

/** Columns that a file leaves out, so that every query may name them. */
const absentColumns = ({ spec, header }: CsvFile): string =>
  spec.columns
    .filter(({ name }) => !header.includes(name))
    .map((column) => `, NULL::${duckType(column)} AS ${quoted(column.name)}`)
    .join('');

/** Empty tables for the files that a district does not send. */
export function absentFilesSql(files: readonly CsvFile[]): readonly string[] {
  const sent = new Set(files.map(({ spec }) => spec.name));
  return FILES.filter(({ name }) => !sent.has(name)).map(({ name, columns }) => {
    const empty = columns.map((column) => `NULL::${duckType(column)} AS ${quoted(column.name)}`);
    return `CREATE VIEW ${quoted(name)} AS SELECT ${empty.join(', ')} WHERE false`;
  });
}

export const quoted = (name: string): string => `"${name}"`;

/** True for a row that is refused, false for any other. */
function refusal({ spec, header }: CsvFile): string {
  const columns = spec.columns.filter(({ name }) => header.includes(name));
  const checks = columns.flatMap(checksOf);
  const rule = RULES[spec.name];
  // A column that the file leaves out is unknown in every row.
  const absent = spec.columns.filter(({ name }) => !header.includes(name));
  if (rule)
    checks.push(absent.reduce((text, { name }) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), 'NULL'), rule));
  return `coalesce(${checks.map((check) => `(${check})`).join(' OR ')}, false)`;
}

/** Conditions under which a cell refuses its row; unknown (null) refuses nothing. */
function checksOf({ name, type, required }: ColumnSpec): readonly string[] {
  const column = quoted(name);
  const checks = required === true ? [`${column} IS NULL`] : [];
  if (type.code === 'row.invalid_guid') checks.push(`NOT regexp_full_match(${column}, '[0-9A-Za-z._/@-]{1,255}')`);
  if (type.values && type.leavesOut !== true) {
    const words = [...type.values, ...Object.keys(type.aliases ?? {})].map(literal);
    checks.push(`${column} NOT IN (${words.join(', ')})`);
  }
  const bounds = BOUNDS[name];
  if (bounds) checks.push(`${column} NOT BETWEEN ${bounds[0]} AND ${bounds[1]}`);
  return checks;
}
