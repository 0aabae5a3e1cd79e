import { workerData } from 'node:worker_threads';
import { answerOrders } from '../../runtime/threads.ts';
import { type AssessedPart, type PartComparison, type PartOrder, partAssessor } from './assessPart.ts';
import { inputsOf, type PinnedDistrict } from './pinnedDistrict.ts';

/** What a thread that assesses parts is given when it starts. */
export interface PartThreadData {
  readonly district: PinnedDistrict;
  readonly comparison: PartComparison;
}

const { district, comparison } = workerData as PartThreadData;
const assess = partAssessor(inputsOf(district), comparison);

answerOrders((order: PartOrder) => {
  const answer: AssessedPart = assess(order);
  const { results, index, students, tiers, names, batches } = answer;
  return { answer, transfer: [results, index, students, tiers, names, ...batches].map(({ buffer }) => buffer) };
});
