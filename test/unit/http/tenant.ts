import type { LoadedTenant } from '../../../shared/runtime/tenant.ts';
import { readTenant } from '../../../shared/tenant/tenant.ts';

/** A small district's configuration. */
export function sampleTenant(): LoadedTenant {
  const outcome = readTenant({
    tenant: 'sample',
    district: { name: 'Sample District' },
    timeZone: 'America/Chicago',
    schoolYear: { startsOn: '08-01' },
    schedules: { assess: ['04:00'], remind: '07:00' },
    attendance: {},
    thresholds: [{ version: 'field-1', effectiveFrom: '2020-01-01', attendance: {} }],
    graduation: {
      plans: [
        {
          id: 'standard',
          title: 'Standard',
          totalCredits: '1',
          areas: [{ code: 'any', title: 'Any', credits: '1', any: true }],
        },
      ],
      defaultPlan: 'standard',
    },
    identity: { issuer: 'https://id.example.org', audience: ['waymark'] },
    retention: {},
    contacts: { alarms: 'alarms@example.org', mailFrom: 'waymark@example.org' },
  });
  if ('errors' in outcome) throw new Error(JSON.stringify(outcome.errors));
  return { tenant: outcome.tenant, configurationVersion: 'c0ffee' };
}
