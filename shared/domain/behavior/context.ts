import type { SchoolCalendar } from '../attendance/record.ts';
import type { Day } from '../calendar/day.ts';
import type { SchoolId } from '../identity.ts';
import type { BehaviorCutPoints } from './cutPoints.ts';

/** What a student's behavior is judged by, the same for all who have the same cut points. */
export interface BehaviorContext {
  /** The last closed day of the run; rows dated later do not exist yet. */
  readonly asOf: Day;
  readonly schoolYear: { readonly first: Day; readonly last: Day };
  readonly calendars: ReadonlyMap<SchoolId, SchoolCalendar>;
  readonly exitDayCounts: boolean;
  readonly cutPoints: BehaviorCutPoints;
  /** False while the district has sent no incident of this school year: then no incidents say nothing. */
  readonly incidentsReceived: boolean;
}
