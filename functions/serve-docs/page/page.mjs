// Runs in the browser, as a script after Swagger UI's.
const nothing = () => null;

/** The page reads; it asks nobody for a token and sends none. */
const withoutSigningIn = () => ({
  wrapComponents: { authorizeBtn: () => nothing, authorizeOperationBtn: () => nothing },
});

globalThis.SwaggerUIBundle({
  url: '/v1/openapi.json',
  domNode: globalThis.document.getElementById('api'),
  presets: [globalThis.SwaggerUIBundle.presets.apis],
  plugins: [withoutSigningIn],
  layout: 'BaseLayout',
  // By default the document's address goes to a service of somebody else.
  validatorUrl: null,
  // What the address of the page says must not choose another document.
  queryConfigEnabled: false,
  supportedSubmitMethods: [],
  deepLinking: true,
  filter: true,
  displayOperationId: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
});
