/** Where in an invocation a function's instance dies; calls are named by action: `PutItem`, `SendEmail`, `PutObject`. */
export type DeathPoint = 'start' | 'end' | { readonly before: string } | { readonly after: string };

/** What is to happen to an invocation. */
export type Fault =
  | { readonly kind: 'kill'; readonly at: DeathPoint; readonly call: number }
  | { readonly kind: 'timeOut' };

export interface FaultOptions {
  /** Invocations that are left alone first. */
  readonly skip?: number;
  /** Invocations that are hit then; once unless told. */
  readonly times?: number;
}

/** Faults that tests put in the way, to prove that everything resumes. */
export interface Faults {
  /**
   * Kills the instance in the middle of an invocation: before the handler, after it but before its answer is known, or at the
   * `call`-th (first unless told) AWS call of a name, before it leaves or after it took effect.
   */
  kill(functionName: string, at: DeathPoint, options?: FaultOptions & { readonly call?: number }): void;
  /** Lets an invocation run into its timeout. */
  timeOut(functionName: string, options?: FaultOptions): void;
  /** The next mails are sent, but the sender's connection breaks before the answer. */
  loseMailResponse(times?: number): void;
  clear(): void;
}

interface Planned {
  readonly functionName: string;
  readonly fault: Fault;
  skip: number;
  times: number;
}

export class FaultPlan implements Faults {
  readonly #resolve: (functionName: string) => string;
  #planned: Planned[] = [];
  #lostMailResponses = 0;

  /** `resolve` gives the physical name of a function. */
  constructor(resolve: (functionName: string) => string) {
    this.#resolve = resolve;
  }

  kill(functionName: string, at: DeathPoint, options: FaultOptions & { readonly call?: number } = {}): void {
    this.#plan(functionName, { kind: 'kill', at, call: options.call ?? 1 }, options);
  }

  timeOut(functionName: string, options: FaultOptions = {}): void {
    this.#plan(functionName, { kind: 'timeOut' }, options);
  }

  loseMailResponse(times = 1): void {
    this.#lostMailResponses += times;
  }

  clear(): void {
    this.#planned = [];
    this.#lostMailResponses = 0;
  }

  /** The fault of the invocation that starts now. */
  next(functionName: string): Fault | undefined {
    for (const planned of this.#planned) {
      if (planned.functionName !== functionName || planned.times === 0) continue;
      if (planned.skip > 0) {
        planned.skip -= 1;
        continue;
      }
      planned.times -= 1;
      return planned.fault;
    }
    return undefined;
  }

  /** Whether the answer to the mail just sent is to get lost. */
  mailResponseIsLost(): boolean {
    if (this.#lostMailResponses === 0) return false;
    this.#lostMailResponses -= 1;
    return true;
  }

  #plan(functionName: string, fault: Fault, { skip = 0, times = 1 }: FaultOptions): void {
    this.#planned.push({ functionName: this.#resolve(functionName), fault, skip, times });
  }
}
