import { startCloud } from '../../infra/local/cloud.ts';

/** A cloud in a process of its own, to be killed while its first night is half published. */
const [assembly = '', dataDir = ''] = process.argv.slice(2);
const cloud = await startCloud({
  assembly,
  dataDir,
  port: 0,
  onEvent: (event) => {
    if (event.type === 'functionFailed' && event.function.endsWith('publish-batch'))
      process.stdout.write('half published\n');
  },
});
cloud.faults.kill('publish-batch', { after: 'BatchWriteItem' }, { call: 12 });
// Should the night go on before the signal comes, it stays unpublished.
cloud.faults.kill('publish-batch', 'start', { skip: 0, times: 3 });
await cloud.clock.advanceTo('2026-03-13T10:00:00Z');
