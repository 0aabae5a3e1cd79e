import { Validations } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** An explanation for a `*` in a resource; `resource` is written as cdk-nag reports it. */
export interface Wildcard {
  readonly resource: string;
  readonly reason: string;
}

/**
 * The role of one function, state machine or schedule. Its permissions are exactly the statements given here, in one
 * inline policy: CDK's own grants are wider (every version of a function, `GenerateDataKey*`) and are not let in.
 */
export class OwnRole extends Construct {
  readonly arn: string;
  /** To be handed to CDK constructs, which cannot add to it. */
  readonly role: IRole;
  readonly #policy = new PolicyDocument();

  constructor(scope: Construct, id: string, service: string, conditions?: Record<string, unknown>) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal(service, conditions ? { conditions } : {}),
      inlinePolicies: { access: this.#policy },
    });
    this.arn = role.roleArn;
    this.role = role.withoutPolicyUpdates();
  }

  allow(actions: readonly string[], resources: readonly string[], conditions?: Record<string, unknown>): void {
    this.#policy.addStatements(
      new PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions && { conditions }) }),
    );
  }

  /** Explains resources that cannot be named one by one; without it synthesis fails. */
  explain(...wildcards: readonly Wildcard[]): void {
    Validations.of(this).acknowledge(
      ...wildcards.map(({ resource, reason }) => ({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason })),
    );
  }

  /** Active tracing; X-Ray knows no resources. */
  allowTracing(): void {
    this.allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']);
    this.explain({ resource: '*', reason: 'X-Ray actions have no resources to name' });
  }
}
