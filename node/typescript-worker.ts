import { Worker } from 'node:worker_threads';

/**
 * Starts a worker thread from a TypeScript file. Node 20 does not hand the loader that runs our TypeScript (tsx) on
 * to a worker's first file, so that file is a line of JavaScript that registers it.
 *
 * @param url of the TypeScript file
 */
export function startTypeScriptWorker(url: URL, workerData: unknown): Worker {
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const code = `import(${loader}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); });`;
  return new Worker(code, { eval: true, workerData });
}
