import { CameraError, type CameraErrorCode } from '../../capture/camera.ts';
import { PhotoError, type PhotoErrorCode } from '../../capture/photo-file.ts';
import { EngineError } from '../../engine/engine-client.ts';
import type { EngineErrorCode } from '../../engine/link/protocol.ts';

/** Everything that can go wrong in a session. `words.ts` has the sentences. */
export type ProblemCode = EngineErrorCode | CameraErrorCode | PhotoErrorCode | SiteUpdatedError['code'];

/** What went wrong, and what the program that noticed had to say about it (not for every reader). */
export interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
}

/** The site has been updated since the page was opened, and what the page needs is gone with the older version. */
export class SiteUpdatedError extends Error {
  readonly code = 'site-updated';
  /** What failed for that reason. */
  readonly detail: string;

  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'SiteUpdatedError';
    this.detail = detail;
  }
}

const OURS = [EngineError, CameraError, PhotoError, SiteUpdatedError] as const;

/** Turns anything thrown into a problem; what is not an error of ours is 'internal'. */
export function describeProblem(error: unknown): Problem {
  for (const Ours of OURS) {
    if (error instanceof Ours) return { code: error.code, detail: error.detail };
  }
  return { code: 'internal', detail: String(error) };
}
