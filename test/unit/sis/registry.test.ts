import { describe, expect, it } from 'vitest';
import { FILES, ONEROSTER_SET_ASIDE, recognize } from '../../../shared/sis/registry.ts';

describe('the files of a drop', () => {
  it('are each known once', () => {
    const names = [...FILES.map((file) => file.name), ...ONEROSTER_SET_ASIDE];
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(21 + 18);
  });

  it('become tables, are set aside, or are unknown', () => {
    expect(recognize('orgs').kind).toBe('table');
    expect(recognize('programs').kind).toBe('table');
    expect(recognize('resources').kind).toBe('setAside');
    expect(recognize('lunchMenus').kind).toBe('unknown');
  });

  it('are read after the calendar that their rules ask', () => {
    const names = FILES.map((file) => file.name);
    expect(names.indexOf('calendarDates')).toBeLessThan(names.indexOf('attendanceEvents'));
  });

  it('are read after the files that they refer to', () => {
    const names = FILES.map(({ name }) => name);
    for (const { name, references = {} } of FILES) {
      for (const target of Object.values(references)) {
        expect(names.indexOf(target ?? ''), `${name} refers to ${target}`).toBeLessThanOrEqual(names.indexOf(name));
      }
    }
  });

  it.each(FILES)('$name refers to files that one column identifies', ({ columns, references = {} }) => {
    for (const [column, target = ''] of Object.entries(references)) {
      expect(columns.map(({ name }) => name)).toContain(column);
      expect(FILES.find(({ name }) => name === target)?.table.key).toHaveLength(1);
    }
  });

  it.each(FILES)('$name names only columns it has', ({ table, columns, headers }) => {
    const names = table.columns.map((column) => column.name);
    const { scope } = table;
    const scoped = scope.kind === 'whole' ? [] : scope.kind === 'span' ? [scope.from, scope.to] : [scope.column];
    const named = [...table.key, ...scoped, table.school, table.identifiedBy].filter((name) => name !== undefined);
    expect(names).toEqual(expect.arrayContaining(named));
    const own = columns.map((column) => column.name);
    expect(names).toEqual([...own, 'metadata']);
    if (headers) expect([...headers['1.1'], ...headers['1.2']]).toEqual(expect.arrayContaining(own));
  });
});
