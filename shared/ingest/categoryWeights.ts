import type { Day } from '../domain/calendar/day.ts';
import type { Diagnostic } from '../domain/diagnostic.ts';
import { add, compare, type Fraction, fraction, ONE, ZERO } from '../domain/fraction.ts';
import { dayAt, decimalAt, stringAt } from '../lake/rows.ts';
import type { TableSchema } from '../lake/schema.ts';
import { NULL_INT, type Table } from '../lake/table.ts';
import { categoriesFile } from '../sis/files/categories.ts';
import { lineItemsFile } from '../sis/files/lineItems.ts';

export interface WeightedWork {
  readonly categories: Table;
  readonly lineItems: Table;
  /** Line items due before this day are of earlier years. */
  readonly since: Day;
}

export interface WeightsContext {
  /** A table of the edition that the drop builds on. */
  readonly stored: (schema: TableSchema) => Promise<Table>;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Whether the drop brings a file. */
  readonly carries: (file: string) => boolean;
  readonly since: Day;
}

/** Looks at the weights once in a drop that touches them: when the later of the two files has been read. */
export class CategoryWeights {
  readonly #context: WeightsContext;
  #categories: Table | undefined;

  constructor(context: WeightsContext) {
    this.#context = context;
  }

  /** @param table as the drop leaves it; files that have nothing to do with weights are passed over */
  async check(table: Table, file: string): Promise<void> {
    const { stored, report, carries, since } = this.#context;
    const { name } = table.schema;
    if (name === categoriesFile.name) {
      this.#categories = table;
      if (carries(lineItemsFile.name)) return;
    } else if (name !== lineItemsFile.name) return;
    const categories = this.#categories ?? (await stored(categoriesFile.table));
    const lineItems = name === lineItemsFile.name ? table : await stored(lineItemsFile.table);
    const notice = weightsNotice({ categories, lineItems, since }, file);
    if (notice) report(notice);
  }
}

/** Weights as shares of a hundred or of one. */
const WHOLES = [fraction(100), ONE];

/**
 * Tells how many classes use categories whose weights do not add up to 100 % (or to 1): their marks would be computed from
 * less or more than the whole. The categories of a class are those of its line items this year; a class none of whose
 * categories has a weight is not weighted, and a category without one weighs nothing. Undefined when all is well.
 */
function weightsNotice(work: WeightedWork, file: string): Diagnostic | undefined {
  const sums = [...weightsByClass(work).values()].filter((sum) => !WHOLES.some((whole) => compare(sum, whole) === 0));
  const [first] = sums;
  if (!first) return undefined;
  const classes = sums.length === 1 ? '1 class' : `${sums.length} classes`;
  return {
    severity: 'notice',
    file,
    line: 0,
    column: 'weight',
    code: 'gradebook.category_weights',
    message:
      `In ${classes} the weights of the categories that line items use do not add up to 100 % (the first: ${decimalOf(first)}): ` +
      'correct weight in categories.csv, or give each category of the class a line item.',
  };
}

/** By the code of each class with a weighted category. */
function weightsByClass({ categories, lineItems, since }: WeightedWork): ReadonlyMap<number, Fraction> {
  const byId = weightsOf(categories);
  const [classes, used] = [lineItems.strings('classSourcedId'), lineItems.strings('categorySourcedId')];
  const due = lineItems.ints('dueDate');
  const weights = used.values.map((id) => byId.get(id));
  const seen = new Set<number>();
  const sums = new Map<number, Fraction>();
  for (let row = 0; row < lineItems.rowCount; row++) {
    const [ofClass, category] = [classes.codes[row] ?? NULL_INT, used.codes[row] ?? NULL_INT];
    const weight = weights[category];
    const use = ofClass * used.values.length + category;
    if (!weight || ofClass === NULL_INT || seen.has(use) || (dayAt(due, row) ?? since) < since) continue;
    seen.add(use);
    sums.set(ofClass, add(sums.get(ofClass) ?? ZERO, weight));
  }
  return sums;
}

function weightsOf(categories: Table): ReadonlyMap<string, Fraction> {
  const [ids, weights] = [categories.strings('sourcedId'), categories.decimals('weight')];
  const found = new Map<string, Fraction>();
  for (let row = 0; row < categories.rowCount; row++) {
    const [id, weight] = [stringAt(ids, row), decimalAt(weights, row)];
    if (id !== undefined && weight) found.set(id, weight);
  }
  return found;
}

const decimalOf = ({ numerator, denominator }: Fraction): string => String(Number(numerator) / Number(denominator));
