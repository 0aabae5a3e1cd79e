import { DefaultStackSynthesizer, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type District, physicalName } from '../constructs/district.ts';

/** One of the stacks of a district, `waymark-<tenant>-<part>`; in whichever account and region it is deployed to. */
export abstract class DistrictStack extends Stack {
  constructor(scope: Construct, district: District, part: string, description: string, keep = false) {
    super(scope, physicalName(district, part), {
      stackName: physicalName(district, part),
      description: `Waymark, ${district.tenant.district.name}: ${description}`,
      tags: { application: 'waymark', tenant: district.tenant.tenant },
      terminationProtection: keep,
      // The CLI checks the bootstrap version by itself; the template stays free of the rule and its parameter.
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
    });
  }
}
