import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Impersonal } from './logger.ts';

const metrics = new Metrics({
  namespace: 'Waymark',
  serviceName: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'waymark',
});

/** Counts one thing, without dimensions that could name a person. Written when the handler ends. */
export function count<const Name extends string>(name: Impersonal<Name>, value: number): void {
  metrics.addMetric(name, MetricUnit.Count, value);
}

/**
 * Counts one thing of a school or of a file of the drop. A school is no person, and its id names none; no other dimension is
 * written.
 */
export function countOf<const Name extends string>(
  name: Impersonal<Name>,
  dimension: 'school' | 'file',
  of: string,
  value: number,
): void {
  const single = metrics.singleMetric();
  single.addDimension(dimension, of);
  single.addMetric(name, MetricUnit.Count, value);
}

export function flushMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
