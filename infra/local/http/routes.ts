/** A route of the API: `GET /v1/students/{id}` or `$default`. */
export interface Route {
  readonly key: string;
  readonly functionArn: string;
  /** Logical reference of the JWT authorizer; undefined for open routes. */
  readonly authorizer: string | undefined;
  readonly scopes: readonly string[];
}

export interface RouteMatch {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The route API Gateway picks: the one with the most literal segments, `$default` last. */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const [best] = routes
    .flatMap((route) => {
      const [routeMethod, pattern = ''] = route.key.split(' ');
      const pathParameters = routeMethod === method ? matchPath(pattern, path) : undefined;
      return pathParameters ? [{ route, pathParameters }] : [];
    })
    .sort((a, b) => Object.keys(a.pathParameters).length - Object.keys(b.pathParameters).length);
  const fallback = routes.find((route) => route.key === '$default');
  return best ?? (fallback && { route: fallback, pathParameters: {} });
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const expected = pattern.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, segment] of expected.entries()) {
    const value = actual[i] ?? '';
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined ? value !== segment : value === '') return undefined;
    if (name !== undefined) parameters[name] = decode(value);
  }
  return parameters;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
