import { inForce } from '../domain/tiers/thresholds.ts';
import type { ThresholdSet } from '../tenant/thresholds.ts';
import type { AssessmentInputs } from './assessStudents.ts';

/** Chooses what each student is judged by. A day before the first set is judged by that first one. */
export function thresholdsByStudent({
  tenant,
  asOf,
}: Omit<AssessmentInputs, 'thresholdsOf'>): (student: number) => ThresholdSet {
  const thresholds = inForce(tenant.thresholds, asOf) ?? tenant.thresholds[0];
  if (!thresholds) throw new RangeError('a tenant file has at least one threshold set');
  return () => thresholds;
}
