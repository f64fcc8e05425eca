import { describeError, EngineError } from './engine-error.ts';
import { loadEngine, type LoadedEngine } from './load-engine.ts';
import type { EngineReply, EngineRequest } from './protocol.ts';
import { readPixels } from './read-pixels.ts';

declare const self: DedicatedWorkerGlobalScope;

let engine: LoadedEngine | null = null;

/** One request after the other, so that none sees another's half-done work. */
let lastAnswer = Promise.resolve();

self.onmessage = ({ data: request }: MessageEvent<EngineRequest>) => {
  lastAnswer = lastAnswer.then(async () => {
    self.postMessage(await answer(request));
  });
};

async function answer(request: EngineRequest): Promise<EngineReply> {
  const reply = await handle(request).catch((error: unknown) => describeFailure(request.id, error));
  // A device that is lost or refuses a shader explains more than what came of it, be it an error or wrong numbers.
  const fault = engine?.takeFault();
  return fault ? describeFailure(request.id, new EngineError('internal', fault)) : reply;
}

function describeFailure(id: number, error: unknown): EngineReply {
  if (error instanceof EngineError) return { type: 'failure', id, code: error.code, detail: error.detail };
  return { type: 'failure', id, code: 'internal', detail: describeError(error) };
}

async function handle(request: EngineRequest): Promise<EngineReply> {
  const { id } = request;
  switch (request.type) {
    case 'start':
      engine = await loadEngine(request, (progress) =>
        self.postMessage({ type: 'progress', id, progress } satisfies EngineReply),
      );
      return { type: 'ready', id, description: engine.description };
    case 'analyse-frame': {
      const startedAtMs = performance.now();
      const image = readPixels(request.frame);
      return { type: 'analysis', id, analysis: await getEngine().analyser.analyseFrame(image, startedAtMs) };
    }
    case 'analyse-photo': {
      const startedAtMs = performance.now();
      const image = readPixels(request.frame);
      return { type: 'analysis', id, analysis: await getEngine().analyser.analysePhoto(image, startedAtMs) };
    }
    case 'classify-crops':
      return { type: 'classified', id, probabilities: await getEngine().classifier.classify(request.crops) };
    case 'reset-tracking':
      getEngine().analyser.resetTracking();
      return { type: 'done', id };
    default:
      return request satisfies never;
  }
}

function getEngine(): LoadedEngine {
  if (!engine) throw new EngineError('not-started', 'the engine has not been started');
  return engine;
}
