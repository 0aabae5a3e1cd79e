/** What an operation takes and answers; `never` for a part that it has not. */
export interface OperationShape {
  path: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
  answer: unknown;
  problems: string;
}

/** Every operation of an API by its id. */
export type Shapes<Operations> = { [Id in keyof Operations]: OperationShape };

/** How an operation is asked. */
export interface OperationEntry {
  readonly method: string;
  readonly path: string;
  /** It takes an Idempotency-Key. */
  readonly idempotent?: true;
  /** It answers page by page. */
  readonly list?: true;
}

type Nothing = Record<never, never>;
type Part<Name extends string, Value> = [Value] extends [never]
  ? Nothing
  : Nothing extends Value
    ? { readonly [N in Name]?: Value }
    : { readonly [N in Name]: Value };

/** What is handed to an operation: only the parts that it has. */
export type Input<Shape extends OperationShape> = Part<'path', Shape['path']> &
  Part<'query', Shape['query']> &
  Part<'headers', Shape['headers']> &
  Part<'body', Shape['body']>;

export interface CallOptions {
  /** Ends the request and its retries. */
  readonly signal?: AbortSignal;
}

/** Optional where an operation needs nothing. */
export type Arguments<Shape extends OperationShape> =
  Nothing extends Input<Shape>
    ? [input?: Input<Shape>, options?: CallOptions]
    : [input: Input<Shape>, options?: CallOptions];

export interface Answer<Body> {
  readonly body: Body;
  readonly status: number;
  /** Sent back as `If-Match` to change what was read. */
  readonly etag?: string;
  /** Path of what was created. */
  readonly location?: string;
  /** Tell it to whoever runs the service when something goes wrong. */
  readonly requestId?: string;
}

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/** Ids of the operations that answer page by page. */
export type ListId<Operations extends Shapes<Operations>> = {
  [Id in keyof Operations]: Operations[Id]['answer'] extends PageOf<unknown>
    ? Operations[Id]['query'] extends { cursor?: string | undefined }
      ? Id
      : never
    : never;
}[keyof Operations];

export type ItemOf<Shape extends OperationShape> = Shape['answer'] extends PageOf<infer Item> ? Item : never;
