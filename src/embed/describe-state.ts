import type { Problem } from '../app/engine-lifecycle/problem.ts';
import type { AppState } from '../app/session/session.ts';
import { writeEngineStatus, writeProgress } from '../app/shell/engine-words.ts';
import { writeProblem, type Notice } from '../app/shell/words.ts';
import { m } from '../words/compiled/messages.js';
import type { CameraState } from './reading.ts';

export const OFF: CameraState = { state: 'off', code: null, title: '', text: '' };

/** How the camera is, by the session behind it. */
export function describeState({ engine, session }: AppState): CameraState {
  if (session.view !== 'live') return OFF;
  const { live } = session;
  if (live.status === 'off') return OFF;
  if (live.status === 'failed') return describeFailure(live.problem);
  if (engine.status === 'failed') return describeFailure(engine.problem);
  if (live.status === 'opening')
    return { state: 'opening', code: null, title: m.opening_title(), text: m.opening_text() };
  if (engine.status !== 'ready') {
    const text = engine.progress ? writeProgress(engine.progress) : '';
    return { state: 'loading', code: null, title: writeEngineStatus(engine.status), text };
  }
  if (live.problem) return { state: 'running', code: live.problem.code, ...writeProblem(live.problem.code) };
  if (live.faceless) {
    return { state: 'running', code: 'no-face', title: m.no_face_live_title(), text: m.no_face_live_text() };
  }
  return { state: 'running', code: null, title: '', text: '' };
}

/** That it does not work, and why. */
export function describeFailure({ code }: Pick<Problem, 'code'>): CameraState {
  return sayFailed(code, writeProblem(code));
}

/** The same of what is no problem of a session. */
export function sayFailed(code: string, notice: Notice): CameraState {
  return { state: 'failed', code, ...notice };
}
