import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import type { PlannedFrame } from '../frames/frame-plan.ts';

/** The bench's pages, its frames and its plan, on localhost. */
export interface BenchServer {
  /** With a slash at the end. */
  readonly url: string;
  /**
   * Bytes that the site's files took since the last call, as they went over the wire: compressed bodies, without
   * headers, frames and plan. What the browser had in its cache is not among them.
   */
  takeBytes(): number;
  /** Stops serving. */
  close(): Promise<void>;
}

/** Addresses of what belongs to the measurement and not to a pipeline. */
const FRAMES = '/frames/';
const PLAN = '/plan.json';

/** Seconds for which browsers keep a file, as on GitHub Pages. */
const MAX_AGE = 600;

/**
 * Serves a site as a static host does: Brotli where the browser takes it, files kept for some minutes. Without the
 * headers of cross-origin isolation, so that tfjs has no threads in any pipeline: Mien never uses them, and on the same
 * terms the others must not, either.
 *
 * @throws Error if the system gives no port
 */
export async function serveSite(
  site: string,
  framesFolder: string,
  plan: readonly PlannedFrame[],
): Promise<BenchServer> {
  const pages = sirv(site, { brotli: true, etag: true, maxAge: MAX_AGE });
  const frames = sirv(framesFolder, { dev: true });
  let bytes = 0;

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const missing = () => void response.writeHead(404).end();
    const url = request.url ?? '/';
    if (url === PLAN) {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
      response.end(JSON.stringify(plan));
    } else if (url.startsWith(FRAMES)) {
      request.url = url.slice(FRAMES.length - 1);
      frames(request, response, missing);
    } else {
      response.on('finish', () => {
        if (response.statusCode === 200) bytes += Number(response.getHeader('Content-Length') ?? 0);
      });
      pages(request, response, missing);
    }
  });
  await once(server.listen(0, 'localhost'), 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    takeBytes() {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
    async close() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
