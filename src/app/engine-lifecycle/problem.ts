import { CameraError, type CameraErrorCode } from '../../capture/camera.ts';
import { PhotoError, type PhotoErrorCode } from '../../capture/photo-file.ts';
import { EngineError } from '../../engine/engine-client.ts';
import type { EngineErrorCode } from '../../engine/link/protocol.ts';

/** Everything that can go wrong in a session. `words.ts` has the sentences. */
export type ProblemCode = EngineErrorCode | CameraErrorCode | PhotoErrorCode;

/** What went wrong, and what the program that noticed had to say about it (not for every reader). */
export interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
}

/** Turns anything thrown into a problem; what is not an error of ours is 'internal'. */
export function describeProblem(error: unknown): Problem {
  if (error instanceof EngineError || error instanceof CameraError || error instanceof PhotoError) {
    return { code: error.code, detail: error.detail };
  }
  return { code: 'internal', detail: String(error) };
}
