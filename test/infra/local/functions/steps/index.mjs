/** Steps of state machines. */
const log = (text) => process.stdout.write(`${text}\n`);

let flaky = 0;

export const handler = async (event) => {
  log(JSON.stringify(event));
  if (event.fail === 'flaky') {
    flaky += 1;
    if (flaky < 3) throw Object.assign(new Error('not yet'), { name: 'Transient' });
  }
  if (event.fail === 'always') throw Object.assign(new Error('never'), { name: 'Permanent' });
  if (event.large) return { text: 'x'.repeat(event.large) };
  return {
    outcome: event.outcome ?? 'done',
    batches: event.batches ?? [],
    at: new Date().toISOString(),
    ...(event.batch !== undefined && { batch: event.batch }),
  };
};
