import { beforeEach, describe, expect, it } from 'vitest';
import { LiveSession, type LiveState } from '../../../src/app/session/live-session.ts';
import { CameraError, type Facing } from '../../../src/capture/camera.ts';
import { EngineError } from '../../../src/engine/engine-client.ts';
import { FakeCameras, makeCamera, makeFrame } from '../fake-camera.ts';
import { FakeEngine, makeAnalysis, settle } from '../fake-engine.ts';

let cameras: FakeCameras;
let engine: FakeEngine | null;
let nowMs: number;
let state: LiveState;
let session: LiveSession;

beforeEach(() => {
  cameras = new FakeCameras();
  engine = new FakeEngine();
  nowMs = 0;
  state = { status: 'off' };
  session = new LiveSession({ ...pick(cameras), findEngine: () => engine, now: () => nowMs }, (next) => (state = next));
});

function pick({ openCamera, isCameraAllowed, listCameras, watchCameras }: FakeCameras) {
  return { openCamera, isCameraAllowed, listCameras, watchCameras };
}

/** Opens a camera and lets it come on. */
async function runCamera(deviceId = 'front', facing: Facing | null = null) {
  const camera = makeCamera(deviceId, facing);
  const opening = session.open({ deviceId });
  cameras.asked.at(-1)?.opening.resolve(camera);
  await opening;
  await settle();
  return camera;
}

function running() {
  if (state.status !== 'running') throw new Error(`the session is ${state.status}`);
  return state;
}

/** Offers a frame and answers it. */
async function readFrame(faceCount: number, latencyMs = 10) {
  const offer = session.offerFrame(makeFrame().capture);
  await settle();
  nowMs += latencyMs;
  engine?.frames.at(-1)?.resolve(makeAnalysis(faceCount));
  await offer;
}

describe('opening a camera', () => {
  it('opens by itself only where the visitor has allowed it before', async () => {
    await session.openIfAllowed();
    expect(cameras.asked).toHaveLength(0);
    cameras.allowed = true;
    void session.openIfAllowed();
    await settle();
    expect(cameras.asked.map(({ wish }) => wish)).toEqual([null]);
  });

  it('does not open by itself what the visitor has opened meanwhile', async () => {
    cameras.allowed = true;
    const opening = session.openIfAllowed();
    void session.open({ deviceId: 'back' });
    await opening;
    expect(cameras.asked.map(({ wish }) => wish)).toEqual([{ deviceId: 'back' }]);
  });

  it('can be switched off and on again', async () => {
    const camera = await runCamera();
    session.stop();
    expect(camera.stopped).toBe(true);
    expect(state).toEqual({ status: 'off' });
    await runCamera('back');
    expect(running().camera.deviceId).toBe('back');
  });

  it('runs, lists the cameras and begins a new video', async () => {
    await runCamera();
    expect(running().cameras).toHaveLength(2);
    expect(running().analysis).toBeNull();
    expect(engine?.trackingResets).toBe(1);
  });

  it('mirrors a camera that faces the visitor, and no other', async () => {
    await runCamera('front', 'user');
    expect(running().mirrored).toBe(true);
    await runCamera('back', 'environment');
    expect(running().mirrored).toBe(false);
  });

  it('says why there is no camera, and opens it on the next try', async () => {
    const opening = session.open(null);
    cameras.asked[0]?.opening.reject(new CameraError('camera-denied', 'NotAllowedError'));
    await opening;
    expect(state).toEqual({ status: 'failed', problem: { code: 'camera-denied', detail: 'NotAllowedError' } });
    await runCamera();
    expect(state.status).toBe('running');
  });

  it('stops a camera that comes on after the visitor has left', async () => {
    const camera = makeCamera('front');
    const opening = session.open(null);
    session.dispose();
    cameras.asked[0]?.opening.resolve(camera);
    await opening;
    expect(camera.stopped).toBe(true);
    expect(state.status).toBe('opening');
  });

  it('keeps the last one asked for, in whatever order they come on', async () => {
    const [first, second] = [makeCamera('front'), makeCamera('back')];
    const openings = [session.open({ deviceId: 'front' }), session.open({ deviceId: 'back' })];
    cameras.asked[1]?.opening.resolve(second);
    cameras.asked[0]?.opening.resolve(first);
    await Promise.all(openings);
    expect(running().camera.deviceId).toBe('back');
    expect(first.stopped).toBe(true);
    expect(second.stopped).toBe(false);
  });

  it('ignores the failure of a camera that is no longer wanted', async () => {
    const abandoned = session.open({ deviceId: 'front' });
    await runCamera('back');
    cameras.asked[0]?.opening.reject(new CameraError('camera-busy', 'NotReadableError'));
    await abandoned;
    expect(running().camera.deviceId).toBe('back');
  });

  it('stops the old camera before it opens the new one', async () => {
    const front = await runCamera('front');
    void session.open({ deviceId: 'back' });
    expect(front.stopped).toBe(true);
    expect(state.status).toBe('opening');
  });
});

describe('losing the camera', () => {
  it('clears the view', async () => {
    await runCamera();
    await readFrame(1);
    cameras.asked[0]?.onEnded();
    expect(state).toMatchObject({ status: 'failed', problem: { code: 'camera-lost' } });
  });

  it('ignores the end of a camera that was switched away from', async () => {
    await runCamera('front');
    await runCamera('back');
    cameras.asked[0]?.onEnded();
    expect(running().camera.deviceId).toBe('back');
  });
});

describe('reading frames', () => {
  it('shows the analysis and counts the frames', async () => {
    await runCamera();
    await readFrame(2, 25);
    await readFrame(2, 25);
    expect(running().analysis?.faces).toHaveLength(2);
    expect(running().statistics).toEqual({ frames: 2, framesPerSecond: 40, latencyMs: 25 });
  });

  it('skips frames while the engine is busy, without capturing them', async () => {
    await runCamera();
    void session.offerFrame(makeFrame().capture);
    await settle();
    let captured = false;
    await session.offerFrame(() => {
      captured = true;
      return makeFrame().capture();
    });
    expect(captured).toBe(false);
    expect(engine?.frames).toHaveLength(1);
  });

  it('reads nothing while paused, hidden or without an engine', async () => {
    await runCamera();
    session.togglePause();
    await session.offerFrame(makeFrame().capture);
    session.togglePause();
    session.setPageHidden(true);
    await session.offerFrame(makeFrame().capture);
    session.setPageHidden(false);
    const gone = engine;
    engine = null;
    await session.offerFrame(makeFrame().capture);
    expect(gone?.frames).toHaveLength(0);
    engine = gone;
    await readFrame(1);
    expect(gone?.frames).toHaveLength(1);
  });

  it('gives up the frame of a camera that was switched away from', async () => {
    await runCamera('front');
    const offer = session.offerFrame(makeFrame().capture);
    await settle();
    await runCamera('back');
    await offer;
    expect(engine?.cancelled).toBe(1);
    expect(running().problem).toBeNull();
    await readFrame(1);
    expect(running().analysis?.faces).toHaveLength(1);
    session.dispose();
    expect(engine?.cancelled).toBe(1);
  });

  it('drops a reply that was on its way already', async () => {
    await runCamera('front');
    const offer = session.offerFrame(makeFrame().capture);
    await settle();
    engine?.frames[0]?.resolve(makeAnalysis(3));
    await runCamera('back');
    await offer;
    expect(running().analysis).toBeNull();
    expect(running().statistics.frames).toBe(0);
    await readFrame(1);
    expect(running().analysis?.faces).toHaveLength(1);
  });

  it('closes a frame that was captured for nothing', async () => {
    await runCamera();
    const frame = makeFrame();
    const offer = session.offerFrame(frame.capture);
    session.dispose();
    await offer;
    expect(frame.closed).toBe(true);
    expect(engine?.frames).toHaveLength(0);
  });

  it('shows why a frame failed in place of the last result, until the next one is read', async () => {
    await runCamera();
    await readFrame(1);
    const offer = session.offerFrame(makeFrame().capture);
    await settle();
    engine?.frames[1]?.reject(new EngineError('internal', 'device lost'));
    await offer;
    expect(running().problem).toEqual({ code: 'internal', detail: 'device lost' });
    expect(running().analysis).toBeNull();
    await readFrame(1);
    expect(running().problem).toBeNull();
  });

  it('leaves it to others to say that the engine is lost, and goes on with the next one', async () => {
    await runCamera();
    await readFrame(1);
    const offer = session.offerFrame(makeFrame().capture);
    await settle();
    session.loseEngine();
    expect(running()).toMatchObject({ analysis: null, statistics: { framesPerSecond: 0 } });
    engine?.frames[1]?.reject(new EngineError('device-lost', 'it is gone'));
    engine = new FakeEngine();
    await offer;
    expect(running()).toMatchObject({ analysis: null, problem: null });
    await readFrame(2);
    expect(running()).toMatchObject({ analysis: { faces: { length: 2 } }, statistics: { frames: 2 } });
  });

  it('keeps what was read in a paused picture when the engine is lost', async () => {
    await runCamera();
    await readFrame(1);
    const offer = session.offerFrame(makeFrame().capture);
    await settle();
    session.togglePause();
    session.loseEngine();
    engine?.frames[1]?.reject(new EngineError('device-lost', 'it is gone'));
    await offer;
    expect(running()).toMatchObject({ paused: true, analysis: { faces: { length: 1 } }, problem: null });
  });

  it('says that there is no face only after a while, and takes it back at once', async () => {
    nowMs = 60_000;
    await runCamera();
    await readFrame(0);
    expect(running().faceless).toBe(false);
    await readFrame(1);
    await readFrame(0, 300);
    expect(running().faceless).toBe(false);
    await readFrame(0, 500);
    expect(running().faceless).toBe(true);
    await readFrame(1);
    expect(running().faceless).toBe(false);
  });
});

it('notices a camera that is plugged in, until it is disposed', async () => {
  await runCamera();
  const before = running().cameras;
  cameras.plugIn();
  await settle();
  expect(running().cameras).not.toBe(before);
  session.dispose();
  expect(cameras.watched).toBe(false);
});

it('stops the camera when disposed', async () => {
  const camera = await runCamera();
  session.dispose();
  expect(camera.stopped).toBe(true);
});
