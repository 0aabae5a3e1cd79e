import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * A value of this stack for the district's other stacks, exported as `<stack name>-<name>`. Named exports keep the
 * stateful stack's outputs the same whatever reads them, and CloudFormation refuses to delete what is in use.
 */
export function exported(scope: Construct, name: string, value: string): string {
  return Stack.of(scope).exportValue(value, { name: exportName(scope, name) });
}

export function exportName(scope: Construct, name: string): string {
  return `${Stack.of(scope).stackName}-${name}`;
}
