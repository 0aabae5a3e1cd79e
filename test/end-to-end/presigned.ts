import { request } from 'node:http';

export interface PutAnswer {
  readonly status: number;
  readonly etag: string;
}

/** What curl does with a presigned address: `*.localhost` is this machine, and there is no token. */
export function putTo(url: string, body: Uint8Array): Promise<PutAnswer> {
  const { host, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: `${pathname}${search}`, method: 'PUT' };
    const sent = request({ ...options, headers: { host, 'content-length': body.length } }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, etag: String(answer.headers.etag ?? '') });
    });
    sent.on('error', reject).end(body);
  });
}
