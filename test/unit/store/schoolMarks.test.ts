import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packMarks, schoolMarksAfter, unpackMarks } from '../../../shared/store/schoolMarks.ts';

const [MONDAY, TUESDAY] = ['2026-09-07T23:00:00Z', '2026-09-08T23:00:00Z'] as const;

describe('what drops last spoke of', () => {
  it('moves on for the files a drop carries and the schools it speaks of', () => {
    const before = schoolMarksAfter({}, new Map([['orgs', ['A', 'B']]]), MONDAY);
    const after = schoolMarksAfter(
      before,
      new Map([
        ['orgs', ['A']],
        ['users', ['C']],
      ]),
      TUESDAY,
    );
    expect(after).toEqual({ orgs: { A: TUESDAY, B: MONDAY }, users: { C: TUESDAY } });
    expect(before).toEqual({ orgs: { A: MONDAY, B: MONDAY } });
  });

  it('is not moved back by a drop that was made earlier', () => {
    const known = { orgs: { A: TUESDAY } };
    expect(schoolMarksAfter(known, new Map([['orgs', ['A', 'B']]]), MONDAY)).toEqual({
      orgs: { A: TUESDAY, B: MONDAY },
    });
  });

  it('is stored and read without loss', () => {
    const id = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
    const marks = fc.dictionary(id, fc.dictionary(id, fc.constantFrom(MONDAY, TUESDAY), { minKeys: 1 }));
    fc.assert(
      fc.property(marks, (each) => {
        expect(unpackMarks(packMarks(each))).toEqual({ ...each });
      }),
    );
  });

  it('stays far below the size of an item, with a thousand schools and every file sent apart', () => {
    const schools = Array.from({ length: 1000 }, (_, i) => `school-with-a-rather-long-sourced-id-${i}`);
    const files = Array.from({ length: 30 }, (_, i) => `fileNumber${i}`);
    let marks = {};
    for (let night = 0; night < 40; night++) {
      const some = schools.filter((_, index) => index % 40 === night);
      const generatedAt = `2026-10-01T10:${String(night).padStart(2, '0')}:00Z`;
      marks = schoolMarksAfter(marks, new Map(files.map((file) => [file, some])), generatedAt);
    }
    expect(JSON.stringify(packMarks(marks)).length).toBeLessThan(350_000);
    expect(unpackMarks(packMarks(marks))).toEqual(marks);
  });
});
