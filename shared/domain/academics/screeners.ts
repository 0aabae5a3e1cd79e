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
    else if (byTitle(known, score) !== 0) latest.splice(at, 0, score);
    else if (score.day > known.day || (score.day === known.day && severity(score) > severity(known))) {
      latest[at] = score;
    }
  }
  return latest;
}

/** Where it stands, or would, in the order of titles and subjects: a student has few, and sorting takes longer. */
function placeOf(score: ScreenerScore, latest: readonly ScreenerScore[]): number {
  let at = 0;
  for (const each of latest) {
    if (byTitle(each, score) >= 0) break;
    at++;
  }
  return at;
}

const severity = ({ level }: ScreenerScore): number => (level === undefined ? -1 : SCREENER_LEVELS.indexOf(level));

const byTitle = (a: ScreenerScore, b: ScreenerScore): number =>
  order(a.title, b.title) || order(a.subject.key, b.subject.key);

const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
