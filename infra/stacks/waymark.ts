import { App, Validations } from 'aws-cdk-lib';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import type { District } from '../constructs/district.ts';
import { DeadLetteredQueue, DeadLetterQueue } from '../constructs/queues.ts';
import { ApiStack } from './api.ts';
import { AssessmentStack } from './assessment.ts';
import { DataStack } from './data.ts';
import { EngagementStack } from './engagement.ts';
import { IngestStack } from './ingest.ts';
import { ObservabilityStack } from './observability.ts';
import { PrivacyStack } from './privacy.ts';
import { YearEndStack } from './yearEnd.ts';

/** An empty app with the switches every synthesis has, from the command line or a test; `outdir` is the CLI's if left out. */
export function waymarkApp(outdir?: string): App {
  const app = new App({
    ...(outdir !== undefined && { outdir }),
    autoSynth: false,
    analyticsReporting: false,
    postCliContext: { ...recommended, '@aws-cdk/core:defaultCrossStackReferences': 'strong' },
  });
  // Synthesis fails on a finding that nobody has explained.
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/** All stacks of one district. */
export function addDistrict(app: App, district: District): void {
  const data = new DataStack(app, district);
  const ingest = new IngestStack(app, district, data);
  const assessment = new AssessmentStack(app, district, data);
  const engagement = new EngagementStack(app, district, data);
  const yearEnd = new YearEndStack(app, district, data);
  const privacy = new PrivacyStack(app, district, data);
  const api = new ApiStack(app, district, data, { ingest, assessment, yearEnd, privacy });
  privacy.grantEmpty(queueNamesIn(app));
  const observability = new ObservabilityStack(app, district, data);
  // It listens on the bus that assessment makes.
  engagement.addStackDependency(assessment);
  for (const stack of [ingest, assessment, engagement, yearEnd, privacy, api, observability])
    stack.addStackDependency(data);
}

/** Every queue there is, so that none is forgotten. */
function queueNamesIn(app: App): readonly string[] {
  return app.node
    .findAll()
    .flatMap((each) => (each instanceof DeadLetteredQueue || each instanceof DeadLetterQueue ? [each.queueName] : []))
    .sort();
}
