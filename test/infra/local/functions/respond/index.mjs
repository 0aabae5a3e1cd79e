/** Answers HTTP requests with what they were. */
export const handler = async (event) => {
  if (event.rawPath === '/v1/broken') throw new Error('broken');
  if (event.rawPath === '/v1/plain') return { hello: 'plain' };
  return {
    statusCode: 201,
    headers: { 'Content-Type': 'application/json', 'X-Route': event.routeKey },
    cookies: ['a=1', 'b=2'],
    body: JSON.stringify(event),
  };
};
