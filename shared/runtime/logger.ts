import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { Personal } from '../domain/identity.ts';
import { codeOf } from './bareError.ts';

const powertools = new PowertoolsLogger({ serviceName: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'waymark' });

/** What may be logged. Log groups are disclosures: nothing personal, no objects that could carry it. */
type Loggable = string | number | boolean | null | undefined | readonly number[];
type Fields<F> = { readonly [K in keyof F]: Impersonal<F[K]> extends Loggable ? Impersonal<F[K]> : never };

/** The type itself, or never when any member of it is personal: `StudentId | undefined` is as personal as `StudentId`. */
export type Impersonal<T> = [Extract<T, Personal>] extends [never] ? T : never;

type Log = <const M extends string, const F extends object>(message: Impersonal<M>, fields?: Fields<F>) => void;

export interface Logger {
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
}

/** Structured logs; a field of a personal type does not compile. */
export const logger: Logger = {
  info: (message, fields) => powertools.info(message, { ...fields }),
  warn: (message, fields) => powertools.warn(message, { ...fields }),
  error: (message, fields) => powertools.error(message, { ...fields }),
};

/** The name and code of an error, never its message: messages of stores and parsers can carry values. */
export function errorFields(error: unknown): { readonly error: string; readonly code?: string } {
  const code = codeOf(error);
  return { error: error instanceof Error ? error.name : typeof error, ...(code !== undefined && { code }) };
}

/** Middleware that puts the function's name, memory, cold start and request id on every line; never the event. */
export const loggerContext = () => injectLambdaContext(powertools, { resetKeys: true });
