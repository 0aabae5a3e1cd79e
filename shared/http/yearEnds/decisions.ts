import { type StaffId, studentId } from '../../domain/identity.ts';
import { environment } from '../../runtime/environment.ts';
import { stateMachine } from '../../runtime/executions.ts';
import type { GraduationRecord } from '../../store/graduationRecords.ts';
import type { YearEndRecord } from '../../store/yearEnds.ts';
import { type DecisionOutcome, type DecisionRight, decide } from '../../yearend/decide.ts';
import { type SignOffOutcome, signOff } from '../../yearend/signOff.ts';
import { type FieldError, Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { yearEndAccess } from './access.ts';
import { decideYearEndContract } from './contracts.ts';
import { yearEndView } from './views.ts';

const RETRY_AFTER_SECONDS = 1;

export const decideYearEndRoute = defineRoute({
  ...decideYearEndContract,
  handle: async (context, { params, body }) => {
    const { caller, now } = context;
    if (caller.staffId === undefined) throw new Problem('access.staff_unknown');
    if (body.signOff && !caller.roles.includes('districtAdmin')) throw new Problem('access.role');
    const author = { by: caller.staffId, at: now.toISOString() };
    let year: YearEndRecord | undefined;
    if (body.decisions) {
      const may = await yearEndAccess(context);
      const rightTo = (record: GraduationRecord): DecisionRight =>
        may('graduation.overrule', record).granted
          ? 'all'
          : may('graduation.decide', record).granted
            ? 'exceptions'
            : 'none';
      const requested = body.decisions.map((each) => ({
        student: studentId(each.studentSourcedId),
        outcome: each.decision,
        reason: each.reason,
      }));
      year = decidedYear(await decide(params.year, requested, author, rightTo));
    }
    if (body.signOff) year = await signedOffYear(params.year, author);
    if (!year) throw new Problem('year_end.not_found');
    return { body: yearEndView(year) };
  },
});

function decidedYear(decision: DecisionOutcome): YearEndRecord {
  switch (decision.outcome) {
    case 'stored':
      return decision.year;
    case 'noYear':
      throw new Problem('year_end.not_found');
    case 'notInReview':
      throw new Problem('year_end.not_in_review');
    case 'contended':
      throw new Problem('service.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    case 'unknownStudents':
      throw new Problem('year_end.student_unknown', { errors: errorsAt(decision.positions, 'not in the class') });
    case 'notDecidable':
      throw new Problem('year_end.overrule', { errors: errorsAt(decision.positions, 'the result is clear') });
  }
}

async function signedOffYear(schoolYear: number, author: { readonly by: StaffId; readonly at: string }) {
  const start = stateMachine(environment('SEAL_YEAR_STATE_MACHINE'));
  return yearOf(await signOff(schoolYear, author, start));
}

function yearOf(outcome: SignOffOutcome): YearEndRecord {
  switch (outcome.outcome) {
    case 'signedOff':
      return outcome.year;
    case 'noYear':
      throw new Problem('year_end.not_found');
    case 'notInReview':
      throw new Problem('year_end.not_in_review');
    case 'sealed':
      throw new Problem('year_end.signed_off');
    case 'openExceptions':
      throw new Problem('year_end.open_exceptions');
  }
}

const errorsAt = (positions: readonly number[], message: string): readonly FieldError[] =>
  positions.map((position) => ({ pointer: `/decisions/${position}/studentSourcedId`, code: 'refused', message }));
