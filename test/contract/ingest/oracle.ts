/** What a drop is to the model: files as rows of text, before anybody has parsed, encoded or merged them. */
export interface ModelRow {
  readonly cells: Readonly<Record<string, string>>;
  /** A delta row that deletes. */
  readonly deletes: boolean;
  /** A row that cannot be taken: its category is a code that nobody knows. */
  readonly broken: boolean;
}

export type TableName = 'users' | 'schoolEnrollments' | 'attendanceEvents';

export interface ModelFile {
  readonly name: TableName;
  readonly mode: 'bulk' | 'delta';
  readonly rows: readonly ModelRow[];
}

export interface ModelDrop {
  readonly key: string;
  /** ISO, UTC. */
  readonly generatedAt: string;
  readonly schoolYear?: number;
  /** Days that attendanceEvents speaks of. */
  readonly from?: string;
  readonly to?: string;
  /** In the order in which files are read. */
  readonly files: readonly ModelFile[];
}

export interface ModelAccount {
  readonly rows: number;
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly deleted: number;
  readonly removed: number;
}

export interface ModelOutcome {
  readonly status: 'published' | 'unchanged' | 'superseded' | 'held';
  readonly accounts: ReadonlyMap<TableName, ModelAccount>;
}

interface Place {
  readonly generatedAt: string;
  readonly key: string;
  readonly year: number;
}

type Rows = ReadonlyMap<string, Readonly<Record<string, string>>>;

interface Shape {
  readonly keyOf: (cells: Readonly<Record<string, string>>) => string;
  readonly school?: string;
  /** First and last school year of a row; undefined in tables without years. */
  readonly yearsOf?: (cells: Readonly<Record<string, string>>) => readonly [number, number];
  readonly day?: string;
  readonly end?: string;
  /** From how many records on a missing school holds the drop. */
  readonly missedFrom: number;
}

/** The sample tenant's school years begin on 1 August; every drop is of the year that ends in 2022. */
const yearOf = (day: string) => Number(day.slice(0, 4)) + (day.slice(5) >= '08-01' ? 1 : 0);
export const THIS_YEAR = 2022;

const SHAPES: Readonly<Record<TableName, Shape>> = {
  users: { keyOf: ({ sourcedId = '' }) => sourcedId, missedFrom: 11 },
  schoolEnrollments: {
    keyOf: (cells) => [cells['studentSourcedId'], cells['schoolSourcedId'], cells['entryDate']].join('|'),
    school: 'schoolSourcedId',
    yearsOf: ({ entryDate = '', exitWithdrawDate = '' }) => [
      yearOf(entryDate),
      exitWithdrawDate === '' ? Number.POSITIVE_INFINITY : Math.max(yearOf(entryDate), yearOf(exitWithdrawDate)),
    ],
    end: 'exitWithdrawDate',
    missedFrom: 1,
  },
  attendanceEvents: {
    keyOf: (cells) =>
      cells['eventId'] || [cells['studentSourcedId'], cells['schoolSourcedId'], cells['date']].join('|'),
    school: 'schoolSourcedId',
    yearsOf: ({ date = '' }) => [yearOf(date), yearOf(date)],
    day: 'date',
    missedFrom: 11,
  },
};

const sameText = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
const isBefore = (a: Place, b: Place | undefined) =>
  b !== undefined && (a.generatedAt === b.generatedAt ? a.key < b.key : a.generatedAt < b.generatedAt);

/** The drop protocol over plain maps, as the documents tell it. */
export class Oracle {
  readonly tables = new Map<TableName, Rows>();
  readonly #last = new Map<TableName, Place>();
  readonly #byYear = new Map<string, Place>();

  take(drop: ModelDrop, isReleased = false): ModelOutcome {
    const accounts = new Map<TableName, ModelAccount>();
    const next = new Map<TableName, Rows>();
    const place: Place = { ...drop, year: drop.schoolYear ?? THIS_YEAR };
    const read = drop.files.filter(({ name }) => this.#isWelcome(name, drop, place));
    if (drop.files.length > 0 && read.length === 0) return { status: 'superseded', accounts };
    const schools = new Set<string>();
    let isHeld = false;
    for (const file of read) {
      const statement = new Statement(
        file,
        drop,
        this.tables.get(file.name) ?? new Map(),
        schools,
        this.#isPast(file.name, drop),
      );
      accounts.set(file.name, statement.account);
      next.set(file.name, statement.next);
      isHeld ||= statement.isSuspicious;
    }
    if (isHeld && !isReleased) return { status: 'held', accounts };
    let isChanged = false;
    for (const { name } of read) {
      const { accepted = 0, deleted = 0, removed = 0 } = accounts.get(name) ?? {};
      isChanged ||= accepted + deleted + removed > 0;
      this.tables.set(name, next.get(name) ?? new Map());
      if (SHAPES[name].yearsOf) this.#byYear.set(`${name} ${place.year}`, place);
      if (!this.#isPast(name, drop) && !isBefore(place, this.#last.get(name))) this.#last.set(name, place);
    }
    return { status: isChanged ? 'published' : 'unchanged', accounts };
  }

  /** Of a school year before the one that the table has come to. */
  #isPast(name: TableName, { schoolYear }: ModelDrop): boolean {
    return (schoolYear ?? THIS_YEAR) < Math.min(this.#last.get(name)?.year ?? 0, THIS_YEAR);
  }

  #isWelcome(name: TableName, drop: ModelDrop, place: Place): boolean {
    const hasYears = SHAPES[name].yearsOf !== undefined;
    const last = this.#last.get(name);
    const ofYear = this.#byYear.get(`${name} ${place.year}`);
    if (drop.schoolYear === undefined) return !isBefore(place, last) && !(hasYears && isBefore(place, ofYear));
    if (this.#isPast(name, drop) && !hasYears) return false;
    return !isBefore(place, hasYears && last?.year !== place.year ? ofYear : last);
  }
}

/** What one file says to one table. */
class Statement {
  readonly account: ModelAccount;
  readonly next: Rows;
  readonly isSuspicious: boolean;

  constructor(file: ModelFile, drop: ModelDrop, before: Rows, schools: Set<string>, isPast: boolean) {
    const shape = SHAPES[file.name];
    const limit = isPast ? (drop.schoolYear ?? THIS_YEAR) : Number.POSITIVE_INFINITY;
    const isBeyond = (cells: Readonly<Record<string, string>>) => (shape.yearsOf?.(cells)[1] ?? 0) > limit;
    const spoken = standing(file.rows, shape);
    const carried = new Set(spoken.flatMap(({ cells }) => (shape.school ? [cells[shape.school] ?? ''] : [])));
    if (file.mode === 'bulk') for (const school of carried) schools.add(school);
    const count = { rows: file.rows.length, accepted: 0, unchanged: 0, rejected: 0, deleted: 0, removed: 0 };
    const said = new Map<string, { readonly cells: Readonly<Record<string, string>>; readonly deletes: boolean }>();
    const safe = new Set<string>();
    for (const { cells: written, deletes, broken } of file.rows) {
      const key = shape.keyOf(written);
      if (broken) {
        count.rejected++;
        safe.add(key);
        continue;
      }
      const earlier = said.get(key);
      const cells = written;
      if (earlier && earlier.deletes === deletes && (deletes || sameText(earlier.cells, cells))) count.unchanged++;
      else {
        if (earlier) count.rejected++;
        said.set(key, { cells, deletes });
      }
    }
    const scope = scopeOf(file, drop, shape);
    const next = new Map(before);
    const missing = new Map<string, number>();
    for (const [key, cells] of before) {
      if (file.mode === 'delta' || !scope(cells) || isBeyond(cells)) continue;
      const school = shape.school ? (cells[shape.school] ?? '') : '';
      if (shape.school && !carried.has(school)) missing.set(school, (missing.get(school) ?? 0) + 1);
      if (said.has(key) || safe.has(key) || (shape.school && !schools.has(school))) continue;
      next.delete(key);
      count.removed++;
    }
    for (const [key, { cells: written, deletes }] of said) {
      const isOpen =
        isPast && shape.end !== undefined && !written[shape.end] && (shape.yearsOf?.(written)[0] ?? 0) <= limit;
      const ended = isOpen ? { ...written, [shape.end ?? '']: `${limit}-07-31` } : written;
      const cells = sorted(ended);
      const stored = before.get(key);
      if (stored ? isBeyond(stored) || (!deletes && isBeyond(cells)) : deletes || isBeyond(cells)) count.unchanged++;
      else if (deletes) {
        count.deleted++;
        next.delete(key);
      } else if (stored && sameText(stored, cells)) count.unchanged++;
      else {
        count.accepted++;
        next.set(key, cells);
      }
    }
    this.account = count;
    this.next = next;
    this.isSuspicious =
      count.rejected * 20 > count.rows || [...missing.values()].some((stored) => stored >= shape.missedFrom);
  }
}

/** Cells with a value, by name. */
export const sorted = (cells: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(cells)
      .filter(([, text]) => text !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Rows whose place no later one takes, and those that cannot be taken, which still say what the file speaks of. */
const standing = (rows: readonly ModelRow[], { keyOf }: Shape): readonly ModelRow[] =>
  rows.filter(
    ({ cells, broken }, at) =>
      broken || !rows.slice(at + 1).some((later) => !later.broken && keyOf(later.cells) === keyOf(cells)),
  );

/** Whether a bulk file replaces a stored row, its school aside. */
function scopeOf(file: ModelFile, { schoolYear, from, to }: ModelDrop, shape: Shape) {
  const { yearsOf, day } = shape;
  const rows = standing(file.rows, shape);
  const years = new Set<number>();
  if (schoolYear !== undefined) years.add(schoolYear);
  else if (yearsOf) {
    for (const { cells } of rows) {
      const [first, last] = yearsOf(cells);
      years.add(last === Number.POSITIVE_INFINITY ? Math.max(first, THIS_YEAR) : last);
    }
    for (const edge of day ? [from, to] : []) if (edge) years.add(yearOf(edge));
    if (years.size === 0) years.add(THIS_YEAR);
  }
  return (cells: Readonly<Record<string, string>>) => {
    if (!yearsOf) return true;
    const date = day ? (cells[day] ?? '') : '';
    if (day && ((from && date < from) || (to && date > to))) return false;
    const [first, last] = yearsOf(cells);
    return [...years].some((year) => year >= first && year <= last);
  };
}
