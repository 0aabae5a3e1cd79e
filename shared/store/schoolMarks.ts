/** By file and school, when the last drop was generated that carried the file and spoke of the school. */
export type SchoolMarks = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The same as it is stored: each school once and each instant once a file, so that a thousand schools and every file stay
 * far below the 400 KB of an item. `places` are positions in `schools`.
 */
export interface StoredSchoolMarks {
  readonly schools: readonly string[];
  readonly files: Readonly<
    Record<string, readonly { readonly generatedAt: string; readonly places: readonly number[] }[]>
  >;
}

export function packMarks(marks: SchoolMarks): StoredSchoolMarks {
  const schools = [...new Set(Object.values(marks).flatMap((bySchool) => Object.keys(bySchool)))].sort();
  const placeOf = new Map(schools.map((school, place) => [school, place]));
  const pack = (bySchool: Readonly<Record<string, string>>) => {
    const groups = new Map<string, number[]>();
    for (const [school, generatedAt] of Object.entries(bySchool)) {
      const places = groups.get(generatedAt) ?? [];
      places.push(placeOf.get(school) ?? 0);
      groups.set(generatedAt, places);
    }
    return [...groups].map(([generatedAt, places]) => ({ generatedAt, places }));
  };
  return { schools, files: Object.fromEntries(Object.entries(marks).map(([file, each]) => [file, pack(each)])) };
}

export function unpackMarks({ schools, files }: StoredSchoolMarks): SchoolMarks {
  const unpack = (groups: StoredSchoolMarks['files'][string]) =>
    Object.fromEntries(
      groups.flatMap(({ generatedAt, places }) => places.map((place) => [schools[place] ?? '', generatedAt] as const)),
    );
  return Object.fromEntries(Object.entries(files).map(([file, groups]) => [file, unpack(groups)]));
}

/** The marks after a drop: of each file it carried, the schools it spoke of move on; an older drop moves nothing back. */
export function schoolMarksAfter(
  before: SchoolMarks,
  spokenOf: ReadonlyMap<string, Iterable<string>>,
  generatedAt: string,
): SchoolMarks {
  const after = new Map(Object.entries(before).map(([file, bySchool]) => [file, new Map(Object.entries(bySchool))]));
  for (const [file, schools] of spokenOf) {
    const bySchool = after.get(file) ?? new Map<string, string>();
    for (const school of schools) {
      if (generatedAt > (bySchool.get(school) ?? '')) bySchool.set(school, generatedAt);
    }
    after.set(file, bySchool);
  }
  return Object.fromEntries([...after].map(([file, bySchool]) => [file, Object.fromEntries(bySchool)]));
}
