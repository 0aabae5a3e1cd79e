import { servePage } from '../../shared/http/docs/servePage.ts';

/** `GET /docs…`: the page that shows the API. */
export const handler = servePage();
