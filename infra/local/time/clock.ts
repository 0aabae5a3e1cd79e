/** The cloud's time, which tests and the demo can move. It always runs on at the pace of real time. */
export interface CloudClock {
  now(): Date;
  /**
   * Moves to an instant as if the time had passed: stops at every schedule and every Wait state that falls due on the way, in
   * order, and lets the cloud come to rest each time.
   */
  advanceTo(instant: Date | string): Promise<void>;
  /** Moves to an instant at once, forwards or backwards: schedules in between are passed over, waits that are over end. */
  set(instant: Date | string): void;
}

/** Something that falls due. */
interface Entry {
  readonly at: number;
  readonly order: number;
  readonly due: () => void;
}

const LONGEST_TIMER = 2_000_000_000;

/**
 * The clock and everything that waits for it. The offset to real time lies in shared memory, where the functions' `Date`
 * reads it; timers of engines and functions stay real.
 */
export class Timeline implements CloudClock {
  /** One signed 64-bit integer: milliseconds the cloud is ahead of real time. */
  readonly shared = new SharedArrayBuffer(8);
  readonly #offset = new BigInt64Array(this.shared);
  readonly #rest: () => Promise<void>;
  readonly #shifted: (offset: number) => void;
  readonly #moved: (() => void)[] = [];
  #entries: Entry[] = [];
  #order = 0;
  #timer: NodeJS.Timeout | undefined;
  #travelling = false;
  #stopped = false;

  /** `rest` resolves when nothing moves in the cloud; `shifted` is told the offset whenever it changes. */
  constructor(rest: () => Promise<void>, shifted: (offset: number) => void, startAt?: Date) {
    this.#rest = rest;
    this.#shifted = shifted;
    if (startAt) this.#setOffset(startAt.getTime());
  }

  now(): Date {
    return new Date(this.#now());
  }

  /** Milliseconds ahead of real time. */
  get offset(): number {
    return Number(Atomics.load(this.#offset, 0));
  }

  /** Calls `due` once the clock has reached an instant; returns what takes it back. */
  at(instant: number, due: () => void): () => void {
    const entry: Entry = { at: instant, order: this.#order, due };
    this.#order += 1;
    this.#entries.push(entry);
    this.#entries.sort((a, b) => a.at - b.at || a.order - b.order);
    this.#arm();
    return () => {
      this.#entries = this.#entries.filter((each) => each !== entry);
    };
  }

  /** Calls `listener` after `set`, so that schedules count from the new time. */
  onSet(listener: () => void): void {
    this.#moved.push(listener);
  }

  async advanceTo(instant: Date | string): Promise<void> {
    const target = new Date(instant).getTime();
    if (Number.isNaN(target)) throw new RangeError(`not an instant: ${String(instant)}`);
    this.#travelling = true;
    try {
      await this.#rest();
      for (let next = this.#entries[0]; next && next.at <= target && !this.#stopped; next = this.#entries[0]) {
        if (next.at > this.#now()) this.#setOffset(next.at);
        this.#fire(next.at);
        await this.#rest();
      }
      if (target > this.#now()) this.#setOffset(target);
    } finally {
      this.#travelling = false;
      this.#arm();
    }
  }

  set(instant: Date | string): void {
    const target = new Date(instant).getTime();
    if (Number.isNaN(target)) throw new RangeError(`not an instant: ${String(instant)}`);
    this.#setOffset(target);
    for (const listener of this.#moved) listener();
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#entries = [];
  }

  #now(): number {
    return Date.now() + this.offset;
  }

  #setOffset(now: number): void {
    Atomics.store(this.#offset, 0, BigInt(Math.round(now - Date.now())));
    this.#shifted(this.offset);
  }

  /** Fires what is due at `instant` or before, in order. */
  #fire(instant: number): void {
    while (this.#entries[0] && this.#entries[0].at <= instant) this.#entries.shift()?.due();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const [next] = this.#entries;
    if (!next || this.#travelling || this.#stopped) return;
    const wait = Math.min(Math.max(next.at - this.#now(), 0), LONGEST_TIMER);
    this.#timer = setTimeout(() => {
      this.#fire(this.#now());
      this.#arm();
    }, wait);
  }
}
