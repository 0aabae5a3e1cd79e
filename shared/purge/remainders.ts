import type { Remainder } from '../domain/purge/certificate.ts';
import type { Tenant } from '../tenant/tenant.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** DynamoDB keeps point-in-time backups so long, and an item's old stream records one day. */
const BACKUP_DAYS = 35;
const MOST_QUEUED_DAYS = 14;

/** What no purge of the district's own can remove, or need not: why, and until when. */
export function remainders(kind: 'student' | 'tenant', { tenant, retention }: Tenant, now: Date): readonly Remainder[] {
  const after = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString();
  const all: readonly Remainder[] = [
    {
      place: 'backups',
      what: 'point-in-time recovery of both tables',
      why: 'DynamoDB lets nobody delete from it; a table that is recovered has to be purged again',
      until: after(BACKUP_DAYS),
    },
    {
      place: 'logs',
      what: `log groups /waymark/${tenant}/* and /aws/vendedlogs/waymark/${tenant}/*`,
      why: 'they hold no id, name or message by construction',
      until: after(retention.logsDays),
    },
    {
      place: 'accessLogs',
      what: 'S3 server access logs',
      why: 'they hold keys of objects, which name nobody as long as the SIS names its files for no student',
      until: after(retention.logsDays),
    },
    { place: 'executions', what: 'Step Functions', why: 'their inputs hold numbers and keys alone', until: after(90) },
  ];
  if (kind === 'tenant') return all;
  return [
    ...all,
    {
      place: 'queues',
      what: 'messages and dead letters',
      why: 'they hold ids of messages and keys of objects; what is gone is not delivered',
      until: after(MOST_QUEUED_DAYS),
    },
    {
      place: 'freeText',
      what: 'reasons, notes and plans of other students',
      why: 'a name that staff wrote there is not looked for',
    },
    {
      place: 'guardians',
      what: 'accounts of guardians in users.csv',
      why: 'they are the SIS’s own records; what they said of the student was taken out',
    },
  ];
}
