import * as z from 'zod';
import { graduationSettings } from './graduation.ts';
import { attendanceThresholds } from './thresholds.ts';

const wallClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a wall-clock time as HH:MM, 24 hours');
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'write a day of the year as MM-DD');
const email = z.email('write one e-mail address');

const timeZone = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}, 'name an IANA time zone, such as America/Chicago');

/** Between 01:00 and 03:00 a clock change can skip or repeat a schedule. */
const scheduleTime = wallClock.refine((time) => time < '01:00' || time >= '03:00', {
  message: 'schedules between 01:00 and 03:00 are refused: clock changes would skip or repeat them',
});

/** What a tenant's own attendance code means, in the terms of attendanceEvents.csv. */
const attendanceCode = z.strictObject({
  category: z.enum([
    'Excused Absence',
    'Unexcused Absence',
    'Tardy',
    'Early departure',
    'Partial',
    'In Attendance',
    'Present',
  ]),
  portionOfDay: z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'write a share of the day from 0 to 1')
    .optional(),
  absenceClass: z.string().optional(),
});

/**
 * One district. The file `infra/tenants/<tenant>.json` holds exactly this; it is read at synthesis, shipped with every
 * function, and identified by its hash (`configurationVersion`).
 */
export const tenantSchema = z.strictObject({
  tenant: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'use lower-case letters, digits and dashes'),
  district: z.strictObject({ name: z.string().min(1) }),
  timeZone,
  schoolYear: z.strictObject({
    /** First day of a school year; the year is named by the calendar year in which it ends (OneRoster). */
    startsOn: monthDay,
    /** From this time on, today's school day is closed and counts. */
    dayClosesAt: wallClock.default('17:00'),
  }),
  schedules: z.strictObject({
    /** When tiers are recalculated, local time; several runs a day are possible. */
    assess: z.array(scheduleTime).min(1).max(4),
    /** When due check-ins are looked for and their reminders go out. */
    remind: scheduleTime,
  }),
  attendance: z.strictObject({
    /** How period rows become a day. */
    partialDayRule: z.enum(['periodShare', 'halfDay']).default('periodShare'),
    exitDayCounts: z.boolean().default(false),
    countTransferDays: z.boolean().default(false),
    codes: z.record(z.string(), attendanceCode).default({}),
  }),
  /** Threshold sets, each in force from its day until the next one's. */
  thresholds: z.array(attendanceThresholds).min(1),
  graduation: graduationSettings,
  identity: z.strictObject({
    issuer: z.url({ protocol: /^https$/, message: 'the OIDC issuer is an https URL' }),
    audience: z.array(z.string().min(1)).min(1),
    /** Claim that matches `sourcedId` in users.csv. */
    subjectClaim: z.string().default('sub'),
    /** Claim that lists the caller's roles. */
    rolesClaim: z.string().default('roles'),
  }),
  retention: z.strictObject({
    /** Raw drops expire after this many days. */
    dropsDays: z.int().min(30).max(3650).default(400),
    logsDays: z.union([z.literal(90), z.literal(180), z.literal(365), z.literal(731)]).default(365),
    /** Sealed year-end records are locked this long. */
    yearEndArchiveYears: z.int().min(1).max(100).default(10),
  }),
  contacts: z.strictObject({
    alarms: email,
    /** Sender of reminders; a verified SES identity. */
    mailFrom: email,
  }),
});

export type Tenant = z.infer<typeof tenantSchema>;

export interface ConfigurationError {
  readonly path: string;
  readonly message: string;
}

/** Reads a tenant file's content; every error at once, each with its path. */
export function readTenant(content: unknown): { tenant: Tenant } | { errors: readonly ConfigurationError[] } {
  const parsed = tenantSchema.safeParse(content);
  if (parsed.success) return { tenant: parsed.data };
  return {
    errors: parsed.error.issues.map((issue) => ({ path: issue.path.join('.') || '(file)', message: issue.message })),
  };
}
