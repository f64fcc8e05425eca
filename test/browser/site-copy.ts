import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sirv from 'sirv';
import { BUILT_SITE } from '../../playwright.config.ts';

/** The built site in a folder of a server of its own, which knows nothing of its headers. */
export interface SiteCopy {
  /** Of the folder, with a slash at the end. */
  readonly url: string;
  /** Files that were sent, in their order: not those of which the browser still had a copy. */
  readonly sent: readonly string[];
  /** Changes a file, as a new version of the site would. */
  change(name: string, edit: (text: string) => string): Promise<void>;
  /** The server answers nobody any more, as if the network were cut. */
  stop(): Promise<void>;
}

const FOLDER = '/some/folder/';

/** Serves a copy of the built site for as long as `use` takes. */
export async function serveSiteCopy(use: (site: SiteCopy) => Promise<void>): Promise<void> {
  const copy = await mkdtemp(join(tmpdir(), 'mien-site-'));
  await cp(resolve(import.meta.dirname, '../..', BUILT_SITE), copy, { recursive: true });
  // `dev`: looks at the files each time.
  const serve = sirv(copy, { dev: true, etag: true });
  const sent: string[] = [];
  const server = createServer((request, response) => {
    const inFolder = request.url?.startsWith(FOLDER);
    if (inFolder) request.url = request.url?.slice(FOLDER.length - 1);
    response.on('finish', () => {
      if (response.statusCode === 200) sent.push(request.url as string);
    });
    if (inFolder) serve(request, response);
    else response.writeHead(404).end();
  });
  const stop = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  await once(server.listen(0, 'localhost'), 'listening');
  try {
    await use({
      url: `http://localhost:${(server.address() as AddressInfo).port}${FOLDER}`,
      sent,
      async change(name, edit) {
        const text = await readFile(join(copy, name), 'utf8');
        const edited = edit(text);
        if (edited === text) throw new Error(`${name} stays as it is`);
        await writeFile(join(copy, name), edited);
      },
      stop,
    });
  } finally {
    await stop();
    await rm(copy, { recursive: true, force: true });
  }
}
