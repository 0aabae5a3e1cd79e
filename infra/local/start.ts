import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { TenantFileError } from '../tenantFile.ts';
import { synthesize } from './assembly.ts';
import { type CloudOptions, type EmbeddedCloud, startCloud } from './cloud.ts';
import { CloudError } from './cloudError.ts';
import { dropSampleDistrict } from './sampleDrop.ts';

const PORT = 4700;
const DATA_FOLDER = '.waymark';
const A_DAY = 24 * 60 * 60;

/** Who the printed tokens are for; ids are those of the sample district (`infra/local/district`). */
const PEOPLE = [
  ['districtAdmin', 'T00001'],
  ['dataManager', 'T00001'],
  ['schoolAdmin', 'T00002'],
  ['counselor', 'T00003'],
  ['interventionist', 'T00003'],
  ['teacher', 'T00006'],
  ['family', 'P00001'],
  ['student', '100001'],
] as const;

/**
 * `npm start`: keeps the embedded cloud up until Ctrl-C; everything stays in `.waymark/` unless `--ephemeral`. `--sample`
 * puts the sample district in; `--origin http://localhost:5173` lets a front end's pages in; at a terminal, Enter lets a day
 * go by.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ephemeral: { type: 'boolean' },
      sample: { type: 'boolean' },
      port: { type: 'string' },
      tenant: { type: 'string' },
      origin: { type: 'string', multiple: true },
    },
  });
  const port = values.port === undefined ? PORT : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CloudError(`--port ${values.port} is no port: name a number from 0 to 65535`);
  const kept: Partial<CloudOptions> = values.ephemeral ? {} : { dataDir: DATA_FOLDER };
  const assembly = await synthesize({
    tenant: values.tenant ?? 'sample',
    ...(values.origin && { origins: values.origin }),
  });
  const cloud = await startCloud({ assembly, port, ...kept });
  stopOnSignals(cloud);
  if (values.sample) {
    console.log('Putting the sample district in, and assessing its 2,000 students …');
    await dropSampleDistrict(cloud);
  }
  console.log(await welcome(cloud, values.ephemeral ?? false));
  if (process.stdin.isTTY) letDaysGoBy(cloud);
}

/** At each Enter the clock runs on by a day, through every schedule on the way. */
function letDaysGoBy(cloud: EmbeddedCloud): void {
  console.log('Enter lets a day go by: its schedules run.');
  let running = false;
  createInterface({ input: process.stdin }).on('line', async () => {
    if (running) return;
    running = true;
    await cloud.clock.advanceTo(new Date(cloud.clock.now().getTime() + A_DAY * 1000));
    console.log(`The clock shows ${cloud.clock.now().toISOString()}.`);
    running = false;
  });
}

async function welcome(cloud: EmbeddedCloud, isEphemeral: boolean): Promise<string> {
  const bucket = cloud.resource('Drops', 'AWS::S3::Bucket');
  const tokens = await Promise.all(
    PEOPLE.map(
      async ([role, sub]) => `${role} (${sub})\n${await cloud.token({ sub, roles: [role], expiresIn: A_DAY })}`,
    ),
  );
  return [
    `Waymark is up: ${cloud.baseUrl}   (contract: ${cloud.baseUrl}/v1/openapi.json)`,
    isEphemeral
      ? 'Nothing is kept after it stops.'
      : `Everything is kept in ${DATA_FOLDER}/; --ephemeral keeps nothing.`,
    `Not enforced here, but in the cloud: ${cloud.notEnforced.join('; ')}.`,
    '',
    'Put a drop into the bucket, as a district would (npm start -- --sample does it for you):',
    `  S3 endpoint  ${cloud.endpoints.storage}`,
    `  bucket       ${bucket}`,
    '  key          drops/<any name>/<file>.zip, or drops/<any name>/*.csv closed by manifest.csv',
    '',
    'Tokens for a day, to be sent as Authorization: Bearer …',
    ...tokens,
    '',
    'Ctrl-C stops it.',
  ].join('\n');
}

function stopOnSignals(cloud: EmbeddedCloud): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping …');
    await cloud.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

try {
  await main();
} catch (error) {
  const isForPeople = error instanceof CloudError || error instanceof TenantFileError;
  console.error(isForPeople ? error.message : error);
  process.exitCode = 1;
}
