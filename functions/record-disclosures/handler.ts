import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { fanOut } from '../../shared/store/disclosures.ts';
import { DISCLOSING } from '../../shared/store/keys.ts';

const streamed = z.custom<DynamoDBStreamEvent>();

/** The student table's stream, answers that showed several students alone: writes it to the record of each of them. */
export const handler = stepHandler(streamed, async ({ Records }): Promise<DynamoDBBatchResponse> => {
  const keys = Records.flatMap(({ dynamodb }) => {
    const [pk, sk] = [dynamodb?.Keys?.['pk']?.S, dynamodb?.Keys?.['sk']?.S];
    return pk === undefined || sk === undefined || !pk.startsWith(DISCLOSING) ? [] : [{ pk, sk }];
  });
  count('DisclosuresRecorded', await fanOut(keys));
  return { batchItemFailures: [] };
});
