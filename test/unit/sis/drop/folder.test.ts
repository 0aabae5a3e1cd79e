import { describe, expect, it } from 'vitest';
import { openFolder } from '../../../../shared/sis/drop/folder.ts';

const file = (name: string) => ({ name, size: 0, open: async function* () {} });

describe('a folder', () => {
  it('is a drop of the files in it', () => {
    expect(openFolder([file('orgs.csv'), file('users.csv')])).toMatchObject({
      kind: 'folder',
      files: [{ name: 'orgs.csv' }, { name: 'users.csv' }],
    });
  });

  it('with folders in it is refused', () => {
    expect(() => openFolder([file('2024/orgs.csv')])).toThrow(
      expect.objectContaining({ code: 'package.nested_folder' }),
    );
  });

  it('with one name in two spellings is refused', () => {
    expect(() => openFolder([file('orgs.csv'), file('ORGS.csv')])).toThrow(
      expect.objectContaining({ code: 'package.duplicate_file' }),
    );
  });
});
