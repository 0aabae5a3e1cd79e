import { readFileSync } from 'node:fs';
import type { BulkScope } from '../shared/lake/schema.ts';
import type { ColumnSpec, FileSpec } from '../shared/sis/fileSpec.ts';
import { FILES, ONEROSTER_SET_ASIDE } from '../shared/sis/registry.ts';

const INTRODUCTION = `# Files, column by column

Written by \`npm run files\` from \`shared/sis/files/\`: change it there. How drops work is in [SIS feeds](sis-feeds.md).

- **required**: a row without a value is rejected. A row that deletes needs the columns of its key alone.
- **Known by**: rows with the same values there are one record; an empty cell is a value of its own.
- **A bulk file replaces** what this says, school by school where the file names schools; records of other years and schools stay.
- **Codes**: where a column takes words or codes, a district's own go into the tenant file (\`codes\`) or a mapping. Other values
  reject their row and are counted, but where it says that they are left out.
- A column that names a record of another file is looked up there; a row whose record is missing is kept and told of.
`;

/** `docs/files.md`: every file that becomes a table, from its declaration. */
export function fileReference(): string {
  const sections = FILES.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(sectionOf);
  return [INTRODUCTION, ...sections, setAside()].join('\n');
}

function sectionOf(spec: FileSpec): string {
  return `## ${spec.name}
${aboutOf(spec)}

| Column | | Holds |
|---|---|---|
${spec.columns.map((column) => rowOf(spec, column)).join('\n')}

Known by ${keyOf(spec)}. A bulk file replaces ${scopeOf(spec.table.scope)}.
${standardNames(spec)}`;
}

/** What stands above the declaration. */
function aboutOf({ name }: FileSpec): string {
  const text = readFileSync(new URL(`../shared/sis/files/${name}.ts`, import.meta.url), 'utf8');
  const comment = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\nexport const ${name}File\\b`).exec(text)?.[1] ?? '';
  return comment.replace(/\s*\n?\s*\*?\s+/g, ' ').trim();
}

function rowOf({ references = {}, formerNames = {} }: FileSpec, { name, type, required }: ColumnSpec): string {
  const former = Object.entries(formerNames).filter(([, current]) => current === name);
  const needed = required === false ? '' : required === true ? 'required' : `required in ${required}`;
  const notes = [
    type.code === 'row.unmapped_code' ? 'or a code that a code map names' : undefined,
    type.leavesOut ? 'anything else is left out and counted' : undefined,
    references[name] === undefined ? undefined : `a record of \`${references[name]}\``,
    ...former.map(([before]) => `\`${before}\` in OneRoster 1.1`),
  ].filter((note) => note !== undefined);
  return `| ${name} | ${needed} | ${[type.expects, ...notes].join('; ').replaceAll('|', '\\|')} |`;
}

function keyOf({ table: { key, identifiedBy } }: FileSpec): string {
  const tuple = key.join(' × ');
  return identifiedBy === undefined ? tuple : `${identifiedBy} where it is given, else by ${tuple}`;
}

function scopeOf(scope: BulkScope): string {
  if (scope.kind === 'whole') return 'the whole table';
  if (scope.kind === 'schoolYear') return `the school years its rows name in ${scope.column}`;
  if (scope.kind === 'span') return `what touches the school years of its rows, from ${scope.from} to ${scope.to}`;
  return `the school years of its days in ${scope.column}, or the manifest's window of days`;
}

function standardNames({ codes = {} }: FileSpec): string {
  return Object.entries(codes)
    .map(([column, map]) => {
      const names = Object.entries(map).map(([name, meaning]) => {
        const values = Object.entries(meaning).filter(([target, value]) => target !== 'programName' && value !== name);
        return `${name} → ${values.map(([target, value]) => (target === column ? value : `${target} ${value}`)).join(', ')}`;
      });
      return `\nNames of Ed-Fi that ${column} takes as well: ${names.join('; ')}.\n`;
    })
    .join('');
}

function setAside(): string {
  return `## Set aside
Recognized, named in the drop's report and not read: ${ONEROSTER_SET_ASIDE.map((name) => `\`${name}\``).join(', ')}.
`;
}
