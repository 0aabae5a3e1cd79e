import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { District } from './district.ts';
import type { DistrictKey } from './districtKey.ts';

/**
 * A log group under the district's key, kept as long as the tenant says. `vended` groups are written by AWS services
 * themselves; their prefix spares the account's small log resource policy.
 */
export function logGroup(
  scope: Construct,
  id: string,
  district: District,
  key: DistrictKey,
  name: string,
  kind: 'own' | 'vended' = 'own',
): LogGroup {
  const prefix = kind === 'own' ? '/waymark' : '/aws/vendedlogs/waymark';
  return new LogGroup(scope, id, {
    logGroupName: `${prefix}/${district.tenant.tenant}/${name}`,
    retention: district.tenant.retention.logsDays as RetentionDays,
    encryptionKey: key.in(scope),
    // A group left behind by a failed deployment would block the next one; logs hold nothing that is not elsewhere.
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
