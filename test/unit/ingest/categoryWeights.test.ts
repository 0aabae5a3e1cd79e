import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../shared/domain/calendar/day.ts';
import type { Diagnostic } from '../../../shared/domain/diagnostic.ts';
import { CategoryWeights } from '../../../shared/ingest/categoryWeights.ts';
import { emptyTable } from '../../../shared/lake/columnar.ts';
import { categoriesFile } from '../../../shared/sis/files/categories.ts';
import { lineItemsFile } from '../../../shared/sis/files/lineItems.ts';
import { usersFile } from '../../../shared/sis/files/users.ts';
import { tableOf } from '../lake/tableOf.ts';

const since = parseDay('2024-08-01') ?? 0;
const categories = (weights: Readonly<Record<string, string | undefined>>) =>
  tableOf(
    categoriesFile.table,
    Object.entries(weights).map(([sourcedId, weight]) => ({ sourcedId, title: sourcedId, ...(weight && { weight }) })),
  );
const lineItems = (uses: readonly (readonly [ofClass: string, category: string, dueDate?: string])[]) =>
  tableOf(
    lineItemsFile.table,
    uses.map(([classSourcedId, categorySourcedId, dueDate = '2024-10-01'], i) => ({
      sourcedId: `L${i}`,
      title: 'Work',
      assignDate: '2024-09-01',
      dueDate,
      classSourcedId,
      categorySourcedId,
    })),
  );

/** What is told of a drop that carries these tables, read in their order, over what the edition holds. */
async function noticesOf(
  drop: readonly ReturnType<typeof tableOf>[],
  edition: readonly ReturnType<typeof tableOf>[] = [],
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  const weights = new CategoryWeights({
    stored: async (schema) => edition.find((table) => table.schema.name === schema.name) ?? emptyTable(schema),
    report: (diagnostic) => found.push(diagnostic),
    carries: (file) => drop.some((table) => table.schema.name === file),
    since,
  });
  for (const table of drop) await weights.check(table, `${table.schema.name}.csv`);
  return found;
}

describe('the weights of the categories that a class uses', () => {
  it.each([
    ['100', { A: '60', B: '40' }],
    ['1', { A: '0.6', B: '0.4' }],
    ['100 exactly', { A: '33.333333', B: '33.333333', C: '33.333334' }],
    ['nothing at all', { A: undefined, B: undefined }],
  ])('may add up to %s', async (_, weights) => {
    const uses = Object.keys(weights).map((category) => ['K1', category] as const);
    expect(await noticesOf([categories(weights), lineItems(uses)])).toEqual([]);
  });

  it('are flagged with the number of classes otherwise, once in a drop', async () => {
    const all = categories({ A: '60', B: '30', C: '10' });
    const uses = [
      ['K1', 'A'],
      ['K1', 'B'],
      ['K1', 'A'],
      ['K2', 'C'],
      ['K3', 'A'],
      ['K3', 'B'],
      ['K3', 'C'],
    ] as const;
    expect(await noticesOf([all, lineItems(uses)])).toEqual([
      {
        severity: 'notice',
        file: 'lineItems.csv',
        line: 0,
        column: 'weight',
        code: 'gradebook.category_weights',
        message:
          'In 2 classes the weights of the categories that line items use do not add up to 100 % (the first: 90): ' +
          'correct weight in categories.csv, or give each category of the class a line item.',
      },
    ]);
  });

  it('are flagged exactly when they miss 100 %, by however little', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 60_000_000 }), { minLength: 1, maxLength: 5 }),
        async (parts) => {
          const rest = 100_000_000 - parts.reduce((sum, part) => sum + part, 0);
          const fill = (millionths: number) => (millionths / 1_000_000).toFixed(6);
          const weights = Object.fromEntries(parts.map((part, i) => [`C${i}`, fill(part)]));
          const uses = (names: readonly string[]) => lineItems(names.map((name) => ['K1', name] as const));
          const short = rest !== 0 && rest !== 99_000_000;
          expect(await noticesOf([categories(weights), uses(Object.keys(weights))])).toHaveLength(short ? 1 : 0);
          if (rest <= 0) return;
          const whole = { ...weights, REST: fill(rest) };
          expect(await noticesOf([categories(whole), uses(Object.keys(whole))])).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('count this year’s line items alone', async () => {
    const uses = [
      ['K1', 'A'],
      ['K1', 'OLD', '2024-07-31'],
      ['K2', 'OLD', '2024-08-01'],
    ] as const;
    const notices = await noticesOf([categories({ A: '100', OLD: '50' }), lineItems(uses)]);
    expect(notices.map(({ message }) => message.split(' the weights')[0])).toEqual(['In 1 class']);
  });

  it('are looked at when either file comes alone, and with no other file', async () => {
    const [right, wrong] = [categories({ A: '100' }), categories({ A: '90' })];
    const work = lineItems([['K1', 'A']]);
    expect(await noticesOf([wrong], [work, right])).toMatchObject([{ file: 'categories.csv' }]);
    expect(await noticesOf([work], [wrong])).toMatchObject([{ file: 'lineItems.csv' }]);
    expect(await noticesOf([right], [work, wrong])).toEqual([]);
    expect(await noticesOf([emptyTable(usersFile.table)], [work, wrong])).toEqual([]);
  });
});
