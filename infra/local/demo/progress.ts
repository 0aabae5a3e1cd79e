import type { CloudEvent } from '../cloud.ts';

/** What a workflow does, in words for who watches. */
const WORK: Readonly<Record<string, string>> = {
  ingest: 'reading, checking and storing every row',
  assess: 'assessing every student and publishing what changed',
  'close-year': 'freezing the data and auditing credits',
  'seal-year': 'sealing the records',
};

/** Shows the workflows of the cloud as they begin and end, with the seconds they took. */
export function showProgress(say: (text: string) => void): (event: CloudEvent) => void {
  const begun = new Map<string, number>();
  return (event) => {
    if (event.type !== 'execution') return;
    const work = Object.keys(WORK).find((each) => event.stateMachine.endsWith(`-${each}`)) ?? event.stateMachine;
    const key = `${event.stateMachine} ${event.name}`;
    const started = begun.get(key);
    if (started === undefined) {
      begun.set(key, performance.now());
      say(`  … ${WORK[work] ?? work}`);
    } else if (event.status !== 'RUNNING') {
      begun.delete(key);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      say(`    ${event.status === 'SUCCEEDED' ? 'done' : event.status.toLowerCase()} in ${seconds} s`);
    }
  };
}
