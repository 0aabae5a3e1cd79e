import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type DynamoEngine, startDynamo } from './engines.ts';

/**
 * A real engine for the tests of a file; each of them has its tables empty, but for what is put there first. Returns
 * what empties them within a test.
 */
export function eachInFreshTables(putFirst: () => unknown): () => Promise<void> {
  let engine: DynamoEngine;
  beforeAll(async () => {
    engine = await startDynamo();
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    await engine.clear();
    await putFirst();
  });
  return () => engine.clear();
}
