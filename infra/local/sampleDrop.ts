import { S3Client } from '@aws-sdk/client-s3';
import { schoolYearOf } from '../../shared/domain/calendar/schoolYear.ts';
import { lastClosedDay } from '../../shared/domain/calendar/timeZone.ts';
import type { EmbeddedCloud } from './cloud.ts';
import { dropZip } from './console/dropping.ts';
import { makeDistrict, NO_CORRECTIONS } from './district/district.ts';
import { zipOf } from './district/drop.ts';
import { filesOf, historyOf } from './district/files.ts';

/** The sample tenant's own settings (infra/tenants/sample.json). */
const TIME_ZONE = 'America/Chicago';
const YEAR_STARTS_ON = '08-01';
const DAY_CLOSES_AT = '17:00';

/** The older of two drops has to have been generated before the other. */
const MINUTE_MS = 60_000;

const SIZE = { seed: 7, students: 2000, schools: 4 };

/**
 * Puts the sample district's data into the bucket, the school year before and then this one, and has every student
 * assessed at once.
 */
export async function dropSampleDistrict(cloud: EmbeddedCloud): Promise<void> {
  const now = cloud.clock.now();
  const today = lastClosedDay(now, TIME_ZONE, DAY_CLOSES_AT);
  const current = makeDistrict({ ...SIZE, schoolYear: schoolYearOf(today, YEAR_STARTS_ON).name });
  const hasBegun = (current.instructionalDays[0] ?? today) < today;
  const district = hasBegun ? current : makeDistrict({ ...SIZE, schoolYear: current.schoolYear - 1 });
  const asOf = district.instructionalDays.findLast((day) => day <= today) ?? today;
  const inSecondTerm = Number(now.toISOString().slice(5, 7)) < 8;
  const files = filesOf(district, {
    asOf,
    generatedAt: now.toISOString(),
    corrections: NO_CORRECTIONS,
    finishedTerms: inSecondTerm ? 1 : 0,
    families: true,
  });
  const s3 = new S3Client(cloud.clients().s3);
  const bucket = cloud.resource('Drops', 'AWS::S3::Bucket');
  const target = { s3, bucket, name: 'sample' };
  const history = historyOf(district, new Date(now.getTime() - MINUTE_MS).toISOString());
  await dropZip(target, `${district.schoolYear - 1}.zip`, zipOf(history));
  await cloud.idle();
  await dropZip(target, `${now.toISOString().slice(0, 10)}.zip`, zipOf(files));
  await cloud.idle();
  cloud.startExecution('assess', { scheduledAt: cloud.clock.now().toISOString() });
  await cloud.idle();
}
