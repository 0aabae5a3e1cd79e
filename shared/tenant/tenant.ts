import * as z from 'zod';
import { ABSENCE_CLASSES, ATTENDANCE_CATEGORIES } from '../domain/attendance/record.ts';
import { dayOf } from '../domain/calendar/day.ts';
import { academicSettings } from './academics.ts';
import { accessSettings } from './access.ts';
import { tenantCodes } from './codes.ts';
import { cteSettings } from './ctePathways.ts';
import { frontEndSettings } from './frontEnds.ts';
import { gradeScaleSettings } from './gradeScales.ts';
import { graduationSettings } from './graduation.ts';
import { callerLimitSettings } from './limits.ts';
import { tenantMapping } from './mapping.ts';
import { thresholdSet } from './thresholds.ts';
import { repeated } from './together.ts';
import { wellBeingSettings } from './wellBeing.ts';

const wallClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a wall-clock time as HH:MM, 24 hours');
/** A day that every year has. */
const monthDay = z.string().refine((text) => {
  const [, month, day] = /^(\d{2})-(\d{2})$/.exec(text) ?? [];
  return dayOf(2001, Number(month), Number(day)) !== undefined;
}, 'write a day that every year has as MM-DD');
const email = z.string().check(z.email('write one e-mail address'));

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
  category: z.enum(ATTENDANCE_CATEGORIES),
  portionOfDay: z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'write a share of the day from 0 to 1')
    .optional(),
  absenceClass: z.enum(ABSENCE_CLASSES).optional(),
});

const readable = ({ value }: { value: unknown }) =>
  z.array(z.looseObject({ version: z.string(), effectiveFrom: z.string() })).safeParse(value).success;

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
    assess: z
      .array(scheduleTime)
      .min(1)
      .max(4)
      .refine((times) => repeated(times).length === 0, 'each time is named once'),
    /** When due check-ins are looked for and their reminders go out. */
    remind: scheduleTime,
  }),
  attendance: z.strictObject({
    /** How period rows become a day. */
    partialDayRule: z.enum(['periodShare', 'halfDay']).default('periodShare'),
    exitDayCounts: z.boolean().default(false),
    countTransferDays: z.boolean().default(false),
    /** Whether days at a school left in the middle of the year stay in a student's figure; the federal one is per school. */
    previousSchoolDays: z.enum(['kept', 'dropped']).default('kept'),
    /** Whether last year's attendance decides, up to tier 2, while the first grading period has too few enrolled days. */
    priorYearInFirstPeriod: z.boolean().default(true),
    codes: z.record(z.string(), attendanceCode).default({}),
  }),
  codes: tenantCodes,
  gradeScales: gradeScaleSettings.prefault({}),
  academics: academicSettings.prefault({}),
  /** Threshold sets, each in force from its day until the next one's. */
  thresholds: z
    .array(thresholdSet)
    .min(1)
    .refine((sets) => repeated(sets.map((set) => set.version)).length === 0, {
      message: 'each set has a version of its own',
      when: readable,
    })
    .refine((sets) => repeated(sets.map((set) => set.effectiveFrom)).length === 0, {
      message: 'no two sets take effect on the same day',
      when: readable,
    }),
  wellBeing: wellBeingSettings.prefault({}),
  graduation: graduationSettings,
  ctePathways: cteSettings.prefault({}),
  /** Into how many parts a state-wide tenant's students are cut, each assessed by a function of its own. */
  shards: z.int().min(1).max(200).default(1),
  identity: z.strictObject({
    issuer: z.url({ protocol: /^https$/, message: 'the OIDC issuer is an https URL' }),
    audience: z.array(z.string().min(1)).min(1),
    /** Claim that matches `sourcedId` in users.csv. */
    subjectClaim: z.string().default('sub'),
    /** Claim that lists the caller's roles. */
    rolesClaim: z.string().default('roles'),
  }),
  access: accessSettings.prefault({}),
  mapping: tenantMapping,
  retention: z.strictObject({
    /** Raw drops expire after this many days. */
    dropsDays: z.int().min(30).max(3650).default(400),
    /** Raw files with survey responses that nobody has consented to expire after this many days. */
    consentDropsDays: z.int().min(1).max(365).default(7),
    logsDays: z.union([z.literal(90), z.literal(180), z.literal(365), z.literal(731)]).default(365),
    /** Sealed year-end records are locked this long. */
    yearEndArchiveYears: z.int().min(1).max(100).default(10),
  }),
  frontEnds: frontEndSettings,
  callerLimits: callerLimitSettings.prefault({}),
  contacts: z.strictObject({
    alarms: email,
    /** Who is told when a drop or a run is held; `alarms` when nobody is named. */
    dataTeam: z.array(email).min(1).max(20).optional(),
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
  const parsed = tenantSchema.safeParse(content, { error: whatIsWrong });
  if (parsed.success) return { tenant: parsed.data };
  return { errors: parsed.error.issues.flatMap(errorsOf) };
}

/** In the words of whoever writes the file; undefined leaves a message as its rule words it. */
function whatIsWrong(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type')
    return issue.input === undefined ? 'is missing' : `must be of type ${issue.expected}`;
  return undefined;
}

function errorsOf(issue: z.core.$ZodIssue): ConfigurationError[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.') || '(file)', message: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not a setting' }));
}
