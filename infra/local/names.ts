import { CloudError } from './cloudError.ts';
import type { Resource } from './template/resourceType.ts';

const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/**
 * The resource somebody means: by physical name or logical id, else by the end of the physical name (`publish-batch` of
 * `waymark-sample-publish-batch`) or the beginning of the logical id. Throws when none or several fit.
 */
export function findResource(resources: readonly Resource[], wanted: string, type?: string): Resource {
  const ofType = resources.filter((resource) => type === undefined || resource.type === type);
  const key = plain(wanted);
  const rules: readonly ((resource: Resource) => boolean)[] = [
    ({ name, logicalId }) => name === wanted || logicalId === wanted,
    ({ name }) => plain(name).endsWith(key) && name.endsWith(`-${wanted}`),
    // CDK appends eight hexadecimal digits to the path.
    ({ logicalId }) => plain(logicalId.replace(/[0-9A-F]{8}$/, '')) === key,
    ({ logicalId }) => plain(logicalId).startsWith(key),
  ];
  for (const rule of rules) {
    const [found, ...others] = ofType.filter(rule);
    if (found && others.length === 0) return found;
    if (found)
      throw new CloudError(`${wanted} fits several: ${[found, ...others].map((each) => each.name).join(', ')}`);
  }
  throw new CloudError(`the template has no ${type ?? 'resource'} ${wanted}`);
}
