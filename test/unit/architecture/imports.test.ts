import { describe, expect, test } from 'vitest';
import { type Import, importsOf, type Source, sourcesIn } from './sources.ts';

const folders = ['functions', 'shared', 'infra', 'test'] as const;
const everything = sourcesIn(...folders);
const below =
  (...prefixes: readonly string[]) =>
  (path: string) =>
    prefixes.some((prefix) => path.startsWith(prefix));
const within = (...prefixes: readonly string[]) => everything.filter((source) => below(...prefixes)(source.path));

/** `from → target` for every import that is not allowed. */
function offences(sources: readonly Source[], isAllowed: (each: Import, from: Source) => boolean): readonly string[] {
  return sources.flatMap((source) =>
    source.imports.filter((each) => !isAllowed(each, source)).map((each) => `${source.path} → ${each.target}`),
  );
}

describe('the reader of imports', () => {
  test('sees static, type-only, re-exporting, side-effect and dynamic imports', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type { B } from '../b.ts';",
      "import { type C, type D } from './c.ts';",
      "import { type E, f } from './e.ts';",
      "import * as z from 'zod';",
      "export { g } from './g.ts';",
      "import './h.ts';",
      "import {\n  i,\n  j,\n} from './i.ts';",
      "const k = await import('./k.ts');",
    ].join('\n');
    expect(importsOf('shared/x/y.ts', text)).toEqual([
      { target: 'shared/x/a.ts', isLocal: true },
      { target: 'shared/b.ts', isLocal: true },
      { target: 'shared/x/c.ts', isLocal: true },
      { target: 'shared/x/e.ts', isLocal: true },
      { target: 'zod', isLocal: false },
      { target: 'shared/x/g.ts', isLocal: true },
      { target: 'shared/x/h.ts', isLocal: true },
      { target: 'shared/x/i.ts', isLocal: true },
      { target: 'shared/x/k.ts', isLocal: true },
    ]);
  });

  test('finds the repository', () => {
    for (const folder of folders) expect(within(`${folder}/`).length, folder).toBeGreaterThan(0);
  });
});

describe('imports run one way', () => {
  test('the domain imports nothing but the domain: no AWS, no Node, no package', () => {
    expect(offences(within('shared/domain/'), (each) => each.isLocal && below('shared/domain/')(each.target))).toEqual(
      [],
    );
  });

  test('shared code imports shared code and packages', () => {
    expect(offences(within('shared/'), (each) => !each.isLocal || below('shared/')(each.target))).toEqual([]);
  });

  test('a function imports shared code, and nothing of another function', () => {
    const own = (source: Source) => source.path.split('/').slice(0, 2).join('/');
    expect(
      offences(within('functions/'), (each, from) => !each.isLocal || below('shared/', `${own(from)}/`)(each.target)),
    ).toEqual([]);
  });

  test('nothing outside of tests imports tests', () => {
    const sources = within('functions/', 'shared/', 'infra/');
    expect(offences(sources, (each) => !each.isLocal || !below('test/')(each.target))).toEqual([]);
  });

  test('what tests and benches compare with is imported by them alone', () => {
    const peers = ['@duckdb/node-api', 'csv-parse'];
    const isPeer = (target: string) => peers.some((peer) => target === peer || target.startsWith(`${peer}/`));
    expect(offences(within('functions/', 'shared/', 'infra/'), (each) => !isPeer(each.target))).toEqual([]);
    const compared = within('test/').flatMap((source) => source.imports.filter((each) => isPeer(each.target)));
    expect(new Set(compared.map(({ target }) => target.split('/')[0]))).toEqual(new Set(['@duckdb', 'csv-parse']));
  });

  test('the folders of shared code make no circle, types included', () => {
    const folderOf = (path: string) => path.split('/')[1] ?? '';
    const edges = new Map<string, Set<string>>();
    for (const source of within('shared/')) {
      const targets = source.imports.filter((each) => each.isLocal).map((each) => folderOf(each.target));
      const from = folderOf(source.path);
      edges.set(from, new Set([...(edges.get(from) ?? []), ...targets.filter((target) => target !== from)]));
    }
    expect(circleIn(edges)).toEqual([]);
  });

  test('zod is imported whole: its names one by one would quadruple the bundles', () => {
    const named = within('functions/', 'shared/').filter((source) => /import \{[^}]*\} from 'zod'/.test(source.text));
    expect(named.map((source) => source.path)).toEqual([]);
  });
});

describe('the domain is pure', () => {
  test.each([
    ['the environment', /\bprocess\b/],
    ['the clock', /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(/],
    ['chance', /\bMath\.random\(|\brandomUUID\(/],
    ['timers', /\bset(Timeout|Interval|Immediate)\(/],
    ['the console', /\bconsole\./],
  ])('it does not touch %s', (_, pattern) => {
    const offending = within('shared/domain/').filter((source) => pattern.test(withoutComments(source.text)));
    expect(offending.map((source) => source.path)).toEqual([]);
  });
});

describe('files', () => {
  test('are never barrels', () => {
    const onlyReExports = (source: Source) => {
      const statements = withoutComments(source.text)
        .split(';')
        .map((each) => each.trim())
        .filter((each) => each !== '');
      return statements.length > 0 && statements.every((each) => /^export\s+(type\s+)?[*{][\s\S]*\sfrom\s/.test(each));
    };
    const barrels = everything.filter((source) => /(^|\/)index\.ts$/.test(source.path) || onlyReExports(source));
    expect(barrels.map((source) => source.path)).toEqual([]);
  });

  test('stay within 300 lines', () => {
    const long = everything.filter((source) => source.text.split('\n').length > 301);
    expect(long.map((source) => `${source.path}: ${source.text.split('\n').length - 1}`)).toEqual([]);
  });

  test('are named for what they hold, not for being of use', () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|managers?)(\/|\.|$)/i;
    expect(everything.map((source) => source.path).filter((path) => vague.test(path))).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1');
}

/** The folders of one circle, in order; empty when there is none. */
function circleIn(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const done = new Set<string>();
  const walk = (folder: string, way: readonly string[]): readonly string[] => {
    if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder];
    if (done.has(folder)) return [];
    for (const next of edges.get(folder) ?? []) {
      const circle = walk(next, [...way, folder]);
      if (circle.length > 0) return circle;
    }
    done.add(folder);
    return [];
  };
  for (const folder of edges.keys()) {
    const circle = walk(folder, []);
    if (circle.length > 0) return circle;
  }
  return [];
}
