import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { type Bundle, bundleFunctions } from '../../infra/bundle.ts';
import { addDistrict, waymarkApp } from '../../infra/stacks/waymark.ts';
import { chosenTenantFile } from '../../infra/tenantFile.ts';

/** Part of a template. It has as many shapes as AWS has resources, and a wrong guess fails the test that makes it. */
// biome-ignore lint/suspicious/noExplicitAny: said above
export type Part = any;

/** A resource of a district's templates. */
export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: Part;
  /** Logical ids of what is made before it, where the template says so. */
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: string | undefined;
  readonly updateReplacePolicy: string | undefined;
}

/** The synthesized templates of one district. */
export interface Synthesized {
  readonly bundle: Bundle;
  readonly resources: readonly Resource[];
  readonly texts: readonly string[];
  of(type: string): readonly Resource[];
}

// CloudFormation's own rules take seconds; `synthesis` in tenants.test.ts is checked against them too.
process.env['CDK_VALIDATION'] = 'false';

let sample: Synthesized | undefined;

/** The sample district, synthesized once. */
export function sampleDistrict(): Synthesized {
  sample ??= synthesize(chosenTenantFile({ tenant: 'sample' }));
  return sample;
}

export function synthesize(
  file: ReturnType<typeof chosenTenantFile>,
  change: (app: App) => void = () => {},
): Synthesized {
  const app = waymarkApp(mkdtempSync(join(tmpdir(), 'waymark-assembly-')));
  const bundle = bundleFunctions(file);
  addDistrict(app, { tenant: file.tenant, bundle });
  change(app);
  const assembly = app.synth();
  const resources = assembly.stacks.flatMap((stack) =>
    Object.entries(stack.template['Resources'] as Record<string, Record<string, unknown>>).map(([id, resource]) => ({
      stack: stack.stackName,
      id,
      type: String(resource['Type']),
      properties: resource['Properties'] ?? {},
      dependsOn: [resource['DependsOn'] ?? []].flat() as string[],
      deletionPolicy: resource['DeletionPolicy'] as string | undefined,
      updateReplacePolicy: resource['UpdateReplacePolicy'] as string | undefined,
    })),
  );
  return {
    bundle,
    resources,
    texts: assembly.stacks.map((stack) => readFileSync(stack.templateFullPath, 'utf8')),
    of: (type) => resources.filter((resource) => resource.type === type),
  };
}

/** The logical id that a Ref or GetAtt names, or the name of an import. */
export function target(value: unknown): string {
  if (typeof value === 'string') return value;
  const intrinsic = value as { Ref?: string; 'Fn::GetAtt'?: [string, string]; 'Fn::ImportValue'?: string };
  return intrinsic.Ref ?? intrinsic['Fn::GetAtt']?.[0] ?? intrinsic['Fn::ImportValue'] ?? JSON.stringify(value);
}

/** A value as text, intrinsics as `<id>`. */
export function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  return join ? join[1].map(flat).join(join[0]) : `<${target(value)}>`;
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
  readonly principal: unknown;
}

const listed = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** The statements of a policy document. */
export function statementsOf(document: unknown): readonly Statement[] {
  return listed((document as { Statement: unknown }).Statement).map((statement) => {
    const each = statement as Record<string, unknown>;
    return {
      effect: each['Effect'] as 'Allow' | 'Deny',
      actions: listed(each['Action']).map(String),
      resources: listed(each['Resource']).map(flat),
      condition: each['Condition'],
      principal: each['Principal'],
    };
  });
}

/** Every policy document of a resource, whichever kind it is. */
export function policiesOf(resource: Resource): readonly unknown[] {
  const { properties } = resource;
  const inline = listed(properties.Policies).map((policy) => (policy as { PolicyDocument: unknown }).PolicyDocument);
  return [properties.PolicyDocument, properties.KeyPolicy, ...inline].filter((document) => document !== undefined);
}

/** Name of a function without what all of the district's names begin with. */
export const shortName = (physical: string): string => physical.replace('waymark-sample-', '');
