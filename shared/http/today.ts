import { formatDay } from '../domain/calendar/day.ts';
import { localTimeOf } from '../domain/calendar/timeZone.ts';
import type { RequestContext } from './route.ts';

/** The district's local day, ISO. */
export const todayOf = ({ now, tenant }: Pick<RequestContext, 'now' | 'tenant'>): string =>
  formatDay(localTimeOf(now, tenant.tenant.timeZone).day);
