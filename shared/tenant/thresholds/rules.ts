import * as z from 'zod';
import { GRADE_LEVELS } from '../../domain/gradeLevel.ts';
import { isMeant, overlaid, type RuleCondition } from '../../domain/tiers/thresholds.ts';

/** As many rules as a set may have, and schools as one of them may name. */
const MOST_RULES = 40;
const MOST_SCHOOLS = 200;
/** As many characters as OneRoster gives an id. */
const LONGEST_ID = 255;

type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> | undefined }
    : T;

/** Sections of a set by domain. */
export type Sections = Readonly<Record<string, z.ZodObject>>;
type Settings<All extends Sections> = { readonly [Domain in keyof All]: z.output<All[Domain]> };
export type ThresholdRule<All extends Sections> = { readonly when: RuleCondition } & {
  readonly [Domain in keyof All]?: DeepPartial<z.output<All[Domain]>> | undefined;
};

const when = z
  .strictObject({
    gradeLevels: z.array(z.enum(GRADE_LEVELS)).min(1).optional().meta({ description: 'CEDS codes, such as 09.' }),
    schools: z.array(z.string().min(1).max(LONGEST_ID)).min(1).max(MOST_SCHOOLS).optional(),
    gradingPeriod: z.enum(['first', 'remaining']).optional(),
  })
  .refine((condition) => Object.values(condition).some((each) => each !== undefined), {
    message: 'say whom the rule is for; what is for everybody belongs into the sections of the set',
  });

/**
 * The rules of a set whose sections are these: any part of a section, for the students that `when` names. Settings in
 * `perRun` (`attendance.staleAfterDays`) are the district's and in no rule.
 */
export function thresholdRules<All extends Sections>(
  sections: All,
  perRun: readonly string[],
): z.ZodType<readonly ThresholdRule<All>[]> {
  const parts = Object.entries(sections).map(([domain, section]) => [
    domain,
    partialOf(section, (setting) => !perRun.includes(`${domain}.${setting}`))
      .refine(saysSomething, {
        message: 'the rule changes nothing here: say what is different, or leave the domain out',
      })
      .optional(),
  ]);
  const rule = z
    .strictObject({ when, ...Object.fromEntries(parts) })
    .refine((each) => Object.entries(each).some(([name, value]) => name !== 'when' && value !== undefined), {
      message: 'the rule changes nothing: name a domain and what is different in it',
    })
    .meta({ id: 'ThresholdRule', description: 'What is different for some students; what it leaves out stays.' });
  return z.array(rule).max(MOST_RULES).default([]) as unknown as z.ZodType<readonly ThresholdRule<All>[]>;
}

/** A rule that is named in results has changed something for them. */
const saysSomething = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.values(value).some(saysSomething)
    : value !== undefined;

/** A section with every setting optional and none filled in. */
function partialOf(section: z.ZodObject, isLetIn: (setting: string) => boolean = () => true): z.ZodObject {
  const settings = Object.entries(section.shape).filter(([name]) => isLetIn(name));
  return z.strictObject(
    Object.fromEntries(settings.map(([name, setting]) => [name, bare(setting as z.ZodType).optional()])),
  );
}

function bare(setting: z.ZodType): z.ZodType {
  if (setting instanceof z.ZodDefault || setting instanceof z.ZodPrefault || setting instanceof z.ZodOptional) {
    return bare(setting.unwrap() as z.ZodType);
  }
  return setting instanceof z.ZodObject ? partialOf(setting) : setting;
}

/** What rules make of a set that its sections would not allow. */
export interface RuleFlaw {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Judges every combination of rules that can meet in one student: what they make of a section has to be valid as if it
 * had been written so. Each flaw is told once, at the last rule of the first combination that has it.
 */
export function flawsOfRules<All extends Sections>(
  sections: All,
  set: Settings<All> & { readonly rules: readonly ThresholdRule<All>[] },
): readonly RuleFlaw[] {
  const flaws = new Map<string, RuleFlaw>();
  const combinations = combinationsOf(set.rules.map((rule) => rule.when));
  for (const [domain, section] of Object.entries(sections)) {
    const base: unknown = set[domain];
    // What is wrong without any rule is told where it stands.
    if (!section.safeParse(base).success) continue;
    const touching = combinations.map((places) => places.filter((place) => set.rules[place]?.[domain] !== undefined));
    for (const places of distinct(touching)) {
      const settings = places.reduce((before, place) => overlaid(before, set.rules[place]?.[domain]), base);
      for (const { path, message } of section.safeParse(settings).error?.issues ?? []) {
        const flaw = { path: ['rules', places.at(-1) ?? 0, domain, ...path], message: together(message, places) };
        const key = JSON.stringify([flaw.path, message]);
        if (!flaws.has(key)) flaws.set(key, flaw);
      }
    }
  }
  return [...flaws.values()];
}

function together(message: string, places: readonly number[]): string {
  if (places.length < 2) return message;
  return `${message} (where rules ${places.map((place) => place + 1).join(', ')} meet in one student)`;
}

/** The sets of rules that can be for one student, each once; the fewest rules first. */
function combinationsOf(conditions: readonly RuleCondition[]): readonly (readonly number[])[] {
  const grades = alike(conditions, (condition) => condition.gradeLevels);
  const schools = alike(conditions, (condition) => condition.schools);
  const met = grades.flatMap((gradeLevel) =>
    schools.flatMap((school) =>
      (['first', 'remaining'] as const).map((gradingPeriod) =>
        [...conditions.keys()].filter((place) => {
          const condition = conditions[place];
          return condition !== undefined && isMeant(condition, { gradeLevel, school, gradingPeriod });
        }),
      ),
    ),
  );
  return distinct(met);
}

/** One of all values that the same conditions name, and one that none of them does. */
function alike(
  conditions: readonly RuleCondition[],
  valuesOf: (condition: RuleCondition) => readonly string[] | undefined,
): readonly string[] {
  const naming = new Map<string, number[]>();
  for (const [place, condition] of conditions.entries()) {
    for (const value of new Set(valuesOf(condition))) naming.set(value, [...(naming.get(value) ?? []), place]);
  }
  const byNaming = new Map([...naming].map(([value, places]) => [places.join(), value]));
  return ['', ...byNaming.values()];
}

function distinct(combinations: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const byText = new Map(combinations.map((places) => [places.join(), places]));
  return [...byText.values()].sort((a, b) => a.length - b.length);
}
