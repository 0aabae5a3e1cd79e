import type { ScreenerScore } from './record.ts';
import { SCREENER_LEVELS } from './screenerLevels.ts';

/**
 * The latest result of every screener and subject: a later window takes the place of an earlier one. Of several from one
 * day, as of parts of a screener, the lowest counts, and one that nobody explains only where it is alone.
 */
export function latestScreeners(scores: readonly ScreenerScore[]): readonly ScreenerScore[] {
  if (scores.length === 0) return scores;
  const latest: ScreenerScore[] = [];
  for (const score of scores) {
    const at = placeOf(score, latest);
    const known = latest[at];
    if (known === undefined) latest.push(score);
    else if (score.day > known.day || (score.day === known.day && severity(score) > severity(known))) {
      latest[at] = score;
    }
  }
  return latest.length < 2 ? latest : latest.sort(byTitle);
}

/** Where the same screener of the same subject stands; -1 where it does not. */
function placeOf({ title, subject }: ScreenerScore, among: readonly ScreenerScore[]): number {
  for (let at = 0; at < among.length; at++) {
    const each = among[at];
    if (each !== undefined && each.title === title && each.subject.key === subject.key) return at;
  }
  return -1;
}

const severity = ({ level }: ScreenerScore): number => (level === undefined ? -1 : SCREENER_LEVELS.indexOf(level));

const byTitle = (a: ScreenerScore, b: ScreenerScore): number =>
  order(a.title, b.title) || order(a.subject.key, b.subject.key);

const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
