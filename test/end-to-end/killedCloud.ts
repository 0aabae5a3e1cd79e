import { startCloud } from '../../infra/local/cloud.ts';

/** A cloud in a process of its own that stands still while its first night is half published, to be killed. */
const [assembly = '', dataDir = ''] = process.argv.slice(2);
const cloud = await startCloud({
  assembly,
  dataDir,
  port: 0,
  onEvent: (event) => {
    if (event.type !== 'functionFailed' || !event.function.endsWith('publish-batch')) return;
    process.stdout.write('half published\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
cloud.faults.kill('publish-batch', { after: 'BatchWriteItem' }, { call: 4 });
await cloud.clock.advanceTo('2026-03-13T10:00:00Z');
