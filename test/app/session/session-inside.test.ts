import { beforeEach, expect, it } from 'vitest';
import { Session, type AppState } from '../../../src/app/session/session.ts';
import type { Engine } from '../../../src/engine/engine-client.ts';
import { FakeCameras, makeCamera, makeFrame } from '../fake-camera.ts';
import { createPending, FakeEngine, makeAnalysis, settle } from '../fake-engine.ts';

let cameras: FakeCameras;
let engine: FakeEngine;
let released: number;
let state: AppState;
let session: Session;

beforeEach(async () => {
  cameras = new FakeCameras();
  released = 0;
  engine = new FakeEngine();
  const starts = [Promise.resolve<Engine>(engine)];
  const { openCamera, isCameraAllowed, listCameras, watchCameras } = cameras;
  session = new Session(
    {
      startEngine: () => starts.pop() ?? createPending<Engine>().promise,
      openCamera,
      isCameraAllowed,
      listCameras,
      watchCameras,
      openPhoto: () =>
        Promise.resolve({
          original: { width: 4, height: 3 },
          bitmap: {} as ImageBitmap,
          previewUrl: 'blob:photo',
          release: () => {
            released += 1;
          },
        }),
      now: () => 0,
    },
    (next) => (state = next),
  );
  void session.startEngine();
  await settle();
  session.goTo('inside');
});

async function runCamera() {
  const camera = makeCamera('front');
  void session.useCamera(null);
  cameras.asked.at(-1)?.opening.resolve(camera);
  await settle();
  return camera;
}

it('keeps its camera and its photos in its place, and lets them go with it', async () => {
  const photo = new File(['x'], 'photo.jpg');
  expect(state.session).toMatchObject({ view: 'inside', inside: { source: 'drawn' } });
  expect(cameras.asked).toEqual([]);
  const camera = await runCamera();
  expect(state.session).toMatchObject({ view: 'inside', inside: { source: 'camera', live: { status: 'running' } } });
  session.togglePause();
  expect(state.session).toMatchObject({ inside: { live: { paused: true } } });
  session.addPhotos([photo, new File(['x'], 'second.jpg')]);
  await settle();
  expect(camera.stopped).toBe(true);
  expect(state.session).toMatchObject({ view: 'inside', inside: { source: 'photo', photo: { file: photo } } });
  expect(engine.photos).toHaveLength(1);
  session.chooseFaceSource('drawn');
  session.drawFace('sad');
  expect(state.session).toMatchObject({ inside: { source: 'drawn', expression: 'sad' } });
  const second = await runCamera();
  session.goTo('about');
  expect(second.stopped).toBe(true);
  expect(released).toBe(1);
  // A place that is opened again begins anew.
  session.goTo('inside');
  expect(state.session).toMatchObject({ inside: { source: 'drawn', expression: 'happy', photo: null } });
});

it('keeps its face where the engine is lost, and its camera', async () => {
  await runCamera();
  void session.offerFrame(makeFrame().capture);
  await settle();
  engine.frames[0]?.resolve({ ...makeAnalysis(1), crops: new Uint8Array(2304).fill(9) });
  await settle();
  expect(state.session).toMatchObject({ inside: { cropSource: 'camera', live: { analysis: { width: 640 } } } });
  engine.lose();
  await settle();
  expect(state.session).toMatchObject({ inside: { cropSource: 'camera', live: { analysis: null } } });
});
