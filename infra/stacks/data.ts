import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CONSENT_TAG, PURGED_TAG } from '../../shared/ingest/consent.ts';
import type { District } from '../constructs/district.ts';
import { DistrictKey } from '../constructs/districtKey.ts';
import { AccessLogs, PrivateBucket } from '../constructs/privateBucket.ts';
import { RecordTable } from '../constructs/recordTable.ts';
import { DistrictStack } from './districtStack.ts';

/** Everything that holds state; the other stacks can be deleted and made again. */
export class DataStack extends DistrictStack {
  readonly key: DistrictKey;
  readonly students: RecordTable;
  readonly operations: RecordTable;
  readonly drops: PrivateBucket;
  readonly lake: PrivateBucket;
  readonly archive: PrivateBucket;

  constructor(scope: Construct, district: District) {
    super(scope, district, 'data', 'tables, buckets and the key they are encrypted with', true);
    const { retention, frontEnds } = district.tenant;
    const key = new DistrictKey(this, 'Key', district);
    const accessLogs = new AccessLogs(this, 'AccessLogs', retention.logsDays);
    this.key = key;
    this.students = new RecordTable(this, 'Students', {
      key,
      name: 'student',
      variable: 'STUDENT_TABLE',
      stream: true,
    });
    this.operations = new RecordTable(this, 'Operations', {
      key,
      name: 'operations',
      variable: 'OPERATIONS_TABLE',
      vanishing: true,
    });
    // Not versioned: a drop expires when the tenant says, and reads are tied to the ETag that was announced.
    this.drops = new PrivateBucket(this, 'Drops', {
      key,
      accessLogs,
      name: 'drops',
      variable: 'DROPS_BUCKET',
      announces: true,
      origins: frontEnds.origins,
      unfinishedDays: 1,
      lifecycle: [
        { id: 'retention', expiration: Duration.days(retention.dropsDays) },
        {
          id: 'without-consent',
          tagFilters: { [CONSENT_TAG.Key]: CONSENT_TAG.Value },
          expiration: Duration.days(retention.consentDropsDays),
        },
        {
          id: 'naming-purged',
          tagFilters: { [PURGED_TAG.Key]: PURGED_TAG.Value },
          expiration: Duration.days(retention.consentDropsDays),
        },
      ],
    });
    this.lake = new PrivateBucket(this, 'Lake', {
      key,
      accessLogs,
      name: 'lake',
      variable: 'LAKE_BUCKET',
      origins: frontEnds.origins,
      versioned: true,
      // Objects are immutable: a noncurrent version is an accident or a purge, and a purge must be complete in a month.
      lifecycle: [{ id: 'overwritten', noncurrentVersionExpiration: Duration.days(30) }],
    });
    this.archive = new PrivateBucket(this, 'Archive', {
      key,
      accessLogs,
      name: 'archive',
      variable: 'ARCHIVE_BUCKET',
      versioned: true,
      lockedYears: retention.yearEndArchiveYears,
    });
    new CfnOutput(this, 'DropsBucket', {
      value: this.drops.ownName,
      description: 'Where the SIS puts its files, below drops/',
    });
  }
}
