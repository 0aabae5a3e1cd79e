/** Records every event; fails for messages and records that say so. */
const log = (text) => process.stdout.write(`${text}\n`);

export const handler = async (event) => {
  const failures = [];
  for (const record of event?.Records ?? []) {
    const content = record.body ?? record.dynamodb?.Keys?.pk?.S;
    log(JSON.stringify(content));
    if (content.includes('poison'))
      failures.push({ itemIdentifier: record.messageId ?? record.dynamodb.SequenceNumber });
  }
  if (!event?.Records) log(JSON.stringify(event));
  if (failures.length > 0 && process.env.THROWS) throw new Error('poisoned batch');
  return { batchItemFailures: failures };
};
