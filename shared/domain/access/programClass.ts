import type { FieldClass } from './fieldClass.ts';

/** Programs that say what a student learns, not what their health, family or means are. */
const OF_LEARNING: ReadonlySet<string> = new Set(['EL', 'CTE', 'giftedTalented']);

/**
 * The class of taking part in a program, by its type in programs.csv. Whatever is not known to be about learning is of the
 * narrower class: disability (IEP, 504), homelessness, foster care, migration, poverty, and `other`, which may be any of these.
 */
export const classOfProgram = (programType: string): FieldClass =>
  OF_LEARNING.has(programType) ? 'academic' : 'health';
