/** Every environment variable a function may be given; `infra/constructs` sets exactly those it needs. */
export const ENVIRONMENT_VARIABLES = [
  'STUDENT_TABLE',
  'OPERATIONS_TABLE',
  'DROPS_BUCKET',
  'LAKE_BUCKET',
  'ARCHIVE_BUCKET',
  'EVENT_BUS',
  'MESSAGES_QUEUE_URL',
  'INGEST_STATE_MACHINE',
  'ASSESS_STATE_MACHINE',
  'CLOSE_YEAR_STATE_MACHINE',
  'SEAL_YEAR_STATE_MACHINE',
  'PURGE_STATE_MACHINE',
  'QUEUE_NAMES',
  'MAIL_FROM',
  'MAIL_CONFIGURATION_SET',
] as const;

export type EnvironmentVariable = (typeof ENVIRONMENT_VARIABLES)[number];

/** The value of a variable; throws with its name when the function was deployed without it. */
export function environment(name: EnvironmentVariable): string {
  const value = process.env[name];
  if (!value) throw new Error(`the environment variable ${name} is not set: deploy the stack again`);
  return value;
}
