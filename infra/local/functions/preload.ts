import { type Channel, channel } from 'node:diagnostics_channel';
import dns from 'node:dns';
import type { ClientRequest } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { Fault } from '../faults.ts';

/** Makes `Date` show the cloud's time; `clock` holds the milliseconds it is ahead. Timers stay real. */
export function shiftDate(clock: SharedArrayBuffer): void {
  const RealDate = Date;
  const offset = new BigInt64Array(clock);
  const now = () => RealDate.now() + Number(Atomics.load(offset, 0));
  const Shifted = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
  RealDate.prototype.constructor = Shifted;
  globalThis.Date = Shifted;
}

/** Makes `*.localhost` this machine, as browsers do: buckets are addressed as `<bucket>.s3.localhost`. */
export function resolveLocalhost(): void {
  const original = dns.lookup;
  const lookup = (name: string, options: unknown, callback: unknown) => {
    if (!name.endsWith('.localhost')) return Reflect.apply(original, dns, [name, options, callback]);
    const answer = (callback ?? options) as (error: null, address: unknown, family?: number) => void;
    if ((options as { all?: boolean }).all) answer(null, [{ address: '127.0.0.1', family: 4 }]);
    else answer(null, '127.0.0.1', 4);
  };
  Object.assign(dns, { lookup });
  syncBuiltinESMExports();
}

/** Watches the instance's AWS calls for the one at which it is to die. */
export class Deathwatch {
  #fault: Extract<Fault, { kind: 'kill' }> | undefined;
  #calls = 0;

  constructor() {
    const on = (name: string, listener: (message: { request: ClientRequest }) => void) =>
      (channel(name) as Channel).subscribe((message) => listener(message as { request: ClientRequest }));
    on('http.client.request.created', ({ request }) => this.#see('before', request));
    on('http.client.response.finish', ({ request }) => this.#see('after', request));
  }

  arm(fault: Fault | undefined): void {
    this.#fault = fault?.kind === 'kill' ? fault : undefined;
    this.#calls = 0;
  }

  #see(moment: 'before' | 'after', request: ClientRequest): void {
    const at = this.#fault?.at;
    if (typeof at !== 'object') return;
    const action = moment === 'before' ? 'before' in at && at.before : 'after' in at && at.after;
    if (action !== actionOf(request)) return;
    this.#calls += 1;
    if (this.#calls === this.#fault?.call) process.exit(1);
  }
}

/** The AWS action of a request: from its target header, S3's `x-id`, or SES's path. */
function actionOf(request: ClientRequest): string | undefined {
  const target = request.getHeader('x-amz-target');
  if (typeof target === 'string') return target.split('.').at(-1);
  if (request.path.startsWith('/v2/email/outbound-emails')) return 'SendEmail';
  return /[?&]x-id=(\w+)/.exec(request.path)?.[1];
}
