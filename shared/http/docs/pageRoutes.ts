/** Routes of the page, beside the contracts: they answer no JSON and are no part of the OpenAPI document. */
export const PAGE_ROUTES = ['GET /docs', 'GET /docs/{asset}'] as const;
