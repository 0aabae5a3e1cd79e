import { writeFileSync } from 'node:fs';
import { CONTRACTS } from '../shared/http/contracts.ts';
import { openApiDocument } from '../shared/http/openapi.ts';

/** `npm run openapi`: writes the API's document anew after a contract changed. */
const file = new URL('../shared/http/openapi.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(openApiDocument(CONTRACTS), null, 2)}\n`);
console.log('shared/http/openapi.json written: look at what changed before committing it');
