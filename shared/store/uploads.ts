import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { operationsKeys } from './keys.ts';

/** A file on its way into the drops bucket, in parts that its sender puts there. */
export interface UploadRecord {
  readonly uploadId: string;
  readonly bucket: string;
  readonly objectKey: string;
  /** S3's own id of the multipart upload. */
  readonly multipartId: string;
  /** Bytes of the whole file, and of each part but the last. */
  readonly size: number;
  readonly partSize: number;
  readonly status: 'open' | 'completed' | 'aborted';
  readonly createdAt: string;
  /** What its completion made. */
  readonly dropId?: string;
}

const table = () => environment('OPERATIONS_TABLE');

export async function getUpload(uploadId: string): Promise<UploadRecord | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: table(), Key: operationsKeys.upload(uploadId), ConsistentRead: true }),
  );
  return Item?.['upload'] as UploadRecord | undefined;
}

/** Records an upload; false when its id is taken. */
export const recordUpload = (upload: UploadRecord): Promise<boolean> =>
  conditionally(
    documents.send(
      new PutCommand({
        TableName: table(),
        Item: { ...operationsKeys.upload(upload.uploadId), upload },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    ),
  );

/** Ends an open upload; false when it has ended already. */
export const closeUpload = (
  uploadId: string,
  end: { readonly status: 'completed'; readonly dropId: string } | { readonly status: 'aborted' },
): Promise<boolean> =>
  conditionally(
    documents.send(
      new UpdateCommand({
        TableName: table(),
        Key: operationsKeys.upload(uploadId),
        UpdateExpression: `SET #upload.#status = :status${end.status === 'completed' ? ', #upload.dropId = :dropId' : ''}`,
        ConditionExpression: '#upload.#status = :open',
        ExpressionAttributeNames: { '#upload': 'upload', '#status': 'status' },
        ExpressionAttributeValues: {
          ':open': 'open',
          ':status': end.status,
          ...(end.status === 'completed' && { ':dropId': end.dropId }),
        },
      }),
    ),
  );
