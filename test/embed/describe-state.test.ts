import { expect, it } from 'vitest';
import type { EngineState } from '../../src/app/engine-lifecycle/engine-state.ts';
import type { LiveState } from '../../src/app/session/live-session.ts';
import { INITIAL_STATE } from '../../src/app/session/session.ts';
import { describeState, OFF } from '../../src/embed/describe-state.ts';
import { makeCamera } from '../app/fake-camera.ts';
import { FakeEngine } from '../app/fake-engine.ts';

const { description } = new FakeEngine();
const READY: EngineState = {
  status: 'ready',
  description,
  model: description.model,
  loadingModel: null,
  modelProblem: null,
  news: null,
};
const LOST: EngineState = { status: 'failed', problem: { code: 'device-lost', detail: '' } };
const LOADING = INITIAL_STATE.engine;

const RUNNING: Extract<LiveState, { status: 'running' }> = {
  status: 'running',
  camera: makeCamera('front'),
  cameras: [],
  paused: false,
  mirrored: true,
  analysis: null,
  capturedAtMs: 0,
  faceless: false,
  statistics: { frames: 0, framesPerSecond: 0, latencyMs: 0 },
  problem: null,
};

it('is off until the camera is asked for, whatever the engine does', () => {
  for (const session of [{ view: 'start' }, { view: 'live', live: { status: 'off' } }] as const) {
    expect(describeState({ ...INITIAL_STATE, engine: LOST, session })).toEqual(OFF);
  }
});

it.each<[EngineState, LiveState, string, string | null]>([
  [READY, { status: 'opening' }, 'opening', null],
  [LOADING, { status: 'opening' }, 'opening', null],
  [LOADING, RUNNING, 'loading', null],
  [READY, RUNNING, 'running', null],
  [READY, { ...RUNNING, faceless: true }, 'running', 'no-face'],
  [READY, { ...RUNNING, problem: { code: 'unreadable-frame', detail: '' } }, 'running', 'unreadable-frame'],
  [LOST, RUNNING, 'failed', 'device-lost'],
  [READY, { status: 'failed', problem: { code: 'camera-busy', detail: '' } }, 'failed', 'camera-busy'],
])('with the engine %o and the camera %o, it is %s: %s', (engine, live, state, code) => {
  const described = describeState({ ...INITIAL_STATE, engine, session: { view: 'live', live } });
  expect(described).toMatchObject({ state, code });
  expect(described.title === '').toBe(state === 'running' && code === null);
});
