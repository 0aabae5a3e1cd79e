import { describe, expect, test } from 'vitest';
import { COLLECTED } from '../../../../shared/http/operations/dataInventory.ts';
import { operationsRoutes } from '../../../../shared/http/operations/routes.ts';
import { serve } from '../../../../shared/http/serve.ts';
import { FILES } from '../../../../shared/sis/registry.ts';
import { memoryRecorder } from '../memoryRecorder.ts';
import { call } from '../request.ts';
import { sampleTenant } from '../tenant.ts';

describe('the inventory of what is collected', () => {
  const handler = serve(operationsRoutes, { tenant: sampleTenant, recorder: memoryRecorder() });
  const read = () => call(handler, { route: 'GET /v1/data-inventory', claims: null });

  test('says of every file what it is read for, and of no other', () => {
    expect(Object.keys(COLLECTED).sort()).toEqual(FILES.map(({ name }) => name).sort());
  });

  test('is open to everybody and names every field, who sees what, how long it is kept and what one may ask for', async () => {
    const { status, json } = await read();
    expect(status).toBe(200);
    const users = json.collected.find((each: { file: string }) => each.file === 'users');
    expect(users.fields).toEqual(expect.arrayContaining(['sourcedId', 'givenName', 'familyName']));
    expect(json.kept).toContainEqual({ what: expect.stringContaining('as they were sent'), keptFor: '400 days' });
    expect(json.seenBy).toContainEqual({
      role: 'teacher',
      students: 'students in their classes',
      classes: ['directory', 'academic'],
    });
    expect(json.rights.at(-1)).toContain('the student’s alone');
  });
});
