import { decimal, id, text } from '../cells/types.ts';
import { defineFile, headerOf, required } from '../fileSpec.ts';

/** Kinds of graded work and their share of a mark (OneRoster): `weight` as a share of 1 or of 100; 1.1 has none. */
export const categoriesFile = defineFile({
  name: 'categories',
  headers: {
    '1.1': headerOf('sourcedId,status,dateLastModified,title'),
    '1.2': headerOf('sourcedId,status,dateLastModified,title,weight'),
  },
  columns: {
    sourcedId: required(id),
    title: required(text),
    weight: decimal(0, 1000),
  },
  key: ['sourcedId'],
  scope: { kind: 'whole' },
});
