import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chosenTenantFile } from '../../infra/tenantFile.ts';
import { policiesOf, type Resource, type Synthesized, sampleDistrict, statementsOf, synthesize } from './district.ts';

const NEIGHBOUR = 'riverbend';
/** A mail identity bears the district's own address, not its name. */
const MAIL_FROM: Readonly<Record<string, string>> = {
  sample: 'waymark@prairiecreek.example',
  [NEIGHBOUR]: 'waymark@riverbend.example',
};
const sampleFile = new URL('../../infra/tenants/sample.json', import.meta.url);

/** Another district in the same account: its name, issuer and audience are its own, everything else is alike. */
function neighbour(): Synthesized {
  const file = JSON.parse(readFileSync(sampleFile, 'utf8')) as Record<string, Record<string, unknown>>;
  const path = join(mkdtempSync(join(tmpdir(), 'waymark-tenants-')), `${NEIGHBOUR}.json`);
  const identity = { ...file['identity'], issuer: 'https://login.riverbend.example', audience: ['waymark-riverbend'] };
  const contacts = { ...file['contacts'], mailFrom: MAIL_FROM[NEIGHBOUR] };
  writeFileSync(path, JSON.stringify({ ...file, tenant: NEIGHBOUR, identity, contacts }));
  return synthesize(chosenTenantFile({ tenantFile: path }));
}

const districts = { sample: sampleDistrict(), [NEIGHBOUR]: neighbour() };
const both = [
  ['sample', NEIGHBOUR],
  [NEIGHBOUR, 'sample'],
] as const;
const of = (name: string) => districts[name as keyof typeof districts]!;

/** Every text in a value, names of members too. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [name, ...textsIn(each)]);
}
const namesOf = (resources: readonly Resource[]) =>
  resources.flatMap(({ properties }) =>
    Object.entries(properties as object).flatMap(([name, value]) =>
      /^(\w*Name|AliasName|ExportName)$/.test(name) && typeof value === 'string' ? [value] : [],
    ),
  );
const exportsOf = ({ texts }: Synthesized) =>
  texts.flatMap((text) => {
    const { Outputs = {} } = JSON.parse(text) as { Outputs?: Record<string, { Export?: { Name: string } }> };
    return Object.values(Outputs).flatMap(({ Export }) => Export?.Name ?? []);
  });
const importsOf = ({ texts }: Synthesized) =>
  texts.flatMap((text) => [...text.matchAll(/"Fn::ImportValue":\s*"([^"]+)"/g)].map(([, name]) => name));

describe('two districts in one account', () => {
  test.each(both)('%s names nothing of %s anywhere in its templates', (name, other) => {
    const word = new RegExp(`(^|[^a-z0-9])${other}([^a-z0-9]|$)`, 'i');
    const named = of(name)
      .texts.flatMap((text) => textsIn(JSON.parse(text)))
      .filter((text) => word.test(text));
    expect(named).toEqual([]);
  });

  test('share no physical name and no export', () => {
    for (const list of [(each: Synthesized) => namesOf(each.resources), exportsOf]) {
      const [own, others] = [list(of('sample')), new Set(list(of(NEIGHBOUR)))];
      expect(own.length).toBeGreaterThan(5);
      expect(own.filter((each) => others.has(each) && /waymark|sample|riverbend/.test(each))).toEqual([]);
    }
  });

  test.each(both)('%s imports what it exports itself, and nothing else', (name) => {
    const imported = new Set(importsOf(of(name)));
    expect(imported.size).toBeGreaterThan(5);
    expect([...imported].filter((each) => !exportsOf(of(name)).includes(each ?? ''))).toEqual([]);
  });

  test.each(both)('%s may reach resources of its own name alone', (name) => {
    const resources = of(name)
      .resources.flatMap(policiesOf)
      .flatMap(statementsOf)
      .flatMap((statement) => statement.resources);
    const foreign = resources.filter((resource) => !isOwn(resource, name));
    expect(resources.length).toBeGreaterThan(50);
    expect([...new Set(foreign)]).toEqual([]);
  });

  test.each([
    ['sample', 'https://login.prairiecreek.example', ['waymark']],
    [NEIGHBOUR, 'https://login.riverbend.example', ['waymark-riverbend']],
  ])('%s takes tokens of its own issuer and audience alone', (name, Issuer, Audience) => {
    const authorizers = of(name).of('AWS::ApiGatewayV2::Authorizer');
    expect(authorizers.map(({ properties }) => properties.JwtConfiguration)).toEqual([{ Issuer, Audience }]);
    const routes = of(name).of('AWS::ApiGatewayV2::Route');
    for (const { properties } of routes.filter((route) => route.properties.AuthorizationType === 'JWT'))
      expect(properties.AuthorizerId).toEqual({ Ref: authorizers[0]!.id });
  });
});

/** Of the same stack, exported by the district, or of its name; `*` is held in check by `access.test.ts`. */
function isOwn(resource: string, name: string): boolean {
  const parts = resource.replaceAll(/<AWS::\w+>/g, '');
  if (resource === '*' || /^<[A-Z]\w+>/.test(resource)) return true;
  if (parts.includes(':identity/')) return parts.endsWith(`:identity/${MAIL_FROM[name]}`);
  return new RegExp(`<waymark-${name}-|waymark[-/](sent/)?${name}([-/*]|$)`).test(parts);
}
