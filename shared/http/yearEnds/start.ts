import { schoolYearNamed } from '../../domain/calendar/schoolYear.ts';
import { localTimeOf } from '../../domain/calendar/timeZone.ts';
import { environment } from '../../runtime/environment.ts';
import { stateMachine } from '../../runtime/executions.ts';
import { startClosing } from '../../yearend/startClosing.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { startYearEndContract } from './contracts.ts';
import { yearEndView } from './views.ts';

export const startYearEndRoute = defineRoute({
  ...startYearEndContract,
  handle: async ({ caller, now, tenant: { tenant } }, { body: { schoolYear } }) => {
    const begins = schoolYearNamed(schoolYear, tenant.schoolYear.startsOn).first;
    if (begins > localTimeOf(now, tenant.timeZone).day) throw new Problem('year_end.not_begun');
    const start = stateMachine(environment('CLOSE_YEAR_STATE_MACHINE'));
    const outcome = await startClosing(schoolYear, caller.staffId, now, start);
    if (outcome.outcome === 'running') throw new Problem('year_end.running');
    if (outcome.outcome === 'signedOff') throw new Problem('year_end.signed_off');
    return { body: yearEndView(outcome.record), location: `/v1/year-ends/${schoolYear}` };
  },
});
