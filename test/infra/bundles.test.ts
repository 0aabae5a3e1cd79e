import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ASSETS, THREADS } from '../../infra/build.ts';
import { ENVIRONMENT_VARIABLES } from '../../shared/runtime/environment.ts';
import { sampleDistrict, shortName } from './district.ts';

const { bundle, of } = sampleDistrict();
const functions = of('AWS::Lambda::Function').map(({ properties }) => ({
  name: shortName(properties.FunctionName),
  properties,
}));
const isBehindApi = (name: string) => /^(serve|decide)-/.test(name);
const codeOf = (name: string) => join(bundle.folderOf(name), 'index.mjs');

beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'us-east-1');
  for (const name of ENVIRONMENT_VARIABLES) vi.stubEnv(name, `https://example.com/${name}`);
});
afterAll(() => vi.unstubAllEnvs());

describe('the bundle of a function', () => {
  test.each(functions.filter(({ name }) => isBehindApi(name)))(
    '$name: at most 300 kB gzipped, to start quickly',
    ({ name }) => {
      expect(gzipSync(readFileSync(codeOf(name)), { level: 9 }).length).toBeLessThanOrEqual(300_000);
    },
  );

  test.each(functions)(
    '$name: loads, and exports the handler that the template names',
    async ({ name, properties }) => {
      expect(properties.Handler).toBe('index.handler');
      vi.stubEnv('LAMBDA_TASK_ROOT', bundle.folderOf(name));
      const module = await import(/* @vite-ignore */ pathToFileURL(codeOf(name)).href);
      expect(module.handler).toBeTypeOf('function');
    },
  );

  test.each(functions)('$name: is told exactly what its code reads', ({ name, properties }) => {
    const code = readFileSync(codeOf(name), 'utf8');
    const read = ENVIRONMENT_VARIABLES.filter((variable) => code.includes(`"${variable}"`));
    expect(Object.keys(properties.Environment?.Variables ?? {}).sort()).toEqual([...read].sort());
  });

  test('counts what an alarm watches', () => {
    const watched = of('AWS::CloudWatch::Alarm').filter(({ properties }) => properties.Namespace === 'Waymark');
    expect(watched.length).toBeGreaterThan(0);
    for (const { properties } of watched) {
      const [service] = properties.Dimensions.filter((each: { Name: string }) => each.Name === 'service');
      expect(readFileSync(codeOf(shortName(service.Value)), 'utf8')).toContain(`"${properties.MetricName}"`);
    }
  });

  test('holds its code, its threads, its assets and the tenant’s configuration, nothing else', () => {
    for (const name of bundle.names) {
      const threads = (THREADS[name] ?? []).map((module) => `${basename(module, '.ts')}.mjs`);
      const assets = [...(ASSETS[name]?.().keys() ?? [])];
      const expected = ['index.mjs', 'tenant.json', ...threads, ...assets].sort();
      expect(readdirSync(bundle.folderOf(name)).sort(), name).toEqual(expected);
    }
  });

  test('of a function that is not there stops the synthesis', () => {
    expect(() => bundle.folderOf('serve-nobody')).toThrow('functions/serve-nobody/handler.ts is missing');
    expect(existsSync(codeOf('serve-students'))).toBe(true);
  });
});

describe('functions', () => {
  test('run on the machine and runtime they were built for, traced', () => {
    for (const { name, properties } of functions) {
      expect(properties, name).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON' },
      });
    }
  });

  test('behind the API stop before the gateway does', () => {
    for (const { name, properties } of functions.filter((each) => isBehindApi(each.name))) {
      expect(properties.Timeout, name).toBe(25);
    }
  });
});
