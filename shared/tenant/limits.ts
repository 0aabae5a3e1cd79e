import * as z from 'zod';

const aMinute = (byDefault: number) => z.int().min(10).max(100_000).default(byDefault);

/** How many requests one caller may make in a minute, over all of the API; whoever asks for more is told when to come back. */
export const callerLimitSettings = z.strictObject({
  /** A person who works quickly makes some dozens; a program that reads all students of a large district takes its time. */
  reads: aMinute(1_200),
  /** Four a second are a script's; people write a few a minute. */
  writes: aMinute(240),
  /** Whole records of students: an office that prepares for a records request, not a copy of the district. */
  exports: aMinute(60),
});
