import type { ModelName } from '../../core/model-names.ts';
import type { BackendName, EngineDescription, LoadProgress, ModelDescription } from '../../engine/link/protocol.ts';
import type { Problem } from './problem.ts';

/** How far an engine has come that starts. */
export interface StartState {
  /** Null until the engine has said something. */
  readonly progress: LoadProgress | null;
  /** The backend on which this start came to a halt last, before it took the next one. */
  readonly stalled: BackendName | null;
}

/**
 * It has taken the place of one that was lost, or of one that stood in for that until this one was ready; or it runs on a
 * backend that was taken because a better one stood still.
 */
export type EngineNews = 'recovered' | 'relieved' | 'took-next-backend';

/** What the page knows of its engine. */
export type EngineState =
  | ({ readonly status: 'loading' } & StartState)
  | {
      readonly status: 'ready';
      readonly description: EngineDescription;
      /** The network in use. */
      readonly model: ModelDescription;
      /** Another one that is on its way. */
      readonly loadingModel: ModelName | null;
      /** Why the last one that was wanted is not in use. */
      readonly modelProblem: Problem | null;
      /** What is new about it, for some seconds. */
      readonly news: EngineNews | null;
    }
  /** One was lost, and the next one loads by itself. */
  | ({ readonly status: 'recovering'; readonly loss: Problem } & StartState)
  /** There is none, and no other one comes unless the visitor asks for it. */
  | { readonly status: 'failed'; readonly problem: Problem };
