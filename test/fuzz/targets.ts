import { manifestTarget, parseFileTarget, scannerTarget } from './csvTargets.ts';
import { mappedTarget } from './mappedTarget.ts';
import type { FuzzTarget } from './target.ts';
import { zipTarget } from './zipTarget.ts';

/** Whatever reads bytes that come from outside. */
export const TARGETS: readonly FuzzTarget[] = [scannerTarget, parseFileTarget, mappedTarget, manifestTarget, zipTarget];
