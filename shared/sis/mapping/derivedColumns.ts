import type { MappingIssue } from './checks.ts';
import type { Derivation, FileMapping } from './fileMapping.ts';

/** One step in which a row gains columns from those it has. */
export type DerivedStep =
  | { readonly kind: 'derived'; readonly inputs: readonly string[]; readonly name: string; readonly rule: Derivation }
  | {
      readonly kind: 'join';
      readonly inputs: readonly string[];
      /** Place in `joins`. */
      readonly join: number;
      /** Columns of the other file. */
      readonly theirs: readonly string[];
      /** What they are called in this one. */
      readonly names: readonly string[];
    };

export interface DerivedColumns {
  /** In an order in which every step finds its inputs. */
  readonly steps: readonly DerivedStep[];
  /** Every column that is made, those of `unpivot` last. */
  readonly names: readonly string[];
  readonly issues: readonly MappingIssue[];
}

/** What a file's mapping makes of each row before its columns are read. */
export function derivedColumnsOf(file: FileMapping): DerivedColumns {
  const waiting: DerivedStep[] = [
    ...Object.entries(file.derived).map(([name, rule]) => ({
      kind: 'derived' as const,
      inputs: inputsOf(rule),
      name,
      rule,
    })),
    ...file.joins.map(({ on, columns }, join) => ({
      kind: 'join' as const,
      inputs: Object.keys(on),
      join,
      theirs: Object.keys(columns),
      names: Object.values(columns),
    })),
  ];
  const unpivoted = file.unpivot ? [file.unpivot.label, file.unpivot.cell] : [];
  const names = [...waiting.flatMap(namesOf), ...unpivoted];
  const steps = inOrder(waiting);
  const stuck = waiting.filter((step) => !steps.includes(step));
  return {
    steps,
    names,
    issues: [
      ...names
        .filter((name, index) => names.indexOf(name) !== index)
        .map((name) => ({
          path: ['derived', name],
          message: `"${name}" is made twice: give one of them another name`,
        })),
      ...stuck.map((step) => ({ path: pathOf(step), message: 'is made of columns that are made of it' })),
    ],
  };
}

/** The columns of the source that a file's mapping needs for something. */
export function neededColumns(file: FileMapping): readonly string[] {
  const { steps, names } = derivedColumnsOf(file);
  const used = [
    ...Object.keys(file.columns),
    ...Object.keys(file.only),
    ...steps.flatMap((step) => step.inputs),
    ...Object.keys(file.unpivot?.columns ?? {}),
  ];
  return [...new Set(used)].filter((name) => !names.includes(name));
}

function inputsOf({ from, template }: Derivation): readonly string[] {
  if (from !== undefined) return [from];
  return [...(template ?? '').matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? '');
}

const namesOf = (step: DerivedStep): readonly string[] => (step.kind === 'join' ? step.names : [step.name]);
const pathOf = (step: DerivedStep): readonly string[] =>
  step.kind === 'join' ? ['joins', String(step.join)] : ['derived', step.name];

/** Whatever is made of what another step makes comes after it; steps that wait for each other are left out. */
function inOrder(all: readonly DerivedStep[]): readonly DerivedStep[] {
  const done: DerivedStep[] = [];
  let waiting = all;
  for (;;) {
    const later = waiting.flatMap(namesOf);
    const ready = waiting.filter((step) => !step.inputs.some((input) => later.includes(input)));
    if (ready.length === 0) return done;
    done.push(...ready);
    waiting = waiting.filter((step) => !ready.includes(step));
  }
}
