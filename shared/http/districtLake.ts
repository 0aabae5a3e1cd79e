import { type Lake, s3Lake } from '../lake/lake.ts';
import { environment } from '../runtime/environment.ts';

let lake: Lake | undefined;

/** The lake of the function's district; one object per instance, so that what it keeps open stays open. */
export function districtLake(): Lake {
  lake ??= s3Lake(environment('LAKE_BUCKET'));
  return lake;
}
