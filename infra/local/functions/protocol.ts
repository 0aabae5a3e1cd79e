import type { Fault } from '../faults.ts';

/** What an instance is given when it starts. */
export interface InstanceData {
  readonly taskRoot: string;
  /** `index.handler`. */
  readonly handler: string;
  /** The clock's offset, see `Timeline.shared`. */
  readonly clock: SharedArrayBuffer;
  readonly context: {
    readonly functionName: string;
    readonly functionVersion: string;
    readonly invokedFunctionArn: string;
    readonly memoryLimitInMB: string;
    readonly logGroupName: string;
    readonly logStreamName: string;
  };
}

export interface InvokeMessage {
  readonly requestId: string;
  readonly payload: string;
  readonly timeoutMs: number;
  readonly fault: Fault | undefined;
}

/** An error as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type InstanceMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error'; readonly error: FunctionError };
