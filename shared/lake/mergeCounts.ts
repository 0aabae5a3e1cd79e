import type { FileRows } from './fileRows.ts';

export type RowOutcome = 'added' | 'corrected' | 'unchanged' | 'deleted' | 'removed';

export type OutcomeCounts = Readonly<Record<RowOutcome, number>>;

/** A part of a file's scope, one school in one school year: how many stored rows it had and how many would go. */
export interface ScopePart {
  /** Empty in tables without schools. */
  readonly school: string;
  /** 0 in tables without school years. */
  readonly schoolYear: number;
  readonly stored: number;
  readonly going: number;
}

interface Part {
  readonly school: number;
  readonly schoolYear: number;
  stored: number;
  going: number;
}

const none = (): Record<RowOutcome, number> => ({ added: 0, corrected: 0, unchanged: 0, deleted: 0, removed: 0 });

/** What a merge did to the rows, in total and by school, and what it found in the scope. */
export class MergeCounts {
  /** Rows among the unchanged that would have touched a later school year than their drop's. */
  beyond = 0;
  readonly #rows: FileRows;
  readonly #total = none();
  readonly #bySchool = new Map<number, Record<RowOutcome, number>>();
  readonly #scope = new Map<number, Map<number, Part>>();
  /** What was counted last: neighbouring rows mostly belong to the same school and year. */
  #counted: { readonly school: number; readonly counts: Record<RowOutcome, number> } | undefined;
  #part: Part | undefined;

  constructor(rows: FileRows) {
    this.#rows = rows;
  }

  count(school: number, outcome: RowOutcome, rows = 1): void {
    this.#total[outcome] += rows;
    if (this.#counted?.school !== school) this.#counted = { school, counts: this.#countsOf(school) };
    this.#counted.counts[outcome] += rows;
  }

  inScope(school: number, schoolYear: number, goes: boolean): void {
    if (this.#part?.school !== school || this.#part.schoolYear !== schoolYear) {
      this.#part = this.#partOf(school, schoolYear);
    }
    this.#part.stored++;
    if (goes) this.#part.going++;
  }

  get changed(): boolean {
    const { added, corrected, deleted, removed } = this.#total;
    return added + corrected + deleted + removed > 0;
  }

  get total(): OutcomeCounts {
    return this.#total;
  }

  /** By school, sorted; rows without a school under the empty name. */
  bySchool(): readonly (OutcomeCounts & { readonly school: string })[] {
    return [...this.#bySchool]
      .map(([code, counts]) => ({ school: this.#rows.schoolName(code), ...counts }))
      .sort((a, b) => (a.school < b.school ? -1 : 1));
  }

  /** The parts of the scope that had stored rows, sorted. */
  scope(): readonly ScopePart[] {
    return [...this.#scope]
      .flatMap(([code, years]) => [...years.values()].map((part) => ({ ...part, school: this.#rows.schoolName(code) })))
      .sort((a, b) => (a.school === b.school ? a.schoolYear - b.schoolYear : a.school < b.school ? -1 : 1));
  }

  #countsOf(school: number): Record<RowOutcome, number> {
    const counts = this.#bySchool.get(school) ?? none();
    this.#bySchool.set(school, counts);
    return counts;
  }

  #partOf(school: number, schoolYear: number): Part {
    const years = this.#scope.get(school) ?? new Map<number, Part>();
    this.#scope.set(school, years);
    const part = years.get(schoolYear) ?? { school, schoolYear, stored: 0, going: 0 };
    years.set(schoolYear, part);
    return part;
  }
}
