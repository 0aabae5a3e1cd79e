import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../../../infra/local/replay/arguments.ts';

describe('npm run replay', () => {
  it('takes the night, and looks into the folder of npm start', () => {
    expect(readArguments(['--date', '2027-01-15'])).toEqual({ date: '2027-01-15', data: '.waymark', tenant: 'sample' });
  });

  it('takes an attempt, another folder and another district', () => {
    const args = ['--date', '2027-01-15.2', '--data', '/srv/waymark', '--tenant', 'prairie'];
    expect(readArguments(args)).toEqual({ date: '2027-01-15', attempt: 2, data: '/srv/waymark', tenant: 'prairie' });
  });

  it.each([
    ['nothing', [], /^npm run replay -- --date/],
    ['a day that is none', ['--date', '2027-02-30'], /^--date 2027-02-30 is no date/],
    ['another way of writing it', ['--date', '15.1.2027'], /is no date: write it as/],
    ['an option that is none', ['--night', '2027-01-15'], /night/],
  ])('says what it needs when it is given %s', (_what, args, expected) => {
    expect(readArguments(args)).toMatch(expected);
  });
});
