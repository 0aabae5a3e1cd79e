import type { Stack } from '../assembly.ts';
import { type Environment, type Identity, Resolver, refusal, type Scope, TemplateProblem } from './resolve.ts';
import type { Parts, Resource } from './resourceType.ts';
import { RESOURCE_TYPES } from './table.ts';

/** Members of a template and of a resource that are understood. */
const TEMPLATE_MEMBERS =
  /^(AWSTemplateFormatVersion|Description|Metadata|Parameters|Rules|Conditions|Resources|Outputs)$/;
const RESOURCE_MEMBERS = /^(Type|Properties|DependsOn|DeletionPolicy|UpdateReplacePolicy|Metadata)$/;

interface RawResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

/** Reads all stacks: every resource with resolved, checked properties. Everything that is not implemented is told at once. */
export function readDeployment(stacks: readonly Stack[], environment: Environment): readonly Resource[] {
  return new Reader(stacks, environment).read();
}

/** Deploys resources type by type, in the table's order. */
export async function deploy(resources: readonly Resource[], parts: Parts): Promise<void> {
  for (const [type, { deploy }] of RESOURCE_TYPES) {
    for (const resource of resources) if (resource.type === type) await deploy(parts, resource);
  }
}

class Reader {
  readonly #stacks: readonly Stack[];
  readonly #environment: Environment;
  readonly #resolver: Resolver;
  readonly #identities = new Map<string, Identity | 'resolving'>();
  readonly #problems: string[] = [];

  constructor(stacks: readonly Stack[], environment: Environment) {
    this.#stacks = stacks;
    this.#environment = environment;
    this.#resolver = new Resolver(environment);
  }

  read(): readonly Resource[] {
    const resources = this.#stacks.flatMap((stack) => {
      this.#checkMembers(stack);
      return Object.entries(rawResources(stack)).flatMap(
        ([logicalId, raw]) => this.#resource(stack, logicalId, raw) ?? [],
      );
    });
    if (this.#problems.length > 0) throw refusal(this.#problems);
    return resources;
  }

  #checkMembers(stack: Stack): void {
    for (const member of Object.keys(stack.template)) {
      if (!TEMPLATE_MEMBERS.test(member)) this.#problems.push(`stack ${stack.name}: ${member}`);
    }
    for (const name of Object.keys((stack.template['Parameters'] ?? {}) as object)) {
      // CDK's own: nothing was bootstrapped here.
      if (name !== 'BootstrapVersion') this.#problems.push(`stack ${stack.name}: parameter ${name}`);
    }
  }

  #resource(stack: Stack, logicalId: string, raw: RawResource): Resource | undefined {
    const where = `stack ${stack.name}, ${logicalId} (${raw.Type})`;
    const type = RESOURCE_TYPES.get(raw.Type);
    if (!type) {
      this.#problems.push(`${where}: resource type ${raw.Type}`);
      return undefined;
    }
    for (const member of Object.keys(raw)) {
      // CDK attaches a condition to its own metadata alone.
      const known = RESOURCE_MEMBERS.test(member) || (member === 'Condition' && raw.Type === 'AWS::CDK::Metadata');
      if (!known) this.#problems.push(`${where}: ${member}`);
    }
    try {
      const properties = this.#resolver.resolve(raw.Properties ?? {}, this.#scope(stack));
      const identity = this.#identify(stack, logicalId);
      for (const problem of type.problems(properties)) this.#problems.push(`${where}: ${problem}`);
      return { stack, logicalId, type: raw.Type, name: identity.name, identity, properties };
    } catch (error) {
      if (!(error instanceof TemplateProblem)) throw error;
      this.#problems.push(`${where}: ${error.message}`);
      return undefined;
    }
  }

  #scope(stack: Stack): Scope {
    return {
      stack,
      identify: (where, logicalId) => this.#identify(where, logicalId),
      importValue: (name) => this.#import(name),
    };
  }

  #identify(stack: Stack, logicalId: string): Identity {
    const id = `${stack.name}/${logicalId}`;
    const known = this.#identities.get(id);
    if (known === 'resolving') throw new TemplateProblem(`${logicalId} refers to itself`);
    if (known) return known;
    const raw = rawResources(stack)[logicalId];
    const type = raw && RESOURCE_TYPES.get(raw.Type);
    if (!raw || !type) throw new TemplateProblem(`${logicalId}, which is not there or of an unknown type`);
    this.#identities.set(id, 'resolving');
    const given = type.nameProperty === undefined ? undefined : raw.Properties?.[type.nameProperty];
    const resolved = given === undefined ? undefined : this.#resolver.resolve(given, this.#scope(stack));
    const name = typeof resolved === 'string' ? resolved : derivedName(stack, logicalId, raw.Type);
    const { ref = name, attributes = {} } = type.identity(name, this.#environment);
    const identity = { name, ref, attributes };
    this.#identities.set(id, identity);
    return identity;
  }

  #import(name: string): unknown {
    for (const stack of this.#stacks) {
      const outputs = (stack.template['Outputs'] ?? {}) as Record<
        string,
        { Value: unknown; Export?: { Name: unknown } }
      >;
      for (const { Value, Export } of Object.values(outputs)) {
        if (!Export || this.#resolver.resolve(Export.Name, this.#scope(stack)) !== name) continue;
        return this.#resolver.resolve(Value, this.#scope(stack));
      }
    }
    throw new TemplateProblem(`Fn::ImportValue of ${name}, which no stack exports`);
  }
}

const rawResources = (stack: Stack) => (stack.template['Resources'] ?? {}) as Record<string, RawResource>;

/** `<stack>-<logical id>`, lower case and short enough where S3 wants it so. */
function derivedName(stack: Stack, logicalId: string, type: string): string {
  const name = `${stack.name}-${logicalId}`;
  return type === 'AWS::S3::Bucket'
    ? name
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]/g, '-')
        .slice(-63)
        .replace(/^-+/, '')
    : name.slice(-64);
}
