import { studentId } from '../../domain/identity.ts';
import { graduationsOf } from '../../store/graduationRecords.ts';
import { readYearEnd } from '../../store/yearEnds.ts';
import { defineRoute } from '../route.ts';
import { seeStudent } from '../studentAccess.ts';
import { getGraduationContract } from './contracts.ts';
import { graduationView } from './views.ts';

/** A record of an attempt that was overtaken is not shown: the year was closed anew without the student. */
export const getGraduationRoute = defineRoute({
  ...getGraduationContract,
  handle: async (context, { params }) => {
    const student = studentId(params.id);
    await seeStudent(context, 'graduation.read', student, ['academic']);
    const records = await graduationsOf(student);
    const years = await Promise.all(
      records.map(async (record) => {
        const year = await readYearEnd(record.schoolYear);
        return year?.attempt === record.attempt ? [graduationView(record, year)] : [];
      }),
    );
    return { body: { studentSourcedId: student, years: years.flat() } };
  },
});
