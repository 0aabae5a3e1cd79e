import { writeFileSync } from 'node:fs';
import { fileReference } from './fileReference.ts';

/** `npm run files`: writes the reference of files and columns anew after a declaration changed. */
writeFileSync(new URL('../docs/files.md', import.meta.url), fileReference());
console.log('docs/files.md written: look at what changed before committing it');
