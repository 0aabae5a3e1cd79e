import type { ResourceType } from './resourceType.ts';
import { computeTypes } from './types/compute.ts';
import { dataTypes } from './types/data.ts';
import { edgeTypes } from './types/edge.ts';
import { inertTypes } from './types/inert.ts';
import { messagingTypes } from './types/messaging.ts';
import { scheduleTypes } from './types/schedules.ts';

/**
 * Every resource type that a template may have, in the order in which they are deployed: what others point at comes first.
 * A type that is missing here stops the start.
 */
const TYPES: Readonly<Record<string, ResourceType>> = {
  ...inertTypes,
  ...dataTypes,
  ...messagingTypes,
  ...computeTypes,
  ...edgeTypes,
  ...scheduleTypes,
};

export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(Object.entries(TYPES));

/** What no template says but holds all the same. */
const ALWAYS = [
  'memory sizes, and processor shares that grow with them',
  'time to live, point-in-time recovery, deletion protection',
  'S3 versions, lifecycle rules (nothing expires) and Object Lock; signatures of requests, but for presigned addresses',
  'minutes between retries and until a failed message comes back: both follow at once',
  'event ages, batching windows, retention of messages and logs',
  'schedules that fell due while nothing ran',
];

/** What the cloud would enforce and this machine does not, to be told at start. */
export function notEnforced(types: Iterable<string>): readonly string[] {
  const inert = [...types].map((type) => RESOURCE_TYPES.get(type)?.inert).filter((reason) => reason !== undefined);
  return [...new Set([...inert.filter((reason) => reason !== 'CDK metadata'), ...ALWAYS])];
}
