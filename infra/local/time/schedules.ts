import type { Timeline } from './clock.ts';
import type { Recurrence } from './recurrence.ts';

export interface Schedule {
  readonly name: string;
  readonly recurrence: Recurrence;
  /** The target's input, in which `<aws.scheduler.scheduled-time>` stands for the scheduled instant. */
  readonly input: string;
  readonly deliver: (payload: unknown) => void;
}

/** Schedules of EventBridge Scheduler, run by the cloud's clock. What falls due while no cloud runs is not made up for. */
export class Schedules {
  readonly #timeline: Timeline;
  readonly #fired: (name: string, at: Date) => void;
  readonly #schedules: { schedule: Schedule; cancel: () => void }[] = [];

  constructor(timeline: Timeline, fired: (name: string, at: Date) => void) {
    this.#timeline = timeline;
    this.#fired = fired;
    timeline.onSet(() => {
      for (const entry of this.#schedules) {
        entry.cancel();
        this.#plan(entry, timeline.now());
      }
    });
  }

  add(schedule: Schedule): void {
    const entry = { schedule, cancel: () => {} };
    this.#schedules.push(entry);
    this.#plan(entry, this.#timeline.now());
  }

  #plan(entry: { schedule: Schedule; cancel: () => void }, after: Date): void {
    const { schedule } = entry;
    const next = schedule.recurrence(after);
    if (!next) return;
    entry.cancel = this.#timeline.at(next.getTime(), () => {
      this.#plan(entry, next);
      this.#fired(schedule.name, next);
      // Scheduler writes the instant without milliseconds.
      const scheduledTime = `${next.toISOString().slice(0, 19)}Z`;
      schedule.deliver(JSON.parse(schedule.input.replaceAll('<aws.scheduler.scheduled-time>', scheduledTime)));
    });
  }
}
