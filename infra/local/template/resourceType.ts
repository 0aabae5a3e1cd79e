import type * as z from 'zod';
import type { Stack } from '../assembly.ts';
import type { Dynamo } from '../engines/dynamo.ts';
import type { Storage } from '../engines/storage.ts';
import type { Deliver, EventBuses } from '../events/bus.ts';
import type { Functions } from '../functions/functions.ts';
import type { Gateway } from '../http/gateway.ts';
import type { Mailbox } from '../mail.ts';
import type { QueueSource, SourceOptions } from '../sources/queueSource.ts';
import type { StreamSource, StreamSourceParts } from '../sources/streamSource.ts';
import type { Timeline } from '../time/clock.ts';
import type { Schedules } from '../time/schedules.ts';
import type { Workflows } from '../workflows/workflows.ts';
import type { Environment, Identity } from './resolve.ts';

/** The running parts of the cloud, into which resources are deployed. */
export interface Parts {
  readonly environment: Environment;
  readonly dynamo: Dynamo;
  readonly storage: Storage;
  readonly functions: Functions;
  readonly buses: EventBuses;
  readonly workflows: Workflows;
  readonly schedules: Schedules;
  readonly timeline: Timeline;
  readonly gateway: Gateway;
  readonly mailbox: Mailbox;
  readonly deliver: Deliver;
  /** Buckets that announce their objects on the default bus. */
  readonly announcingBuckets: Set<string>;
  readonly sourceOptions: SourceOptions & StreamSourceParts;
  readonly queueSources: QueueSource[];
  readonly streamSources: StreamSource[];
  /** Variables that every function gets. */
  readonly functionEnvironment: Readonly<Record<string, string>>;
}

/** A resource of the template with its properties resolved. */
export interface Resource<P = unknown> {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly type: string;
  readonly name: string;
  readonly identity: Identity;
  readonly properties: P;
}

type Attributes = { readonly ref?: string; readonly attributes?: Readonly<Record<string, string>> };

/** A row of the table of resource types. */
export interface ResourceType {
  /** The property that names the resource; without a value the name is derived from stack and logical id. */
  readonly nameProperty: string | undefined;
  /** What `Ref` and `Fn::GetAtt` give; the name alone unless told. */
  readonly identity: (name: string, environment: Environment) => Attributes;
  /** Why nothing runs. */
  readonly inert: string | undefined;
  /** What is not implemented in the properties. */
  readonly problems: (properties: unknown) => readonly string[];
  readonly deploy: (parts: Parts, resource: Resource) => void | Promise<void>;
}

interface Definition<S extends z.ZodType> {
  readonly name?: string;
  readonly identity?: ResourceType['identity'];
  /** The properties we emit, strict; anything else in a template is refused by name. */
  readonly properties: S;
  readonly check?: (properties: z.infer<S>) => readonly string[];
  readonly deploy: (parts: Parts, resource: Resource<z.infer<S>>) => void | Promise<void>;
}

/** A type that runs. */
export function running<S extends z.ZodType>(definition: Definition<S>): ResourceType {
  const { name, identity, properties: schema, check, deploy } = definition;
  return {
    nameProperty: name,
    identity: identity ?? (() => ({})),
    inert: undefined,
    problems: (properties) => {
      const parsed = schema.safeParse(properties);
      if (parsed.success) return check?.(parsed.data) ?? [];
      return parsed.error.issues.flatMap((issue) => {
        const at = (more: readonly string[]) => [...issue.path.map(String), ...more].join('.');
        return 'keys' in issue
          ? issue.keys.map((key) => `property ${at([key])}`)
          : [`property ${at([]) || '(all)'}: ${issue.message}`];
      });
    },
    deploy: (parts, resource) => deploy(parts, { ...resource, properties: schema.parse(resource.properties) }),
  };
}

/** A type of which nothing runs, for a reason that is told at start. */
export function inert(reason: string, name?: string, identity: ResourceType['identity'] = () => ({})): ResourceType {
  return { nameProperty: name, identity, inert: reason, problems: () => [], deploy: () => {} };
}

/** `arn:aws:<service>:<region>:<account>:<resource>`. */
export const arn = (service: string, resource: string, { region, accountId }: Environment): string =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** Last part of an ARN, the name. */
export const nameOfArn = (text: string): string => text.split(/[:/]/).at(-1) ?? '';
