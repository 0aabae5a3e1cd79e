import { type Day, formatDay } from '../domain/calendar/day.ts';

export interface ReminderText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The weekday and date as a reader writes them: `Friday, March 20, 2026`. */
function longDate(day: Day): string {
  const date = new Date(`${formatDay(day)}T00:00:00Z`);
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: 'UTC' }).format(date);
}

/**
 * The reminder of a check-in. It names no student and no need: mail passes through other hands, and a signed-in
 * reader finds the rest under the plan.
 */
export function checkInReminder(district: string, planId: string, dueOn: Day, today: Day): ReminderText {
  const when = dueOn === today ? 'today' : `since ${longDate(dueOn)}`;
  const lines = [
    `A check-in of one of your intervention plans is due ${when}.`,
    `Due: ${longDate(dueOn)}`,
    `Plan: ${planId}`,
    'Sign in to see the student, hold the check-in and record how it went.',
  ];
  const subject = dueOn === today ? 'Check-in due today' : `Check-in overdue since ${formatDay(dueOn)}`;
  const paragraphs = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('');
  const footer = `${district} · student support`;
  return {
    subject,
    text: `${lines.join('\n\n')}\n\n${footer}\n`,
    html: `<!doctype html><html lang="en"><head><title>${subject}</title></head><body>${paragraphs}<p>${escapeHtml(footer)}</p></body></html>`,
  };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
