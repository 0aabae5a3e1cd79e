import { createReadStream, statSync } from 'node:fs';
import { parse } from 'csv-parse';
import * as z from 'zod';
import type { ColumnSpec, FileSpec } from '../../../shared/sis/fileSpec.ts';
import { type CsvFile, csvFiles } from '../sql/csvFiles.ts';
import { BOUNDS } from '../sql/normalize.ts';
import { Measure, takePart } from './measure.ts';

export interface ParseOrder {
  readonly account: string;
  readonly folder: string;
  /** How much of each file is read, 0 to 1. */
  readonly share: number;
}

/** Validates every row as an object of strings, the way most importers are written. Nothing is kept. */
async function validate({ account, folder, share }: ParseOrder): Promise<void> {
  const measure = new Measure();
  let rejected = 0;
  await measure.stage(
    'validate',
    async () => {
      let rows = 0;
      for (const file of csvFiles(folder)) {
        const counts = await validateFile(file, share);
        rows += counts.rows;
        rejected += counts.rejected;
      }
      return rows;
    },
    (rows) => rows,
  );
  measure.fact('rejected', rejected);
  measure.tell(account);
}

async function validateFile({ path, spec }: CsvFile, share: number) {
  const row = rowSchema(spec);
  const end = Math.max(1, Math.ceil(statSync(path).size * share) - 1);
  let [rows, rejected] = [0, 0];
  const count = () => {
    rows += 1;
    rejected += 1;
  };
  const records = parse({ columns: true, bom: true, skip_records_with_error: true }).on('skip', count);
  createReadStream(path, { end }).pipe(records);
  for await (const record of records) {
    rows += 1;
    if (!row.safeParse(record).success) rejected += 1;
  }
  return { rows, rejected };
}

function rowSchema(spec: FileSpec): z.ZodType {
  const cells = spec.columns.map((column) => {
    const cell = cellSchema(column);
    return [column.name, column.required === true ? cell : z.union([z.literal(''), cell]).optional()] as const;
  });
  const row = z.object(Object.fromEntries(cells));
  const rule = RULES[spec.name];
  return rule ? row.refine(rule) : row;
}

/** What the cells of a row say together. */
const RULES: Readonly<Record<string, (row: Readonly<Record<string, unknown>>) => boolean>> = {
  attendanceEvents: ({ category, portionOfDay = '', minutesMissed = '' }) =>
    !['Partial', 'Early departure'].includes(String(category)) || portionOfDay !== '' || minutesMissed !== '',
  schoolEnrollments: ({ entryDate, exitWithdrawDate = '' }) =>
    exitWithdrawDate === '' || String(exitWithdrawDate) >= String(entryDate),
  programs: ({ beginDate, endDate = '' }) => endDate === '' || String(endDate) >= String(beginDate),
  surveyResponses: ({ score, scaleMinimum, scaleMaximum }) =>
    Number(scaleMinimum) <= Number(score) && Number(score) <= Number(scaleMaximum) && scaleMinimum !== scaleMaximum,
};

function cellSchema({ name, type }: ColumnSpec): z.ZodType {
  const [least, most] = BOUNDS[name] ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  if (type.values && type.leavesOut !== true) return z.enum([...type.values, ...Object.keys(type.aliases ?? {})]);
  switch (type.code) {
    case 'row.invalid_guid':
      return z.string().regex(/^[0-9A-Za-z._/@-]{1,255}$/);
    case 'row.invalid_boolean':
      return z.enum(['true', 'false', 'TRUE', 'FALSE', 'True', 'False', '1', '0']);
    case 'row.invalid_date':
      return z.iso.date();
    case 'row.invalid_year':
      return z.string().regex(/^(19|20|21)\d\d$/);
    case 'row.invalid_number':
      return z
        .string()
        .regex(type.kind === 'integer' ? /^-?\d{1,9}$/ : /^-?\d{0,9}(\.\d{1,6})?$/)
        .transform(Number)
        .pipe(z.number().min(least).max(most));
    default:
      return z.string().min(1).max(4000);
  }
}

await takePart<ParseOrder>(validate);
