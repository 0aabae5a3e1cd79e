import { studentId } from '../../../domain/identity.ts';
import { defineRoute, type RequestContext, type Route } from '../../route.ts';
import { seeStudent } from '../../studentAccess.ts';
import { todayOf } from '../../today.ts';
import type { ExportDocument } from './document.ts';
import { exportStudentContract, exportStudentHtmlContract } from './exportContracts.ts';
import { exportDocument } from './exportDocument.ts';
import { EXPORT_CONTENT_SECURITY_POLICY, exportHtml } from './html.ts';

const exportStudentRoute = defineRoute({
  ...exportStudentContract,
  handle: async (context, { params }) => {
    const { sections, ...document } = await documentOf(context, params.id);
    return {
      body: { ...document, sections: sections.map((section) => ({ ...section, items: [...section.items] })) },
      fileName: 'student-record.json',
    };
  },
});

const exportStudentHtmlRoute = defineRoute({
  ...exportStudentHtmlContract,
  handle: async (context, { params }) => ({
    body: exportHtml(await documentOf(context, params.id)),
    fileName: 'student-record.html',
    contentSecurityPolicy: EXPORT_CONTENT_SECURITY_POLICY,
  }),
});

/** A student's whole record, to take out. */
export const exportRoutes: readonly Route[] = [exportStudentRoute, exportStudentHtmlRoute];

async function documentOf(context: RequestContext, id: string): Promise<ExportDocument> {
  const student = await seeStudent(context, 'record.export', studentId(id));
  return exportDocument(context, student, { audience: 'staff' }, todayOf(context));
}
