import { writeFileSync } from 'node:fs';

/** One stage of a contestant's work. */
export interface Stage {
  readonly name: string;
  readonly wallMs: number;
  /** User and system time of all threads. */
  readonly cpuMs: number;
  readonly rows?: number;
  /** Peak memory of the process up to the end of this stage. */
  readonly peakMiB: number;
}

/** What a contestant's process tells of itself when it ends. */
export interface Account {
  readonly stages: readonly Stage[];
  /** From the start of the process to the end of its work: loading of code included. */
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
  readonly facts: Readonly<Record<string, number | string>>;
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Of the whole process, in MiB. */
const peakMiB = () => process.resourceUsage().maxRSS / 1024;

/** Times the stages of one process and leaves the account where the bench looks for it. */
export class Measure {
  readonly #stages: Stage[] = [];
  readonly #facts: Record<string, number | string> = {};
  #closed: Pick<Account, 'wallMs' | 'cpuMs' | 'peakMiB'> | undefined;

  /** Runs a stage; what it answers may say how many rows it took. */
  async stage<T>(name: string, work: () => Promise<T>, rowsOf?: (result: T) => number): Promise<T> {
    const [wall, cpu] = [performance.now(), cpuMs()];
    const result = await work();
    this.#stages.push({
      name,
      wallMs: performance.now() - wall,
      cpuMs: cpuMs() - cpu,
      peakMiB: peakMiB(),
      ...(rowsOf && { rows: rowsOf(result) }),
    });
    return result;
  }

  fact(name: string, value: number | string): void {
    this.#facts[name] = value;
  }

  /** The work is done: what comes after it is not counted. */
  close(): void {
    this.#closed ??= { cpuMs: cpuMs(), peakMiB: peakMiB(), wallMs: performance.now() };
  }

  /** Leaves the account where the bench looks for it. */
  tell(path: string): void {
    this.close();
    const { wallMs = 0, cpuMs: cpu = 0, peakMiB: peak = 0 } = this.#closed ?? {};
    const account: Account = { stages: this.#stages, wallMs, cpuMs: cpu, peakMiB: peak, facts: this.#facts };
    writeFileSync(path, JSON.stringify(account));
  }
}

/** Does what the process was ordered to; a failure says why without the bundle's one long line. */
export async function takePart<Order>(work: (order: Order) => Promise<void>): Promise<void> {
  try {
    await work(JSON.parse(process.argv[2] ?? '{}') as Order);
  } catch (error) {
    console.error(error instanceof Error ? error.stack : error);
    process.exitCode = 1;
  }
}
