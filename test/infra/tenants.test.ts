import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { chosenTenantFile } from '../../infra/tenantFile.ts';
import { sampleDistrict, synthesize } from './district.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const SAMPLE = readFileSync(join(REPOSITORY, 'infra/tenants/sample.json'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'waymark-tenants-'));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What `cdk synth -c …` runs, as a process of its own and without AWS credentials. */
function synth(context: Record<string, string>): Promise<{ code: number; stderr: string }> {
  const environment = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && name !== 'CDK_VALIDATION',
  );
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(REPOSITORY, 'infra/app.ts')],
      {
        env: {
          ...Object.fromEntries(environment),
          CDK_OUTDIR: mkdtempSync(join(tmpdir(), 'waymark-assembly-')),
          CDK_CONTEXT_JSON: JSON.stringify(context),
        },
      },
      (error, _, stderr) => resolve({ code: Number(error?.code ?? 0), stderr: stderr.trim() }),
    );
  });
}

describe('synthesis', () => {
  test('needs no credentials', async () => {
    expect(await synth({ tenant: 'sample' })).toEqual({ code: 0, stderr: '' });
  });

  test.each([
    [
      'nothing chosen',
      {},
      /^name the district: -c tenant=NAME \(in infra\/tenants: .*sample.*\) or -c tenantFile=PATH$/,
    ],
    [
      'a district without a file',
      { tenant: 'atlantis' },
      /^there is no tenant file .*atlantis\.json \(in infra\/tenants: /,
    ],
    ['a path as a name', { tenant: '../sample' }, /^"\.\.\/sample" names no tenant .*-c tenantFile=PATH$/],
    [
      'a mapping that is not there',
      { tenant: 'sample', mapping: '/nowhere.json' },
      /^there is no mapping \/nowhere\.json$/,
    ],
  ])('%s: one sentence, exit 1', async (_, context, message) => {
    const { code, stderr } = await synth(context as Record<string, string>);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  test('tells every error of a tenant file at once, each with its path, and no stack trace', async () => {
    const file = { ...JSON.parse(SAMPLE), timeZone: 'Central', schedules: { assess: ['01:30'] }, colour: 'blue' };
    const path = written('wrong.json', JSON.stringify(file));
    const { code, stderr } = await synth({ tenantFile: path });
    expect(code).toBe(1);
    expect(stderr.split('\n')).toEqual([
      `the tenant file ${path} is not valid:`,
      '  timeZone: name an IANA time zone, such as America/Chicago',
      '  schedules.assess.0: schedules between 01:00 and 03:00 are refused: clock changes would skip or repeat them',
      '  schedules.remind: is missing',
      '  colour: is not a setting',
    ]);
  });

  test('tells a wrong tenant file and a wrong mapping together', () => {
    const tenantFile = written('unnamed.json', JSON.stringify({ ...JSON.parse(SAMPLE), tenant: '' }));
    const mapping = written('unnamed.mapping.json', '{ "files": [] }');
    expect(() => chosenTenantFile({ tenantFile })).toThrow(
      new RegExp(`unnamed\\.json is not valid:\n  tenant: .*\nthe mapping ${mapping} is not valid:\n  files: `),
    );
  });
});

describe('a tenant’s configuration', () => {
  test('is shipped beside every function, with its mapping where it has one', () => {
    const mapping = JSON.stringify({ files: [{ source: 'att_*.csv', target: 'attendanceEvents' }] });
    const tenantFile = written('mapped.json', SAMPLE.replace('"sample"', '"mapped"'));
    written('mapped.mapping.json', mapping);
    const { bundle } = synthesize(chosenTenantFile({ tenantFile }));
    for (const name of bundle.names) {
      expect(readFileSync(join(bundle.folderOf(name), 'tenant.json'), 'utf8')).toBe(readFileSync(tenantFile, 'utf8'));
      expect(readFileSync(join(bundle.folderOf(name), 'mapping.json'), 'utf8')).toBe(mapping);
    }
  });

  test('shapes the template: time zone, every schedule, retention', () => {
    const other = district('elsewhere', (file) => ({
      ...file,
      timeZone: 'Pacific/Honolulu',
      schedules: { assess: ['03:30', '18:45'], remind: '06:15' },
      retention: { dropsDays: 90, logsDays: 731, yearEndArchiveYears: 25 },
    }));
    const schedules = other.of('AWS::Scheduler::Schedule').map(({ properties }) => properties);
    expect(schedules.map((each) => each.ScheduleExpression).sort()).toEqual([
      'cron(15 6 * * ? *)',
      'cron(30 3 * * ? *)',
      'cron(45 18 * * ? *)',
      'rate(6 hours)',
      'rate(6 hours)',
    ]);
    expect(new Set(schedules.map((each) => each.ScheduleExpressionTimezone))).toEqual(new Set(['Pacific/Honolulu']));
    expect(new Set(other.of('AWS::Logs::LogGroup').map((each) => each.properties.RetentionInDays))).toEqual(
      new Set([731]),
    );
    const archive = other.of('AWS::S3::Bucket').find((each) => each.properties.ObjectLockEnabled)!;
    expect(archive.properties.ObjectLockConfiguration.Rule.DefaultRetention.Years).toBe(25);
  });
});

describe('two districts in one account', () => {
  const other = district('riverbend', (file) => ({
    ...file,
    district: { name: 'Riverbend School District 12' },
    contacts: { alarms: 'it@riverbend.example', mailFrom: 'waymark@riverbend.example' },
    identity: { ...file['identity'], issuer: 'https://id.riverbend.example', audience: ['riverbend'] },
  }));

  test('name only what is their own', () => {
    for (const text of other.texts) expect(text).not.toMatch(/sample|prairie/i);
    for (const text of sampleDistrict().texts) expect(text).not.toMatch(/riverbend/i);
  });

  test('share no physical name', () => {
    const namesOf = (synthesized: typeof other) =>
      synthesized.resources.flatMap(({ type, properties }) =>
        Object.entries(properties)
          .filter(([key, value]) => /^(\w*Name|Name)$/.test(key) && typeof value === 'string' && /waymark/.test(value))
          .filter(([key]) => key !== 'GroupName')
          .map(([key, value]) => `${type} ${key} ${value}`),
      );
    const [mine, theirs] = [namesOf(sampleDistrict()), namesOf(other)];
    expect(mine.length).toBeGreaterThan(100);
    expect(new Set(mine).size).toBe(mine.length);
    expect(mine.filter((name) => theirs.includes(name))).toEqual([]);
  });

  test('hear only of their own mail and their own drops', () => {
    const [outcomes] = other
      .of('AWS::Events::Rule')
      .filter((each) => each.properties.EventPattern.source[0] === 'aws.ses');
    expect(outcomes!.properties.EventPattern.detail).toEqual({
      mail: { tags: { 'ses:configuration-set': ['waymark-riverbend-mail'] } },
    });
    const [arrivals] = other
      .of('AWS::Events::Rule')
      .filter((each) => each.properties.EventPattern.source[0] === 'aws.s3');
    expect(arrivals!.properties.EventPattern.detail).toEqual({
      bucket: { name: [{ 'Fn::ImportValue': 'waymark-riverbend-data-drops-bucket-name' }] },
      object: { key: [{ prefix: 'drops/' }] },
    });
  });
});

function district(tenant: string, change: (file: Record<string, object>) => object) {
  const file = change({ ...JSON.parse(SAMPLE), tenant });
  return synthesize(chosenTenantFile({ tenantFile: written(`${tenant}.json`, JSON.stringify(file)) }));
}
