import { type Day, formatDay } from '../domain/calendar/day.ts';
import { longDate } from './longDate.ts';
import { type MailText, mailText } from './mailText.ts';

/**
 * The reminder of a check-in. It names no student and no need: mail passes through other hands, and a signed-in
 * reader finds the rest under the plan.
 */
export function checkInReminder(district: string, planId: string, dueOn: Day, today: Day): MailText {
  const when = dueOn === today ? 'today' : `since ${longDate(dueOn)}`;
  const lines = [
    `A check-in of one of your intervention plans is due ${when}.`,
    `Due: ${longDate(dueOn)}`,
    `Plan: ${planId}`,
    'Sign in to see the student, hold the check-in and record how it went.',
  ];
  const subject = dueOn === today ? 'Check-in due today' : `Check-in overdue since ${formatDay(dueOn)}`;
  return mailText(subject, lines, `${district} · student support`);
}
