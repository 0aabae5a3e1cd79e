import { type Day, weekdayOf } from '../../../shared/domain/calendar/day.ts';
import { PERIODS } from './curriculum.ts';
import type { Student } from './people.ts';
import { type Random, seededRandom, seedFor } from './random.ts';

/** A row of attendanceEvents.csv without its ids. */
export interface MadeEvent {
  readonly day: Day;
  readonly category: string;
  readonly absenceClass: string;
  readonly portionOfDay: string;
}

/** Where attendance is taken by period, part of a day is so many periods. */
export const missedPeriods = ({ portionOfDay }: MadeEvent): number => Math.ceil(Number(portionOfDay) * PERIODS);

const REASONS = ['Flu', 'Fever', 'Dentist appointment', 'Asthma'];

/** What the office was told, for illness only. */
export const reasonOf = ({ absenceClass, day }: MadeEvent): string =>
  absenceClass === 'medical' ? (REASONS[day % REASONS.length] ?? '') : '';

const fullDay = (day: Day, random: Random): MadeEvent => {
  const draw = random.next();
  if (draw < 0.45) return { day, category: 'Excused Absence', absenceClass: 'medical', portionOfDay: '1' };
  if (draw < 0.6) return { day, category: 'Excused Absence', absenceClass: 'other', portionOfDay: '1' };
  if (draw < 0.97) return { day, category: 'Unexcused Absence', absenceClass: '', portionOfDay: '1' };
  return { day, category: 'Unexcused Absence', absenceClass: 'outOfSchoolSuspension', portionOfDay: '1' };
};

/** Mondays and Fridays are missed more often, as everywhere. */
const weekdayWeight = (day: Day) => (weekdayOf(day) === 1 || weekdayOf(day) === 5 ? 1.3 : 0.8);

/**
 * A student's events on their enrolled days: absences in runs of illness and single days, half days, tardies. Each day
 * draws a fixed number of times, so that another day is the same whatever `days` ends with.
 */
export function makeEvents(student: Student, seed: number, days: readonly Day[]): readonly MadeEvent[] {
  const random = seededRandom(seedFor(seed ^ 0x5bd1e995, student.index));
  const events: MadeEvent[] = [];
  let illUntil = -1;
  days.forEach((day, position) => {
    const [missDraw, runDraw, kindDraw] = [random.next(), random.next(), random.next()];
    const kind = seededRandom(Math.floor(kindDraw * 4_294_967_296));
    if (position <= illUntil) {
      events.push({ day, category: 'Excused Absence', absenceClass: 'medical', portionOfDay: '1' });
      return;
    }
    const rate = student.absenceTendency * 0.7 * weekdayWeight(day);
    if (missDraw < rate) {
      events.push(fullDay(day, kind));
      if (runDraw < 0.15) illUntil = position + 2;
    } else if (missDraw < rate + 0.008) {
      events.push({
        day,
        category: 'Partial',
        absenceClass: 'medical',
        portionOfDay: kind.chance(0.5) ? '0.5' : '0.25',
      });
    } else if (missDraw < rate + 0.008 + student.absenceTendency * 0.3) {
      events.push({ day, category: 'Tardy', absenceClass: '', portionOfDay: '' });
    }
  });
  return events;
}
