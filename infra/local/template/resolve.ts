import type { Stack } from '../assembly.ts';
import { CloudError } from '../cloudError.ts';

/** What the pseudo parameters stand for on this machine, and where the engines listen. */
export interface Environment {
  readonly region: string;
  readonly accountId: string;
  /** `http://sqs.<region>.localhost:<port>`. */
  readonly queues: string;
  /** `http://127.0.0.1:<port>`: base URL of the HTTP API. */
  readonly api: string;
}

/** What a deployed resource is called and what `Ref` and `Fn::GetAtt` give for it. */
export interface Identity {
  readonly name: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Where a value stands in a template. */
export interface Scope {
  readonly stack: Stack;
  identify(stack: Stack, logicalId: string): Identity;
  importValue(name: string): unknown;
}

/** Something in a template that the embedded cloud does not implement; gathered per resource. */
export class TemplateProblem extends Error {}

const text = (value: unknown): string => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateProblem(`a string was expected where ${JSON.stringify(value)} stands`);
};

const list = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new TemplateProblem(`a list was expected where ${JSON.stringify(value)} stands`);
};

/** Resolves intrinsic functions; anything it does not know stops with its name. */
export class Resolver {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** `undefined` stands for AWS::NoValue. */
  resolve(value: unknown, scope: Scope): unknown {
    if (Array.isArray(value))
      return value.map((each) => this.resolve(each, scope)).filter((each) => each !== undefined);
    if (typeof value === 'string' && value.includes('{{resolve:')) {
      throw new TemplateProblem('dynamic reference {{resolve:…}}');
    }
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (first && entries.length === 1 && (first[0] === 'Ref' || first[0].startsWith('Fn::'))) {
      return this.#intrinsic(first[0], first[1], scope);
    }
    return Object.fromEntries(
      entries.map(([key, each]) => [key, this.resolve(each, scope)]).filter(([, each]) => each !== undefined),
    );
  }

  #intrinsic(name: string, argument: unknown, scope: Scope): unknown {
    const resolved = () => this.resolve(argument, scope);
    switch (name) {
      case 'Ref':
        return this.#ref(text(argument), scope);
      case 'Fn::GetAtt': {
        const [logicalId = '', ...attribute] = Array.isArray(argument) ? argument.map(text) : text(argument).split('.');
        return this.#attribute(logicalId, attribute.join('.'), scope);
      }
      case 'Fn::Sub':
        return this.#sub(argument, scope);
      case 'Fn::Join': {
        const [separator, parts] = list(resolved());
        return list(parts).map(text).join(text(separator));
      }
      case 'Fn::Select': {
        const [index, parts] = list(resolved());
        const picked = list(parts)[Number(index)];
        if (picked === undefined) throw new TemplateProblem(`Fn::Select has no element ${String(index)}`);
        return picked;
      }
      case 'Fn::Split': {
        const [separator, whole] = list(resolved());
        return text(whole).split(text(separator));
      }
      case 'Fn::ImportValue':
        return scope.importValue(text(resolved()));
      default:
        throw new TemplateProblem(`intrinsic function ${name}`);
    }
  }

  #ref(target: string, scope: Scope): unknown {
    if (target === 'AWS::NoValue') return undefined;
    return this.#pseudo(target, scope) ?? this.#parameter(target, scope) ?? scope.identify(scope.stack, target).ref;
  }

  #pseudo(name: string, scope: Scope): string | undefined {
    const { region, accountId } = this.#environment;
    const values: Readonly<Record<string, string>> = {
      'AWS::Region': region,
      'AWS::AccountId': accountId,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': scope.stack.name,
      'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${scope.stack.name}/local`,
    };
    if (name.startsWith('AWS::') && !(name in values)) throw new TemplateProblem(`pseudo parameter ${name}`);
    return values[name];
  }

  #parameter(name: string, scope: Scope): string | undefined {
    const parameters = (scope.stack.template['Parameters'] ?? {}) as Record<string, { Default?: unknown }>;
    return name in parameters ? text(parameters[name]?.Default) : undefined;
  }

  #attribute(logicalId: string, attribute: string, scope: Scope): string {
    const value = scope.identify(scope.stack, logicalId).attributes[attribute];
    if (value === undefined) throw new TemplateProblem(`attribute ${attribute} of ${logicalId}`);
    return value;
  }

  #sub(argument: unknown, scope: Scope): string {
    const [template, variables] = Array.isArray(argument)
      ? [text(argument[0]), this.resolve(argument[1], scope) as Record<string, unknown>]
      : [text(argument), {} as Record<string, unknown>];
    return template.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (name in variables) return text(variables[name]);
      const [logicalId = '', ...attribute] = name.split('.');
      return attribute.length > 0
        ? this.#attribute(logicalId, attribute.join('.'), scope)
        : text(this.#ref(name, scope));
    });
  }
}

/** `The template uses …` with one line per problem. */
export function refusal(problems: readonly string[]): CloudError {
  return new CloudError(
    `the template uses what the embedded cloud does not implement, so it does not start:\n${problems.map((each) => `  ${each}`).join('\n')}`,
  );
}
