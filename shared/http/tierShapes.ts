import * as z from 'zod';
import { DOMAINS } from '../domain/tiers/result.ts';

/** Shapes that several answers share. */
export const domain = z
  .enum(DOMAINS)
  .meta({ id: 'Domain', description: 'An area in which a student holds a tier of their own (MTSS).' });

export const tier = z
  .union([z.literal(1), z.literal(2), z.literal(3)], 'a tier is 1, 2 or 3')
  .meta({ id: 'Tier', description: '1 universal, 2 targeted, 3 intensive.' });

export const assessedTier = z
  .union([z.literal(1), z.literal(2), z.literal(3), z.literal('notAssessed')])
  .meta({ id: 'AssessedTier', description: '1 universal, 2 targeted, 3 intensive. Missing data is never tier 1.' });

export const tierSummary = z.strictObject({ highest: assessedTier, domains: z.array(domain) }).meta({
  id: 'TierSummary',
  description:
    'The highest tier of any domain and the domains that hold it, beside the tiers and never in their place.',
});

export const reasonValue = z
  .string()
  .regex(/^(-?\d+(\.\d+)?(\/\d+)?|[a-z][A-Za-z]*)$/)
  .meta({
    id: 'ReasonValue',
    description: 'An exact number, not rounded; or a level by its word, as screeners have them.',
    examples: ['17/169', 'belowBenchmark'],
  });

export const tierCounts = z
  .strictObject({ '1': z.int(), '2': z.int(), '3': z.int(), notAssessed: z.int() })
  .meta({ id: 'TierCounts', description: 'Students by tier.' });
