import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, type NameLine, partNameLine, placedKey } from '../../../../shared/assess/names/nameLines.ts';
import { namesBeginning, readNameIndex } from '../../../../shared/assess/names/readNames.ts';
import { writeNames } from '../../../../shared/assess/names/writeNames.ts';
import { runFiles } from '../../../../shared/assess/run/runFiles.ts';
import { personName, type SchoolId, studentId } from '../../../../shared/domain/identity.ts';
import { KEY_KINDS, keyOf } from '../../../../shared/domain/search/nameKeys.ts';
import { DOMAINS, type Domain } from '../../../../shared/domain/tiers/result.ts';
import { memoryLake } from '../../../../shared/lake/lake.ts';

const RUN = '2026-10-05.1';

/** What of a student the names are made of. */
interface Person {
  readonly sourcedId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly exited: boolean;
  readonly schools: readonly SchoolId[];
}

const lineOf = ({ sourcedId, givenName, familyName, exited, schools }: Person): string =>
  partNameLine({
    ...{ sourcedId: studentId(sourcedId), givenName: personName(givenName), familyName: personName(familyName) },
    ...{ grade: '09', school: schools[0] ?? '', schools, exited, tiers: NOT_ASSESSED },
  });

const NOT_ASSESSED = Object.fromEntries(DOMAINS.map((domain) => [domain, 'notAssessed'])) as Record<
  Domain,
  'notAssessed'
>;

async function written(parts: readonly (readonly Person[])[], blockLines: number) {
  const lake = memoryLake();
  for (const [part, names] of parts.entries()) {
    const bytes = new TextEncoder().encode(names.map((name) => `${lineOf(name)}\n`).join(''));
    await lake.put(runFiles.partNames(RUN, part), bytes);
  }
  await writeNames(lake, RUN, parts.length, blockLines);
  return lake;
}

async function all(lines: AsyncIterable<NameLine>): Promise<NameLine[]> {
  const found: NameLine[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

const word = fc.constantFrom('an', 'Ana', 'Änn', 'anna', 'Bo', 'bob', 'Łi', '李', 'O’Ann', '');
const names = fc
  .array(fc.record({ givenName: word, familyName: word, exited: fc.boolean() }), { maxLength: 20 })
  .map((people) =>
    people.map(
      ({ givenName, familyName, exited }, place): Person => ({
        ...{ sourcedId: `s${String(place).padStart(2, '0')}`, givenName, familyName },
        ...{ exited, schools: [place % 2 === 0 ? 'north' : 'south'] },
      }),
    ),
  );

/** Where a school stands among all that list somebody. */
const placeIn = (people: readonly Person[]) => {
  const schools = [...new Set(people.flatMap((each) => each.schools))].sort();
  return (school: string) => schools.indexOf(school);
};

/** The lines of a student. */
const linesOf = (person: Person, placeOf: (school: string) => number): readonly NameLine[] =>
  KEY_KINDS.map((kind) => ({
    key: placedKey(kind, keyOf(person, kind)),
    ...{ sourcedId: person.sourcedId, at: person.schools.map(placeOf), ...(person.exited && { exited: true }) },
  }));

describe('the names of a run', () => {
  it('are all the lines with a beginning, in order, wherever blocks end and however the district is cut', async () => {
    const prefixes = fc.constantFrom('', 'f', 'fa', 'gan', 'fann', 'gb', 'fl', 'f李', 'is0', 'fzz');
    await fc.assert(
      fc.asyncProperty(
        names,
        prefixes,
        fc.integer({ min: 1, max: 9 }),
        fc.nat(20),
        async (people, prefix, size, cut) => {
          const lake = await written([people.slice(0, cut), people.slice(cut)], size);
          const expected = people
            .flatMap((name) => linesOf(name, placeIn(people)))
            .filter(({ key }) => key.startsWith(prefix))
            .sort(inOrder);
          expect(await all(namesBeginning(lake, RUN, prefix))).toEqual(expected);
          const middle = expected[Math.floor(expected.length / 2)];
          if (middle) {
            const rest = await all(namesBeginning(lake, RUN, prefix, middle));
            expect(rest).toEqual(expected.slice(expected.indexOf(middle) + 1));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('name the schools, and are opened by beginnings that are nobody’s whole name where less tells blocks apart', async () => {
    const person = (sourcedId: string, familyName: string): Person => ({
      ...{ sourcedId, givenName: 'Ada', familyName, exited: false, schools: ['south', 'north'] },
    });
    const lake = await written([[person('1', 'Abernathy'), person('2', 'Zimmermann')]], 1);
    expect(await readNameIndex(lake, RUN)).toEqual({
      schools: ['north', 'south'],
      blocks: ['', 'fz', 'g', 'gada z', 'i'],
    });
  });

  it('read one block for somebody', async () => {
    const people = Array.from(
      { length: 200 },
      (_, place): Person => ({
        ...{ sourcedId: `s${place}`, givenName: 'Ada', familyName: `name${String(place).padStart(3, '0')}` },
        ...{ exited: false, schools: ['north'] },
      }),
    );
    const lake = await written([people], 20);
    await readNameIndex(lake, RUN);
    const read: string[] = [];
    const counting = {
      ...lake,
      get: (key: string) => {
        read.push(key);
        return lake.get(key);
      },
    };
    expect(await all(namesBeginning(counting, RUN, 'fname117'))).toHaveLength(1);
    expect(read.filter((key) => key.endsWith('.ndjson')).length).toBeLessThanOrEqual(2);
  });

  it('of a run that has none are none', async () => {
    expect(await all(namesBeginning(memoryLake(), RUN, 'a'))).toEqual([]);
  });
});
