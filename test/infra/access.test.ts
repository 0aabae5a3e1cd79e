import { Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, test } from 'vitest';
import { chosenTenantFile } from '../../infra/tenantFile.ts';
import { policiesOf, type Resource, sampleDistrict, shortName, statementsOf, synthesize, target } from './district.ts';

const district = sampleDistrict();
const functions = district.of('AWS::Lambda::Function');
const roleOf = (each: Resource) =>
  district.of('AWS::IAM::Role').find((role) => role.stack === each.stack && role.id === target(each.properties.Role))!;
const allowed = (resource: Resource) =>
  policiesOf(resource)
    .flatMap(statementsOf)
    .filter((statement) => statement.effect === 'Allow');

describe('least privilege', () => {
  test('no policy allows an action by wildcard; the key alone lets its account administer it', () => {
    const wild = district.resources.flatMap((resource) =>
      allowed(resource)
        .filter((statement) => statement.actions.some((action) => action.includes('*')))
        .map((statement) => `${resource.type}: ${statement.actions.join()} for ${JSON.stringify(statement.principal)}`),
    );
    expect(wild).toEqual([expect.stringMatching(/^AWS::KMS::Key: kms:\* for .*:root/)]);
  });

  test('roles name their resources; only tracing and log delivery have none', () => {
    const unnamed = district.of('AWS::IAM::Role').flatMap((role) =>
      allowed(role)
        .filter((statement) => statement.resources.includes('*'))
        .flatMap((statement) => statement.actions),
    );
    expect(
      unnamed.filter(
        (action) =>
          !/^(xray:(Put|GetSampling)|logs:\w*(LogDelivery|LogDeliveries|ResourcePolic|LogGroups))/.test(action),
      ),
    ).toEqual([]);
  });

  test('every function has a role of its own, without managed policies', () => {
    const roles = functions.map((each) => roleOf(each).id + each.stack);
    expect(new Set(roles).size).toBe(functions.length);
    for (const role of district.of('AWS::IAM::Role'))
      expect(role.properties.ManagedPolicyArns, role.id).toBeUndefined();
    expect(district.of('AWS::IAM::Policy')).toEqual([]);
  });

  test('only a purge may scan a table or delete an object; nothing passes over a lock or reads beyond its prefixes', () => {
    const statements = district.of('AWS::IAM::Role').flatMap(allowed);
    const actions = statements.flatMap((statement) => statement.actions);
    expect(actions.filter((action) => /BypassGovernance|kms:(Create|Put|Schedule)/.test(action))).toEqual([]);
    const who = (pattern: RegExp) =>
      functions
        .filter((each) =>
          allowed(roleOf(each)).some((statement) => statement.actions.some((action) => pattern.test(action))),
        )
        .map((each) => shortName(each.properties.FunctionName))
        .sort();
    expect(who(/Scan/)).toEqual(['purge-records']);
    expect(who(/s3:Delete/)).toEqual(['complete-purge', 'empty-buckets', 'purge-objects']);
    expect(who(/sqs:PurgeQueue/)).toEqual(['complete-purge']);
    const objects = statements
      .filter((statement) => statement.actions.some((action) => /Object$/.test(action)))
      .flatMap((statement) => statement.resources);
    expect(objects.filter((resource) => !/bucket-arn>\/[a-z-]+\/(uploads\/)?\*$/.test(resource))).toEqual([]);
  });

  test('who takes uploads writes below drops/uploads/, lists what lies there and reads no object', () => {
    const uploads = functions.find((each) => shortName(each.properties.FunctionName) === 'serve-uploads')!;
    const onBuckets = allowed(roleOf(uploads))
      .filter((statement) => statement.actions.some((action) => action.startsWith('s3:')))
      .map(({ actions, resources, condition }) => [actions, resources, condition]);
    const bucket = '<waymark-sample-data-drops-bucket-arn>';
    expect(onBuckets).toEqual([
      [['s3:AbortMultipartUpload', 's3:PutObject'], [`${bucket}/drops/uploads/*`], undefined],
      [['s3:ListBucket'], [bucket], { StringLike: { 's3:prefix': 'drops/uploads/*' } }],
    ]);
  });

  test('whoever holds a drop or a run makes events pending and touches no other item of the student table', () => {
    for (const name of ['check-drop', 'normalize-drop', 'guard-run']) {
      const role = roleOf(functions.find((each) => shortName(each.properties.FunctionName) === name)!);
      const onStudents = allowed(role).filter(({ resources }) => resources.some((each) => /student-table/.test(each)));
      expect(onStudents, name).toMatchObject([
        {
          actions: ['dynamodb:PutItem'],
          condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['OUTBOX#*'] } },
        },
      ]);
    }
  });

  test('who serves the API adds to the record, to counters and to the key for cursors, in their partitions alone', () => {
    const behindApi = functions.filter((each) => /^(serve|decide)-/.test(shortName(each.properties.FunctionName)));
    const narrow = behindApi
      .filter((each) => shortName(each.properties.FunctionName) !== 'serve-docs')
      .map((each) => allowed(roleOf(each)).filter(isNarrow));
    expect(narrow.length).toBeGreaterThan(5);
    const grant = (table: string, actions: readonly string[], partitions: readonly string[]) =>
      expect.objectContaining({
        actions,
        resources: [`<waymark-sample-data-${table}-table-arn>`],
        condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
        },
      });
    for (const statements of narrow) {
      expect(statements).toEqual(
        expect.arrayContaining([
          grant('operations', ['dynamodb:GetItem', 'dynamodb:PutItem'], ['SIGNING']),
          grant('operations', ['dynamodb:UpdateItem'], ['LIMIT#*']),
          grant('student', ['dynamodb:PutItem'], ['AUDIT#*', 'DISCLOSED#*', 'DISCLOSING#*']),
        ]),
      );
    }
  });

  test('functions reach the tables and buckets that their work needs, beside single partitions', () => {
    const access = Object.fromEntries(
      functions.map((each) => [
        shortName(each.properties.FunctionName),
        accessOf(allowed(roleOf(each)).filter((statement) => !isNarrow(statement))),
      ]),
    );
    expect(access).toEqual({
      'receive-drop': 'drops r, operations rw',
      'check-drop': 'drops r, lake rw, operations rw',
      'normalize-drop': 'drops r, lake rw, operations rw',
      'publish-edition': 'drops r, lake rw, operations rw',
      'record-ingest-failure': 'operations rw',
      'open-run': 'lake rw, operations rw, student r',
      'assess-district': 'lake rw, operations rw',
      'complete-assessment': 'lake rw, operations rw',
      'guard-run': 'lake r, operations rw',
      'record-students': 'lake rw, operations rw',
      'publish-batch': 'lake r, operations r, student rw',
      'complete-publish': 'lake r, operations rw, student rw',
      'announce-batch': 'lake r, operations r, student rw',
      'summarize-run': 'operations rw',
      'record-run-failure': 'operations rw',
      'relay-events': 'student rw',
      'sweep-outbox': 'student rw',
      'record-disclosures': '',
      'sweep-disclosures': '',
      'find-due-check-ins': 'lake r, operations r, student rw',
      'deliver-message': 'student rw',
      'record-delivery': 'student rw',
      'tell-of-hold': 'student rw',
      'freeze-year': 'lake rw, operations rw',
      'audit-batch': 'lake r, operations r, student rw',
      'complete-audit': 'operations rw, student r',
      'seal-year': 'archive w, operations rw, student rw',
      'record-year-end-failure': 'operations rw',
      'open-purge': 'operations rw, student rw',
      'purge-records': 'lake rw, operations rw, student rw',
      'plan-purge': 'archive l, drops l, lake lrw',
      'purge-objects': 'archive dlrw, drops dlr, lake dlrw, student r',
      'empty-buckets': 'archive dl, drops dl, lake dlrw',
      'complete-purge': 'archive l, lake dlrw, operations rw, student rw',
      'record-purge-failure': 'student rw',
      'serve-purges': 'student rw',
      'serve-students': 'lake r, operations r, student r',
      'serve-operations': 'lake r, operations r, student r',
      'decide-operations': 'operations rw',
      'serve-uploads': 'drops w, operations rw',
      'serve-interventions': 'lake r, operations r, student rw',
      'serve-portal': 'lake r, operations r, student r',
      'serve-records': 'lake r, operations r, student rw',
      'serve-caseloads': 'lake r, operations r, student rw',
      'serve-year-ends': 'operations rw, student rw',
      'serve-configuration': 'operations rw',
      'serve-docs': '',
    });
  });
});

describe('cdk-nag', () => {
  test('stops the synthesis of what nobody has explained', () => {
    const synthesis = () =>
      synthesize(chosenTenantFile({ tenant: 'sample' }), (app) => {
        new CfnBucket(new Stack(app, 'careless'), 'Bucket');
      });
    expect(synthesis).toThrow(/AwsSolutions-S1\b/);
  });
});

/** `student rw, lake r`: read and write per table and bucket; of buckets also delete, and see versions with their locks. */
/** Whether a statement names the partitions it is for. */
const isNarrow = ({ condition }: { readonly condition: unknown }) =>
  JSON.stringify(condition ?? {}).includes('dynamodb:LeadingKeys');

function accessOf(statements: ReturnType<typeof allowed>): string {
  const found = new Map<string, Set<string>>();
  for (const statement of statements) {
    for (const resource of statement.resources) {
      const name = /<waymark-sample-data-(\w+)-(table|bucket)-arn>/.exec(resource)?.[1];
      if (!name) continue;
      const letters = found.get(name) ?? new Set();
      if (statement.actions.some((action) => /:(GetItem|GetObject)$/.test(action))) letters.add('r');
      if (statement.actions.some((action) => /:(PutItem|PutObject)$/.test(action))) letters.add('w');
      if (statement.actions.some((action) => /:DeleteObjectVersion$/.test(action))) letters.add('d');
      if (statement.actions.some((action) => /:GetObjectRetention$/.test(action))) letters.add('l');
      found.set(name, letters);
    }
  }
  return [...found]
    .map(([name, letters]) => `${name} ${[...letters].sort().join('')}`)
    .sort()
    .join(', ');
}
