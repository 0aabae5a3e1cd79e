import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { TestDistrict } from './district.ts';

/** A real engine for the tests of a file; each of them has it empty, and a district of its own. */
export function eachInADistrict(take: (district: TestDistrict) => void): void {
  let engine: DynamoEngine;
  beforeAll(async () => {
    engine = await startDynamo();
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    await engine.clear();
    take(new TestDistrict());
  });
}
