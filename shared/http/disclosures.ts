import { FIELD_CLASSES, type FieldClass } from '../domain/access/fieldClass.ts';
import type { StudentId } from '../domain/identity.ts';
import type { ShownStudents } from '../store/disclosures.ts';
import type { AccessReason } from './authorization.ts';

/** Gathers whose data an answer shows, of which classes and why; `serve` writes it before the answer goes out. */
export class Disclosures {
  readonly #shown = new Map<
    string,
    { readonly reason: AccessReason; readonly classes: Map<StudentId, Set<FieldClass>> }
  >();

  /** Students of whom the answer shows these classes; noting one again adds to what is shown of them. */
  note(students: readonly StudentId[], classes: readonly FieldClass[], reason: AccessReason): void {
    if (classes.length === 0) return;
    const { classes: _, ...way } = reason;
    const key = JSON.stringify(way);
    const known = this.#shown.get(key) ?? { reason, classes: new Map<StudentId, Set<FieldClass>>() };
    this.#shown.set(key, known);
    for (const student of students) {
      const shown = known.classes.get(student) ?? new Set();
      known.classes.set(student, shown);
      for (const each of classes) shown.add(each);
    }
  }

  /** Students by what is shown of them and why. */
  shown(): readonly ShownStudents[] {
    return [...this.#shown.values()].flatMap(({ reason, classes }) => {
      const { role, scope, basis, audience, school, bases } = reason;
      const by = { audience, role, scope, basis, ...(school !== undefined && { school }), ...(bases && { bases }) };
      const byClasses = Map.groupBy(classes, ([, shown]) => FIELD_CLASSES.filter((each) => shown.has(each)).join(' '));
      return [...byClasses].map(([names, students]) => ({
        ...by,
        classes: names.split(' ') as FieldClass[],
        students: students.map(([student]) => student),
      }));
    });
  }
}
