import { plainWord } from './words.ts';

/** What a screener says: at or above its benchmark, below, well below. */
export const SCREENER_LEVELS = ['atBenchmark', 'belowBenchmark', 'wellBelowBenchmark'] as const;
export type ScreenerLevel = (typeof SCREENER_LEVELS)[number];

type Words = Readonly<Record<ScreenerLevel, readonly string[]>>;

/** Words that mean the same in every screener: DIBELS and Acadience, Star, i-Ready, aimswebPlus and FastBridge. */
const COMMON: Words = {
  atBenchmark: [
    ...['At Benchmark', 'Above Benchmark', 'Well Above Benchmark', 'At or Above Benchmark', 'At/Above Benchmark'],
    ...['Benchmark', 'Core', 'Core Support', 'Negligible Risk', 'Minimal Risk', 'Low Risk', 'On or Above Grade Level'],
    ...['Mid or Above Grade Level', 'Early On Grade Level', 'Mid On Grade Level', 'Late On Grade Level'],
    ...['On Grade Level', 'Above Grade Level', 'Early Above Grade Level', 'Average', 'Above Average'],
    'Well Above Average',
  ],
  belowBenchmark: [
    ...['Below Benchmark', 'Strategic', 'Strategic Support', 'Some Risk', 'Moderate Risk', 'On Watch'],
    ...['Intervention', '1 Grade Level Below', 'One Grade Level Below', 'Below Average'],
  ],
  wellBelowBenchmark: [
    ...['Well Below Benchmark', 'Far Below Benchmark', 'Intensive', 'Intensive Support', 'High Risk', 'At Risk'],
    ...['Urgent Intervention', '2 Grade Levels Below', 'Two Grade Levels Below', '3 or More Grade Levels Below'],
    ...['Three or More Grade Levels Below', '2 or More Grade Levels Below', 'Two or More Grade Levels Below'],
    'Well Below Average',
  ],
};

/** MAP Growth's quintiles; `Low` and `High` mean something else elsewhere, so that the screener has to be MAP. */
const MAP_GROWTH: Words = {
  atBenchmark: ['Avg', 'HiAvg', 'High Average', 'High'],
  belowBenchmark: ['LoAvg', 'Low Average'],
  wellBelowBenchmark: ['Low'],
};
const MAP_TITLE = /\b(map|nwea)\b/;

export interface ScreenerWords {
  /** A word to its level, for every screener. */
  readonly levels: Readonly<Record<string, ScreenerLevel>>;
  /** The same for one screener, by its title. */
  readonly byTitle: Readonly<Record<string, Readonly<Record<string, ScreenerLevel>>>>;
}

/**
 * Reads the words of screeners: those of the district for this title, its words for all, then the vendors' own. Undefined
 * for a word that none of them explains: it is never guessed.
 */
export function screenerLevelReader(own: ScreenerWords): (title: string, word: string) => ScreenerLevel | undefined {
  const forAll = new Map([...entries(COMMON), ...mapped(own.levels)]);
  const ofMap = new Map([...entries(COMMON), ...entries(MAP_GROWTH), ...mapped(own.levels)]);
  const byTitle = new Map(
    Object.entries(own.byTitle).map(([title, words]) => [plainWord(title), new Map(mapped(words))]),
  );
  return (title, word) => {
    const [name, said] = [plainWord(title), plainWord(word)];
    return byTitle.get(name)?.get(said) ?? (MAP_TITLE.test(name) ? ofMap : forAll).get(said);
  };
}

const entries = (words: Words): [string, ScreenerLevel][] =>
  SCREENER_LEVELS.flatMap((level) => words[level].map((word): [string, ScreenerLevel] => [plainWord(word), level]));

const mapped = (words: Readonly<Record<string, ScreenerLevel>>): [string, ScreenerLevel][] =>
  Object.entries(words).map(([word, level]) => [plainWord(word), level]);
