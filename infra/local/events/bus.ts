import { randomUUID } from 'node:crypto';
import { matches, type Pattern } from './pattern.ts';

/**
 * Hands a payload to a queue, a function or a state machine, by ARN; what cannot be delivered goes to the dead-letter queue,
 * where one is named.
 */
export type Deliver = (arn: string, payload: unknown, deadLetters?: string) => void;

export interface RuleTarget {
  readonly arn: string;
  /** Queue that gets the event when the target cannot be reached. */
  readonly deadLetters?: string;
}

export interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly pattern: Pattern;
  readonly targets: readonly RuleTarget[];
}

/** An entry of PutEvents. */
export interface EventEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources?: readonly string[];
}

export interface BusOptions {
  readonly region: string;
  readonly accountId: string;
  readonly now: () => Date;
  readonly deliver: Deliver;
  /** Is told of every event, whether or not a rule wants it. */
  readonly put: (bus: string, entry: EventEntry) => void;
}

/** EventBridge: buses and their rules. Events are delivered at once, in the order in which they were put. */
export class EventBuses {
  readonly #options: BusOptions;
  readonly #buses = new Set(['default']);
  readonly #rules: Rule[] = [];

  constructor(options: BusOptions) {
    this.#options = options;
  }

  create(name: string): void {
    this.#buses.add(name);
  }

  has(name: string): boolean {
    return this.#buses.has(name);
  }

  addRule(rule: Rule): void {
    this.#rules.push(rule);
  }

  /** Puts an event on a bus; returns its id. */
  put(bus: string, entry: EventEntry): string {
    const { source, detailType, detail, resources = [] } = entry;
    const { region, accountId, now, deliver } = this.#options;
    this.#options.put(bus, entry);
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account: accountId,
      time: `${now().toISOString().slice(0, 19)}Z`,
      region,
      resources,
      detail,
    };
    for (const rule of this.#rules) {
      if (rule.bus !== bus || !matches(rule.pattern, event)) continue;
      for (const { arn, deadLetters } of rule.targets) deliver(arn, event, deadLetters);
    }
    return event.id;
  }
}
