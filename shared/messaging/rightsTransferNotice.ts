import { type Day, formatDay } from '../domain/calendar/day.ts';
import { longDate } from './longDate.ts';
import { type MailText, mailText } from './mailText.ts';

/**
 * Tells a counselor that the rights in a student's record move to the student. It names no student: mail passes through
 * other hands, and a signed-in reader finds who it is among their tasks.
 */
export function rightsTransferNotice(district: string, on: Day): MailText {
  return mailText(
    `The rights in a student record move on ${formatDay(on)}`,
    [
      `One of your students turns 18 on ${longDate(on)}. From that day on the rights in the record are the student’s, and the family sees nothing of it without a ground that is on file.`,
      'Sign in to see the student among your tasks. Talk with the student and the family, and record what the family keeps, if anything.',
      'You are told once.',
    ],
    `${district} · student support`,
  );
}
