import { GRANTED_CLASSES } from '../../domain/access/familyRights.ts';
import type { FieldClass } from '../../domain/access/fieldClass.ts';
import { studentId } from '../../domain/identity.ts';
import type { ExportDocument } from '../records/export/document.ts';
import { exportDocument } from '../records/export/exportDocument.ts';
import { EXPORT_CONTENT_SECURITY_POLICY, exportHtml } from '../records/export/html.ts';
import type { ExportReader } from '../records/export/recordSections.ts';
import { defineRoute, type RequestContext, type Route } from '../route.ts';
import { todayOf } from '../today.ts';
import { exportOwnStudentContract, exportOwnStudentHtmlContract } from './contracts.ts';
import { noteOwn, seeOwn } from './ownStudents.ts';

const exportOwnStudentRoute = defineRoute({
  ...exportOwnStudentContract,
  handle: async (context, { params }) => {
    const { sections, ...document } = await documentOf(context, params.id);
    return {
      body: { ...document, sections: sections.map((section) => ({ ...section, items: [...section.items] })) },
      fileName: 'student-record.json',
    };
  },
});

const exportOwnStudentHtmlRoute = defineRoute({
  ...exportOwnStudentHtmlContract,
  handle: async (context, { params }) => ({
    body: exportHtml(await documentOf(context, params.id)),
    fileName: 'student-record.html',
    contentSecurityPolicy: EXPORT_CONTENT_SECURITY_POLICY,
  }),
});

export const exportRoutes: readonly Route[] = [exportOwnStudentRoute, exportOwnStudentHtmlRoute];

const NOT_COVERED = 'all of it: the consent does not cover it.';

/** The class that all of a section is of; one that is made of several is not here. */
const CLASS_OF_SECTION: Readonly<Record<string, FieldClass>> = {
  person: 'directory',
  contacts: 'directory',
  disclosures: 'directory',
  classes: 'academic',
  grades: 'academic',
  transcripts: 'academic',
  plannedCourses: 'academic',
  assessments: 'academic',
  credentials: 'academic',
  diplomas: 'academic',
  graduation: 'academic',
  incidents: 'discipline',
};

/**
 * Whole for whoever holds the rights; of what a consent does not cover, that it is there. A section of several classes, or
 * one that is not known here, is shown with all of them.
 */
async function documentOf(context: RequestContext, id: string): Promise<ExportDocument> {
  const own = await seeOwn(context, studentId(id));
  const { guardian, classes } = own;
  const reader: ExportReader = guardian
    ? { audience: 'family', guardian: guardian.sourcedId }
    : { audience: 'student' };
  const document = await exportDocument(context, own, reader, todayOf(context));
  noteOwn(context, own);
  const isCovered = (name: string) => {
    const ofSection = CLASS_OF_SECTION[name];
    return ofSection === undefined ? GRANTED_CLASSES.every((each) => classes.has(each)) : classes.has(ofSection);
  };
  const sections = document.sections.map((section) =>
    isCovered(section.name) ? section : { ...section, items: [], withheld: NOT_COVERED },
  );
  return { ...document, sections };
}
