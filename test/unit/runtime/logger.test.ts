import { afterEach, describe, expect, test, vi } from 'vitest';
import { personName, type StudentId, studentId } from '../../../shared/domain/identity.ts';
import { errorFields, logger } from '../../../shared/runtime/logger.ts';
import { count } from '../../../shared/runtime/metrics.ts';

afterEach(() => vi.restoreAllMocks());

describe('the logger', () => {
  test('writes a message with its fields as one line of JSON', () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
    vi.spyOn(console, 'info').mockImplementation((line: string) => lines.push(line));
    logger.info('drop.received', { size: 12, kind: 'zip', lines: [2, 3] });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 'INFO', message: 'drop.received', size: 12, kind: 'zip', lines: [2, 3] }),
    ]);
  });

  test('does not compile with anything personal, nor with objects that could carry it', () => {
    const student = studentId('s-1');
    const perhaps = student as StudentId | undefined;
    const refused = () => {
      // @ts-expect-error a student's id is personal
      logger.info('student.seen', { student });
      // @ts-expect-error so is one that may be missing
      logger.warn('student.seen', { perhaps });
      // @ts-expect-error so is a name
      logger.error('student.seen', { name: personName('Ada') });
      // @ts-expect-error so is an id as the message itself
      logger.info(student);
      // @ts-expect-error an object could hold anything
      logger.info('student.seen', { record: { student } });
      // @ts-expect-error so could a list of strings
      logger.info('student.seen', { students: [student] });
      // @ts-expect-error metrics are read by more people than logs
      count(student, 1);
    };
    expect(refused).toBeTypeOf('function');
  });

  test('tells errors by name and code, never by message', () => {
    expect(errorFields(new RangeError('s-1 is out of range'))).toEqual({ error: 'RangeError' });
    const coded = Object.assign(new Error('s-1'), { code: 'ECONNRESET' });
    expect(errorFields(coded)).toEqual({ error: 'Error', code: 'ECONNRESET' });
    expect(errorFields('s-1')).toEqual({ error: 'string' });
  });
});
