import type { TestProject } from 'vitest/node';
import { synthesize } from '../../infra/local/assembly.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Directory of the sample tenant's synthesized assembly. */
    readonly assembly: string;
  }
}

/** Synthesizes the sample tenant's template once for all end-to-end tests. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('assembly', await synthesize({ tenant: 'sample' }));
}
