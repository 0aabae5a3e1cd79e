import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import { CloudError } from './cloudError.ts';

/** A stack of the assembly with its template, as CDK wrote it. */
export interface Stack {
  readonly name: string;
  readonly template: Readonly<Record<string, unknown>>;
  /** Directories of file assets by the S3 key under which a template names them. */
  readonly assets: ReadonlyMap<string, string>;
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.object({ templateFile: z.string().optional(), stackName: z.string().optional() }).optional(),
    }),
  ),
});

const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** Every stack of a synthesized assembly (`cdk.out`), in the manifest's order. */
export function readAssembly(directory: string): readonly Stack[] {
  const manifestPath = join(directory, 'manifest.json');
  if (!existsSync(manifestPath)) {
    throw new CloudError(`${directory} holds no manifest.json: synthesize first (npx cdk synth)`);
  }
  const { artifacts } = manifestSchema.parse(readJson(manifestPath));
  return Object.entries(artifacts)
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([id, { properties }]) => ({
      name: properties?.stackName ?? id,
      template: readJson(join(directory, properties?.templateFile ?? `${id}.template.json`)) as Stack['template'],
      assets: readAssets(directory, id),
    }));
}

function readAssets(directory: string, artifact: string): ReadonlyMap<string, string> {
  const path = join(directory, `${artifact}.assets.json`);
  if (!existsSync(path)) return new Map();
  const { files } = assetsSchema.parse(readJson(path));
  return new Map(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).flatMap(({ objectKey }): [string, string][] =>
        source.path === undefined ? [] : [[objectKey, resolve(directory, source.path)]],
      ),
    ),
  );
}

export interface SynthesisOptions {
  /** A tenant of `infra/tenants/`; `sample` when neither is given. */
  readonly tenant?: string;
  /** Path of a tenant file elsewhere. */
  readonly tenantFile?: string;
  /** Path of a mapping for a source that does not speak OneRoster; the tenant's own when left out. */
  readonly mapping?: string;
  /** Front ends beside those of the tenant file. */
  readonly origins?: readonly string[];
}

/**
 * Synthesizes the template of a tenant in a process of its own, as `cdk synth` does; returns the assembly's directory, which
 * is gone when this process ends.
 */
export async function synthesize({ tenant, tenantFile, mapping, origins }: SynthesisOptions): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'waymark-assembly-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const chosen = tenantFile === undefined ? { tenant: tenant ?? 'sample' } : { tenantFile: resolve(tenantFile) };
  const context = {
    ...chosen,
    ...(mapping !== undefined && { mapping: resolve(mapping) }),
    ...(origins !== undefined && { origin: origins }),
  };
  const { context: defaults } = z
    .object({ context: z.record(z.string(), z.unknown()).default({}) })
    .parse(readJson(join(root, 'cdk.json')));
  try {
    await promisify(execFile)(process.execPath, [join(root, 'infra', 'app.ts')], {
      cwd: root,
      // cdk-nag still looks at it; CloudFormation's own rules are for deployments and take seconds.
      env: {
        ...process.env,
        CDK_VALIDATION: 'false',
        CDK_OUTDIR: directory,
        CDK_CONTEXT_JSON: JSON.stringify({ ...defaults, ...context }),
      },
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new CloudError(`the template could not be synthesized:\n${stderr.trim() || String(error)}`);
  }
  return directory;
}
