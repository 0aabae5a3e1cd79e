/** Does what the event asks for. */
const log = (text) => process.stdout.write(`${text}\n`);

class DistrictClosed extends Error {
  name = 'DistrictClosed';
}

let warm = 0;

export const handler = async (event, context) => {
  log(JSON.stringify(event));
  warm += 1;
  const asked = event?.detail ?? event;
  switch (asked?.do) {
    case 'throw':
      throw new DistrictClosed('the district is closed');
    case 'hang':
      return new Promise(() => {});
    case 'hang before':
      return Date.now() < Date.parse(asked.instant) ? new Promise(() => {}) : 'done';
    case 'exit':
      return process.exit(1);
    case 'answer':
      return 'x'.repeat(event.bytes);
    case 'count':
      return warm;
    case 'environment':
      return {
        name: context.functionName,
        arn: context.invokedFunctionArn,
        remaining: context.getRemainingTimeInMillis(),
        region: process.env.AWS_REGION,
        variable: process.env.VARIABLE,
        hasRoot: process.env.LAMBDA_TASK_ROOT.endsWith('misbehave'),
        zone: new Date(0).getHours(),
      };
    case 'time':
      return {
        now: Date.now(),
        date: new Date().toISOString(),
        text: Date().slice(0, 15),
        isDate: new Date() instanceof Date,
      };
    default:
      return { echo: event };
  }
};
