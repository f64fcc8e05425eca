import { computeProbabilities } from '../core/decision-rule.ts';
import { EXPRESSION_COUNT, rowOf } from '../core/expressions.ts';
import { describeError, EngineError } from './link/engine-error.ts';
import { loadEngine, type LoadedEngine } from './load-engine.ts';
import type { EngineMessage, EngineReply, EngineRequest } from './link/protocol.ts';
import { readResult } from './device/pending-result.ts';
import { readPixels } from './pixels/read-pixels.ts';

declare const self: DedicatedWorkerGlobalScope;

let engine: LoadedEngine | null = null;

/** One request after the other, so that none sees another's half-done work, or has its picture overwritten. */
let lastAnswer = Promise.resolve();

/** Gives up the requests that are in work, or wait for those before them, by their ids. */
const cancellations = new Map<number, AbortController>();

self.onmessage = ({ data: message }: MessageEvent<EngineMessage>) => {
  if (message.type === 'cancel') cancellations.get(message.id)?.abort();
  else take(message);
};

function take(request: EngineRequest): void {
  const cancellation = new AbortController();
  // A network loads beside the work: video goes on with the one in use.
  if (request.type === 'use-model') {
    void answer(request, cancellation.signal).then(send);
    return;
  }
  cancellations.set(request.id, cancellation);
  lastAnswer = lastAnswer.then(async () => {
    const reply = await answer(request, cancellation.signal);
    cancellations.delete(request.id);
    send(reply);
  });
}

/** The crops are handed over: nobody needs them here any more. */
function send(reply: EngineReply): void {
  const crops = reply.type === 'analysis' ? reply.analysis.crops : null;
  if (crops) self.postMessage(reply, [crops.buffer]);
  else self.postMessage(reply);
}

async function answer(request: EngineRequest, signal: AbortSignal): Promise<EngineReply> {
  const { id } = request;
  const reply = await handle(request, signal).catch((error: unknown): EngineReply =>
    signal.aborted && error === signal.reason ? { type: 'cancelled', id } : describeFailure(id, error),
  );
  // A device that refuses a shader explains more than what came of it, be it an error or wrong numbers.
  const fault = engine?.takeFault();
  return fault ? describeFailure(id, new EngineError('internal', fault)) : reply;
}

function describeFailure(id: number, error: unknown): EngineReply {
  if (error instanceof EngineError) return { type: 'failure', id, code: error.code, detail: error.detail };
  return { type: 'failure', id, code: 'internal', detail: describeError(error) };
}

/** @param signal a frame or photo that is not wanted any more throws its reason, at the latest after the pass under way */
async function handle(request: EngineRequest, signal: AbortSignal): Promise<EngineReply> {
  const { id } = request;
  switch (request.type) {
    case 'start':
      engine = await loadEngine(request, (progress) =>
        self.postMessage({ type: 'progress', id, progress } satisfies EngineReply),
      );
      // Said at once, not with the next reply: there may be none, for some calls on a lost device never end.
      void engine.lost.then((detail) => self.postMessage({ type: 'lost', detail } satisfies EngineReply));
      return { type: 'ready', id, description: engine.description };
    case 'analyse-frame': {
      const atMs = performance.now();
      const picture = await readPixels(request.frame);
      signal.throwIfAborted();
      const { analyser } = getEngine();
      return { type: 'analysis', id, analysis: await analyser.analyseFrame(picture, atMs, request.withCrops, signal) };
    }
    case 'analyse-photo': {
      const picture = await readPixels(request.frame);
      signal.throwIfAborted();
      const { analyser } = getEngine();
      return { type: 'analysis', id, analysis: await analyser.analysePhoto(picture, request.withCrops, signal) };
    }
    case 'classify-crops':
      return { type: 'classified', id, probabilities: await classifyCrops(getEngine(), request.crops) };
    case 'use-model':
      return { type: 'model', id, model: await getEngine().useModel(request.name, request.ifBetter) };
    case 'reset-tracking':
      getEngine().analyser.resetTracking();
      return { type: 'done', id };
    default:
      return request satisfies never;
  }
}

/** n x 7 probabilities by the everyday rule. */
async function classifyCrops({ analyser }: LoadedEngine, crops: Uint8Array): Promise<Float32Array<ArrayBuffer>> {
  const { classifier } = analyser.model;
  if (crops.length === 0) return new Float32Array();
  const probabilities = await readResult(classifier.beginClassify(crops));
  for (let row = 0; row * EXPRESSION_COUNT < probabilities.length; row++) {
    const face = rowOf(probabilities, row);
    face.set(computeProbabilities(face, classifier.manifest.decisions.everyday));
  }
  return probabilities;
}

function getEngine(): LoadedEngine {
  if (!engine) throw new EngineError('not-started', 'the engine has not been started');
  return engine;
}
