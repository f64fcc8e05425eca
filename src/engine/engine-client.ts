import { EngineError } from './link/engine-error.ts';
import type { ModelName } from '../core/model-names.ts';
import {
  LAST_RESORT,
  type Analysis,
  type BackendName,
  type EngineDescription,
  type EngineLoss,
  type EngineMessage,
  type EngineReply,
  type EngineRequest,
  type LoadProgress,
  type ModelDescription,
  type RejectedBackend,
} from './link/protocol.ts';
import { RequestWatchdog } from './link/request-watchdog.ts';

export { EngineError, isEngineLoss } from './link/engine-error.ts';

/** What is wanted of the reading of a frame or a photo. */
export interface AnalysisOptions {
  /**
   * Gives it up: the engine stops after the pass under way, and is free for the next request. The reading then rejects with
   * the signal's reason, once the engine has stopped; where the answer was on its way already, that comes instead.
   */
  readonly signal?: AbortSignal | undefined;
  /** The crops that the network reads come with the answer (`Analysis.crops`); left out: they do not. */
  readonly withCrops?: boolean;
}

/** A running engine, seen from the page. Requests reject with `EngineError`, or with the reason of the signal that ended them. */
export interface Engine {
  readonly description: EngineDescription;
  /** Reads the next frame of a video. The frame is handed over: it is closed in any case. */
  analyseFrame(frame: VideoFrame | ImageBitmap, options?: AnalysisOptions): Promise<Analysis>;
  /** Reads a photo. The picture is handed over: it is closed in any case. */
  analysePhoto(picture: ImageBitmap, options?: AnalysisOptions): Promise<Analysis>;
  /**
   * Classifies faces that are already cut, without detection.
   *
   * @param crops n x 48 x 48 gray bytes
   * @returns n x 7 probabilities, in class order, by the everyday rule
   */
  classifyCrops(crops: Uint8Array<ArrayBuffer>): Promise<Float32Array<ArrayBuffer>>;
  /**
   * Reads faces with this network from now on. Until it is loaded the last one goes on.
   *
   * @param ifBetter only if its manifest tells of a better network than the fast one (`core/rank-models.ts`)
   * @returns the network in use then
   * @throws EngineError 'model-missing', 'model-mismatch', 'model-miscomputed' or 'model-stalled'; the last one stays
   */
  useModel(name: ModelName, ifBetter: boolean): Promise<ModelDescription>;
  /** Forgets the tracked faces: the next frame begins a new video. */
  resetTracking(): Promise<void>;
  /**
   * Calls the listener once if the engine is lost (see `ENGINE_LOSSES`), at once if it already is. Requests that are
   * pending then reject with the same error, right after it, as later ones do.
   */
  onLost(listener: (error: EngineError) => void): void;
  /** Stops the worker. Pending and later requests reject. */
  dispose(): void;
}

/**
 * Starts an engine in a worker of its own. Where the start comes to a halt on a backend, another worker tries without it:
 * as with a backend that says that it cannot be used, the next one takes its place.
 *
 * @param options.baseUrl folder that holds `models/`, relative to the page or absolute, with a trailing slash
 * @param options.forcedBackend take this backend or fail, software adapters included; null: the best that is hardware
 * @param options.avoid backends that are not to be tried, and why; a forced one is
 * @param options.signal stops the engine, be it that it starts or has started
 * @param options.onStall told of each backend on which the start has come to a halt, before the next one is tried
 * @throws EngineError 'no-backend', 'detector-missing', 'model-missing', 'model-mismatch', 'worker-stopped', 'start-stalled' or
 *   'internal'
 */
export async function startEngine(options: {
  readonly baseUrl: string;
  readonly forcedBackend: BackendName | null;
  readonly avoid?: readonly RejectedBackend[];
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly onStall?: (stalled: RejectedBackend) => void;
}): Promise<Engine> {
  const connection = new EngineConnection(options.onProgress);
  const baseUrl = new URL(options.baseUrl, location.href).href;
  const avoid = options.avoid ?? [];
  const stop = () => connection.close(new EngineError('not-started', 'the engine has been stopped'));
  options.signal?.addEventListener('abort', stop);
  if (options.signal?.aborted) stop();
  try {
    const { description } = await connection.ask('ready', {
      type: 'start',
      baseUrl,
      forcedBackend: options.forcedBackend,
      avoid,
    });
    return {
      description,
      analyseFrame: async (frame, { signal, withCrops = false } = {}) =>
        (await connection.ask('analysis', { type: 'analyse-frame', frame, withCrops }, signal)).analysis,
      analysePhoto: async (frame, { signal, withCrops = false } = {}) =>
        (await connection.ask('analysis', { type: 'analyse-photo', frame, withCrops }, signal)).analysis,
      classifyCrops: async (crops) =>
        (await connection.ask('classified', { type: 'classify-crops', crops })).probabilities,
      useModel: async (name, ifBetter) => (await connection.ask('model', { type: 'use-model', name, ifBetter })).model,
      async resetTracking() {
        await connection.ask('done', { type: 'reset-tracking' });
      },
      onLost: (listener) => void connection.lost.then(listener),
      dispose: stop,
    };
  } catch (error) {
    connection.close(new EngineError('not-started', 'the engine did not start'));
    const { stalledBackend } = connection;
    if (!stalledBackend || options.forcedBackend !== null) throw error;
    options.onStall?.(stalledBackend);
    return startEngine({ ...options, avoid: [...avoid, stalledBackend] });
  }
}

type Answer = Exclude<EngineReply, { type: 'progress' | 'failure' | 'lost' }>;
type Question = EngineRequest extends infer R ? (R extends EngineRequest ? Omit<R, 'id'> : never) : never;

interface PendingRequest {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: EngineError) => void;
}

/** The worker and the requests that wait for its replies. */
class EngineConnection {
  /** Settles if the engine is lost. */
  readonly lost: Promise<EngineError>;
  readonly #worker = new Worker(new URL('./engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'mien-engine',
  });
  readonly #pending = new Map<number, PendingRequest>();
  readonly #watchdog: RequestWatchdog;
  #lastId = 0;
  #progress: LoadProgress | null = null;
  #stalledBackend: RejectedBackend | null = null;
  /** Why no request can be sent any more. */
  #closedBy: EngineError | null = null;

  constructor(onProgress: ((progress: LoadProgress) => void) | undefined) {
    let announce!: (loss: EngineError) => void;
    this.lost = new Promise((resolve) => (announce = resolve));
    const lose = (code: EngineLoss, detail: string) => {
      if (this.#closedBy) return;
      const loss = new EngineError(code, detail);
      // Before the requests reject: whoever hears of them knows by then that this engine is none any more.
      announce(loss);
      this.close(loss);
    };
    this.#watchdog = new RequestWatchdog((type) => {
      if (type === 'start') this.#stall();
      else lose('no-answer', `no answer to '${type}'`);
    });
    this.#worker.onmessage = ({ data: reply }: MessageEvent<EngineReply>) => {
      if (reply.type === 'progress') {
        this.#progress = reply.progress;
        this.#watchdog.progressed(reply.id, reply.progress);
        onProgress?.(reply.progress);
      } else if (reply.type === 'lost') lose('device-lost', reply.detail);
      else this.#settle(reply);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      lose('worker-stopped', event.message || 'the worker could not be loaded');
    };
    this.#worker.onmessageerror = () => lose('worker-stopped', 'a reply of the engine could not be read');
  }

  /** The backend on which the start has come to a halt, if another one may do better. */
  get stalledBackend(): RejectedBackend | null {
    return this.#stalledBackend;
  }

  /**
   * Sends a request; its frame, if any, goes with it.
   *
   * @param signal gives it up
   * @throws EngineError, or the signal's reason
   */
  async ask<T extends Answer['type']>(
    answerType: T,
    question: Question,
    signal?: AbortSignal,
  ): Promise<Extract<Answer, { type: T }>> {
    const id = this.#send(question, signal);
    const cancel = () => this.#cancel(id);
    signal?.addEventListener('abort', cancel);
    try {
      const answer = await new Promise<Answer>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
      if (answer.type === 'cancelled') signal?.throwIfAborted();
      if (answer.type !== answerType) {
        throw new EngineError('internal', `expected '${answerType}', got '${answer.type}'`);
      }
      return answer as Extract<Answer, { type: T }>;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  /**
   * Numbers a request and sends it. Its frame is handed over, or closed if that fails.
   *
   * @throws as `ask`
   */
  #send(question: Question, signal: AbortSignal | undefined): number {
    const request: EngineRequest = { ...question, id: ++this.#lastId };
    const frame = 'frame' in request ? request.frame : null;
    if (this.#closedBy || signal?.aborted) frame?.close();
    if (this.#closedBy) throw this.#closedBy;
    signal?.throwIfAborted();
    try {
      this.#worker.postMessage(request, frame ? [frame] : []);
    } catch (error) {
      frame?.close();
      throw new EngineError('unreadable-frame', String(error), { cause: error });
    }
    // Another network loads beside the other requests, and the worker watches over it: see `watchSilence`.
    if (request.type !== 'use-model') this.#watchdog.sent(request);
    return request.id;
  }

  #cancel(id: number): void {
    this.#watchdog.cancelled(id);
    this.#worker.postMessage({ type: 'cancel', id } satisfies EngineMessage);
  }

  /** Stops the worker; pending and later requests reject with `reason`. */
  close(reason: EngineError): void {
    if (this.#closedBy) return;
    this.#closedBy = reason;
    this.#watchdog.stop();
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#pending.clear();
  }

  /** The start has come to a halt: by the backend, or because a file does not arrive, which no other one would change. */
  #stall(): void {
    const { stage, backend } = this.#progress ?? { stage: null, backend: null };
    const isComputing = stage === 'backend' || stage === 'warm-up';
    const detail = `the start came to a halt (${stage ?? 'program'}${backend ? `, ${backend}` : ''})`;
    if (isComputing && backend && backend !== LAST_RESORT) {
      this.#stalledBackend = { name: backend, reason: detail, stalled: true };
    }
    this.close(new EngineError('start-stalled', detail));
  }

  #settle(reply: Exclude<EngineReply, { type: 'progress' | 'lost' }>): void {
    this.#watchdog.answered(reply.id);
    const request = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.type === 'failure') request?.reject(new EngineError(reply.code, reply.detail));
    else request?.resolve(reply);
  }
}
