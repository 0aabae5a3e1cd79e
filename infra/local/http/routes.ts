/** A route of the API: `GET /v1/students/{id}`, `ANY /v1/{proxy+}` or `$default`. */
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

/**
 * The route API Gateway picks: the most specific path, then the method before ANY, `$default` last.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const candidates = routes.flatMap((route) => {
    const [routeMethod = '', routePath] = route.key.split(' ');
    if (routePath === undefined || (routeMethod !== method && routeMethod !== 'ANY')) return [];
    const pathParameters = matchPath(routePath, path);
    return pathParameters ? [{ route, pathParameters, rank: rank(routePath, routeMethod) }] : [];
  });
  candidates.sort((a, b) => b.rank - a.rank);
  const [best] = candidates;
  if (best) return best;
  const fallback = routes.find((route) => route.key === '$default');
  return fallback && { route: fallback, pathParameters: {} };
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const expected = pattern.split('/');
  const actual = path.split('/');
  const parameters: Record<string, string> = {};
  for (const [i, segment] of expected.entries()) {
    const greedy = /^\{(\w+)\+\}$/.exec(segment)?.[1];
    if (greedy !== undefined) {
      const rest = actual.slice(i).join('/');
      return rest === '' ? undefined : { ...parameters, [greedy]: rest };
    }
    const value = actual[i];
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (value === undefined || (name === undefined ? value !== segment : value === '')) return undefined;
    if (name !== undefined) parameters[name] = decode(value);
  }
  return expected.length === actual.length ? parameters : undefined;
}

/** Literal segments count most, parameters less, a greedy one least. */
function rank(path: string, method: string): number {
  const segments = path.split('/').map((segment) => (segment.endsWith('+}') ? 0 : segment.startsWith('{') ? 1 : 2));
  return (
    segments.reduce((sum: number, each) => sum * 3 + each, 0) * 2 +
    (method === 'ANY' ? 0 : 1) +
    (path.endsWith('+}') ? 0 : 1000_000)
  );
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
