import { describe, expect, it } from 'vitest';
import { manifestAsOf } from '../../../../../infra/local/try/asOfManifest.ts';
import { parseDay } from '../../../../../shared/domain/calendar/day.ts';

const AS_OF = parseDay('2026-10-09')!;
const manifest = (made: string) => `propertyName,value\r\nmanifest.version,1.0\r\n${made}\r\nfile.users,bulk\r\n`;
const taken = manifest('waymark.generatedAt,2026-10-10T12:00:00.000Z');

describe('a manifest as of the day of a trial', () => {
  it.each(['2026-06-01T10:00:00Z', '2026-10-09T09:00:00-05:00', '2027-01-31T09:00:00Z'])(
    'made at %s is taken as made when the day was over',
    (made) => {
      expect(manifestAsOf(manifest(`waymark.generatedAt,${made}`), AS_OF)).toBe(taken);
      expect(manifestAsOf(manifest(`"waymark.generatedAt","${made}"`), AS_OF)).toBe(taken);
    },
  );

  it('stays as it is when it says no time or an impossible one', () => {
    for (const line of ['file.orgs,bulk', 'waymark.generatedAt,tomorrow'])
      expect(manifestAsOf(manifest(line), AS_OF)).toBe(manifest(line));
  });
});
