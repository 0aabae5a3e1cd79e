import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { stepHandler } from '../../../shared/runtime/step.ts';

const input = z.object({ runId: z.string() });

afterEach(() => vi.restoreAllMocks());

describe('a step', () => {
  test('is given its input as the contract reads it, and answers as its step does', async () => {
    const handler = stepHandler(input, async ({ runId }) => ({ runId, outcome: 'pass' }));
    await expect(handler({ runId: '2027-01-15.1', more: 1 })).resolves.toEqual({
      runId: '2027-01-15.1',
      outcome: 'pass',
    });
  });

  test('refuses another input before anything is done', async () => {
    const step = vi.fn(async () => ({}));
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await expect(stepHandler(input, step)({ run: 1 })).rejects.toMatchObject({ name: 'ZodError' });
    expect(step).not.toHaveBeenCalled();
  });

  test('keeps the name of its error for Retry and Catch, and logs no more than that', async () => {
    const lines = whatIsWritten();
    const handler = stepHandler(input, async () => {
      throw new ThrottlingException('student s-1 was throttled');
    });
    await expect(handler({ runId: 'r' })).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(lines.join('\n')).toContain('ThrottlingException');
    expect(lines.join('\n')).not.toContain('s-1');
  });

  test('throws on nothing of its error but name, code and place, which is all that Lambda can write down', async () => {
    whatIsWritten();
    const failing = async () => {
      throw Object.assign(new ThrottlingException('student\ns-1'), { code: 'noEdition', item: { id: 's-1' } });
    };
    const error = await stepHandler(input, failing)({ runId: 'r' }).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ name: 'ThrottlingException', message: 'noEdition', code: 'noEdition' });
    expect(inspect(error, { depth: 9 })).not.toContain('s-1');
    expect((error as Error).stack).toMatch(/^ThrottlingException: noEdition\n\s+at .*step\.test\.ts/);
  });

  test('takes no code that could be a value, and no message for one', async () => {
    whatIsWritten();
    const failing = async () => {
      throw Object.assign(new Error('Ada'), { code: 's-1' });
    };
    const error = await stepHandler(input, failing)({ runId: 'r' }).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ name: 'Error', message: expect.stringContaining('kept back') });
    expect(inspect(error)).not.toMatch(/s-1|Ada/);
  });
});

class ThrottlingException extends Error {
  override readonly name = 'ThrottlingException';
}

function whatIsWritten(): readonly string[] {
  const lines: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => Boolean(lines.push(String(line))));
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => Boolean(lines.push(String(line))));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
  return lines;
}
