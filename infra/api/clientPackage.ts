import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ApiDocument } from './document.ts';
import { apiSource } from './operationTypes.ts';

const RUNTIME = fileURLToPath(new URL('runtime', import.meta.url));

/** The files of the client's package by path: what it is made of, before it is compiled. */
export function clientPackage(document: ApiDocument): ReadonlyMap<string, string> {
  const runtime = readdirSync(RUNTIME).map(
    (name) => [`src/${name}`, readFileSync(`${RUNTIME}/${name}`, 'utf8')] as const,
  );
  return new Map([
    ['package.json', json(manifest(document.info.version))],
    ['tsconfig.json', json(TSCONFIG)],
    ['README.md', README],
    ...runtime,
    ['src/api.ts', apiSource(document)],
    ['src/index.ts', INDEX],
  ]);
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

const manifest = (version: string) => ({
  name: 'waymark-client',
  version,
  description: 'Typed client of the Waymark REST API, for browsers and Node.',
  license: 'Apache-2.0',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20' },
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  files: ['dist', 'src'],
  scripts: { build: 'tsc' },
});

/** Strict, and nothing of Node: what compiles here runs in browsers too. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2023', 'dom'],
    module: 'nodenext',
    types: [],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
    noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
};

const INDEX = `import { OPERATIONS, type Operations } from './api.ts';
import { type Client, type ClientOptions, createClient } from './client.ts';
import { type GatewayCode, WaymarkProblem } from './problem.ts';

export type * from './api.ts';
export type { ClientOptions } from './client.ts';
export type { FieldError, GatewayCode } from './problem.ts';
export { WaymarkProblem } from './problem.ts';
export type { Answer, CallOptions } from './shapes.ts';

export type WaymarkClient = Client<Operations>;

/** A method for each operation of the API; it throws \`WaymarkProblem\`. */
export function createWaymarkClient(options: ClientOptions): WaymarkClient {
  return createClient<Operations>(OPERATIONS, options);
}

/** Whether an operation was refused or failed; \`code\` is then one of its own codes, or the gateway's. */
export function isProblemOf<Id extends keyof Operations>(
  operationId: Id,
  error: unknown,
): error is WaymarkProblem<Operations[Id]['problems'] | GatewayCode> {
  return error instanceof WaymarkProblem && error.operationId === operationId;
}
`;

const README = `# waymark-client

Typed client of the Waymark REST API, made from its OpenAPI document. It needs \`fetch\` and nothing else.

\`\`\`ts
import { createWaymarkClient, isProblemOf } from 'waymark-client';

const waymark = createWaymarkClient({ baseUrl: 'https://api.example.com', token: () => freshToken() });

for await (const student of waymark.all.listStudents({ query: { school: 'S001' } })) console.log(student.sourcedId);

try {
  const { body } = await waymark.getStudent({ path: { id: '100001' } });
  console.log(body.grade);
} catch (error) {
  if (!isProblemOf('getStudent', error) || error.code !== 'student.not_found') throw error;
}
\`\`\`

Each operation is a method named by its \`operationId\`. A write is given an Idempotency-Key, the same for all its tries;
429, 503 and broken connections are tried again, after Retry-After where there is one.
`;
