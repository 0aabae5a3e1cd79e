import { Cron } from 'croner';

/** When a schedule falls due after an instant; undefined when never again. */
export type Recurrence = (after: Date) => Date | undefined;

const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const CRON = /^cron\((.+)\)$/;
const FIELD = /^(\?|\*|[A-Z\d,*/-]+)$/;
const UNIT = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * The recurrence of a Scheduler expression in a time zone; undefined for an expression that is not implemented (`at`, and
 * `L`, `W` and `#` inside cron). A rate counts from `since`.
 */
export function recurrenceOf(expression: string, timeZone: string, since: Date): Recurrence | undefined {
  const rate = RATE.exec(expression);
  if (rate) {
    const step = Number(rate[1]) * UNIT[rate[2] as keyof typeof UNIT];
    return (after) => new Date(since.getTime() + (Math.floor((after.getTime() - since.getTime()) / step) + 1) * step);
  }
  const fields = CRON.exec(expression)?.[1]?.split(/\s+/) ?? [];
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields;
  if (!dayOfWeek || !year || fields.length !== 6) return undefined;
  if (fields.some((field) => !FIELD.test(field) || /[LW#]/.test(field.replaceAll(/[A-Z]{3}/g, '')))) return undefined;
  try {
    const minutes = stepped(minute, 59);
    const hours = stepped(hour, 23);
    // AWS counts Sunday as 1, cron as 0; AWS has years and no seconds.
    const weekdays = dayOfWeek.replaceAll(/(?<![/\d])[1-7]/g, (day) => String(Number(day) - 1));
    const pattern = ['0', minutes, hours, dayOfMonth, month, weekdays, year].join(' ');
    const cron = new Cron(pattern, { timezone: timeZone, paused: true });
    return (after) => cron.nextRun(after) ?? undefined;
  } catch {
    return undefined;
  }
}

/** `5/15` steps from 5 to the end. */
const stepped = (field = '', last: number): string => field.replaceAll(/(?<![-\d])(\d+)\//g, `$1-${last}/`);
