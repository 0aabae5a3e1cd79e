import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { type CloudOptions, type EmbeddedCloud, startCloud } from '../../../infra/local/cloud.ts';

export interface Template {
  readonly Resources: Record<
    string,
    { readonly Type: string; readonly Properties?: object; readonly [member: string]: unknown }
  >;
  readonly Outputs?: Record<string, object>;
  readonly [member: string]: unknown;
}

const functionsFolder = fileURLToPath(new URL('functions', import.meta.url));

/** An assembly as CDK writes it, of templates written by hand; the code of functions is taken from `functions/`. */
export function writeAssembly(stacks: Readonly<Record<string, Template>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'waymark-assembly-'));
  mkdirSync(directory, { recursive: true });
  const write = (file: string, content: object) => writeFileSync(join(directory, file), JSON.stringify(content));
  for (const [name, template] of Object.entries(stacks)) {
    write(`${name}.template.json`, template);
    const keys = [...JSON.stringify(template).matchAll(/"S3Key":"([\w-]+)\.zip"/g)].map((match) => match[1] ?? '');
    write(`${name}.assets.json`, {
      files: Object.fromEntries(
        keys.map((key) => [
          key,
          {
            source: { path: join(functionsFolder, key), packaging: 'zip' },
            destinations: { here: { objectKey: `${key}.zip` } },
          },
        ]),
      ),
    });
  }
  write('manifest.json', {
    artifacts: Object.fromEntries(
      Object.keys(stacks).map((name) => [
        name,
        { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.template.json` } },
      ]),
    ),
  });
  return directory;
}

/** A function of `functions/`, called by its folder's name unless told otherwise. */
export function functionResource(folder: string, properties: object = {}): Template['Resources'][string] {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: `fixture-${folder}`,
      Code: { S3Bucket: { 'Fn::Sub': `assets-${placeholder('AWS::AccountId')}` }, S3Key: `${folder}.zip` },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      MemorySize: 256,
      Timeout: 10,
      Role: 'arn:aws:iam::000000000000:role/any',
      ...properties,
    },
  };
}

/** `${name}`, as Fn::Sub reads it. */
export const placeholder = (name: string): string => `\${${name}}`;

export const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** Starts a cloud of hand-written stacks on a free port and stops it after the file's tests. */
export async function cloudOf(
  resources: Template['Resources'],
  options: Partial<CloudOptions> = {},
): Promise<EmbeddedCloud> {
  const cloud = await startCloud({ assembly: writeAssembly({ Stack: { Resources: resources } }), port: 0, ...options });
  afterAll(() => cloud.stop());
  return cloud;
}

/** What the fixture functions recorded, in order. */
export function recorded(cloud: EmbeddedCloud, functionName?: string): unknown[] {
  return cloud.functionLogs(functionName).map(({ line }) => JSON.parse(line) as unknown);
}
