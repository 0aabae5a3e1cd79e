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

/** The route API Gateway picks: the one with the most literal segments, greedy ones after all others, `$default` last. */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const [best] = routes
    .flatMap((route) => {
      const [routeMethod, pattern = ''] = route.key.split(' ');
      const pathParameters = routeMethod === method ? matchPath(pattern, path) : undefined;
      return pathParameters ? [{ route, pathParameters }] : [];
    })
    .sort((a, b) => rank(a) - rank(b));
  const fallback = routes.find((route) => route.key === '$default');
  return best ?? (fallback && { route: fallback, pathParameters: {} });
}

const rank = ({ route, pathParameters }: RouteMatch) =>
  GREEDY.test(route.key) ? Number.POSITIVE_INFINITY : Object.keys(pathParameters).length;

/** `/{proxy+}` takes every path. */
const GREEDY = /\/\{(\w+)\+\}$/;

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const greedy = GREEDY.exec(pattern);
  if (greedy?.[1] !== undefined) {
    const before = `${pattern.slice(0, greedy.index)}/`;
    return path.startsWith(before) && path.length > before.length
      ? { [greedy[1]]: decode(path.slice(before.length)) }
      : undefined;
  }
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
