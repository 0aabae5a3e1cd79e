import { bundleFunctions } from './bundle.ts';
import { addDistrict, waymarkApp } from './stacks/waymark.ts';
import { chosenTenantFile } from './tenantFile.ts';

/** What `cdk synth` and `cdk deploy` run: one district, chosen by `-c tenant=NAME` or `-c tenantFile=PATH`. */
function synthesize(): void {
  const app = waymarkApp();
  const tenantFile = chosenTenantFile({
    tenant: app.node.tryGetContext('tenant'),
    tenantFile: app.node.tryGetContext('tenantFile'),
    mapping: app.node.tryGetContext('mapping'),
    origin: app.node.tryGetContext('origin'),
  });
  addDistrict(app, { tenant: tenantFile.tenant, bundle: bundleFunctions(tenantFile) });
  app.synth();
}

try {
  synthesize();
} catch (error) {
  // For whoever deploys: the sentence, without the stack of a program that is not theirs.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
