import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { environment } from '../../runtime/environment.ts';
import { getDrop, rejectsKey } from '../../store/drops.ts';
import { districtLake } from '../districtLake.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { getRejectsContract } from './contracts.ts';

/** A function answers 6 MB at most, in base64. */
const LIST_BYTES = 4 * 1024 * 1024;
/** Long enough to follow an address, too short to pass it on. */
const ADDRESS_SECONDS = 300;

export const getRejectsRoute = defineRoute({
  ...getRejectsContract,
  handle: async (_context, { params: { id } }) => {
    const drop = await getDrop(id);
    if (!drop) throw new Problem('drop.not_found');
    const fileName = `rejects-${id}.csv`;
    const key = rejectsKey(id);
    const list = drop.reportKey === undefined ? undefined : await districtLake().getRange(key, 0, LIST_BYTES + 1);
    if (list === undefined) throw new Problem('drop.not_read');
    if (list.length > LIST_BYTES) return { body: '', redirectTo: await addressOf(key, fileName) };
    return { body: new TextDecoder().decode(list), fileName };
  },
});

let s3: S3Client | undefined;

/** Where the whole list is fetched from S3, saved under a name. */
function addressOf(key: string, fileName: string): Promise<string> {
  // The SDK would sign a header that browsers do not send.
  s3 ??= new S3Client({ responseChecksumValidation: 'WHEN_REQUIRED' });
  const ResponseContentDisposition = `attachment; filename="${fileName}"`;
  const object = { Bucket: environment('LAKE_BUCKET'), Key: key, ResponseContentDisposition };
  return getSignedUrl(s3, new GetObjectCommand(object), { expiresIn: ADDRESS_SECONDS });
}
