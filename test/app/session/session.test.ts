import { beforeEach, expect, it } from 'vitest';
import { Session, type AppState } from '../../../src/app/session/session.ts';
import { EngineError, type Engine } from '../../../src/engine/engine-client.ts';
import { FakeCameras, makeCamera, makeFrame } from '../fake-camera.ts';
import { createPending, FakeEngine, makeAnalysis, settle, type Pending } from '../fake-engine.ts';

let cameras: FakeCameras;
let starts: Pending<Engine>[];
let released: number;
let state: AppState;
let session: Session;
let nowMs: number;

beforeEach(() => {
  cameras = new FakeCameras();
  starts = [];
  released = 0;
  nowMs = 0;
  const { openCamera, isCameraAllowed, listCameras, watchCameras } = cameras;
  session = new Session(
    {
      startEngine: ({ onProgress }) => {
        onProgress({ stage: 'detector', backend: 'wasm', fraction: 0.4 });
        const start = createPending<Engine>();
        starts.push(start);
        return start.promise;
      },
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
      now: () => nowMs,
    },
    (next) => (state = next),
  );
  void session.startEngine();
});

/** @param faceMs how long one face takes it */
async function runEngine(faceMs?: number): Promise<FakeEngine> {
  const engine = new FakeEngine(faceMs);
  starts.at(-1)?.resolve(engine);
  await settle();
  return engine;
}

async function runCamera() {
  const camera = makeCamera('front');
  void session.useCamera(null);
  cameras.asked.at(-1)?.opening.resolve(camera);
  await settle();
  return camera;
}

const photo = new File(['x'], 'photo.jpg');

it('shows how far the engine has come, and what it runs on', async () => {
  expect(state.engine).toMatchObject({
    status: 'loading',
    progress: { stage: 'detector', backend: 'wasm', fraction: 0.4 },
  });
  await runEngine();
  expect(state.engine).toMatchObject({ status: 'ready', description: { backend: { name: 'wasm' } } });
});

it('opens the camera while the engine still loads, and reads frames once it is there', async () => {
  await runCamera();
  await session.offerFrame(makeFrame().capture);
  const engine = await runEngine();
  void session.offerFrame(makeFrame().capture);
  await settle();
  engine.frames[0]?.resolve(makeAnalysis(1));
  await settle();
  expect(state.session).toMatchObject({ view: 'live', live: { analysis: { faces: { length: 1 } } } });
});

it('goes from the camera to a dropped photo: the camera stops, its late reply is lost', async () => {
  const engine = await runEngine();
  const camera = await runCamera();
  void session.offerFrame(makeFrame().capture);
  await settle();
  session.addPhotos([photo]);
  expect(camera.stopped).toBe(true);
  engine.frames[0]?.resolve(makeAnalysis(5));
  await settle();
  engine.photos[0]?.resolve(makeAnalysis(1));
  await settle();
  expect(state.session).toMatchObject({
    view: 'photos',
    photos: { items: [{ progress: { status: 'read', analysis: { faces: { length: 1 } } } }] },
  });
});

it('goes back to the start while the camera is still opening', async () => {
  const camera = makeCamera('front');
  void session.useCamera(null);
  session.goTo('start');
  cameras.asked[0]?.opening.resolve(camera);
  await settle();
  expect(camera.stopped).toBe(true);
  expect(state.session).toEqual({ view: 'start' });
});

it('lets go of the photos on the way to the camera', async () => {
  session.addPhotos([photo]);
  await settle();
  await runCamera();
  expect(released).toBe(1);
  expect(state.session.view).toBe('live');
});

it('gives up the photo in work when the visitor leaves, and reads it when he comes back with it', async () => {
  const engine = await runEngine();
  session.addPhotos([photo]);
  await settle();
  session.goTo('start');
  await settle();
  expect(engine.cancelled).toBe(1);
  expect(released).toBe(1);
  session.addPhotos([photo]);
  await settle();
  engine.photos[1]?.resolve(makeAnalysis(2));
  await settle();
  expect(state.session).toMatchObject({ photos: { items: [{ progress: { status: 'read' } }] } });
});

it('opens empty places, and leaves them', async () => {
  session.goTo('live');
  await settle();
  expect(state.session).toEqual({ view: 'live', live: { status: 'off' } });
  session.goTo('photos');
  expect(state.session).toMatchObject({ view: 'photos', photos: { items: [] } });
  session.goTo('about');
  expect(state.session).toEqual({ view: 'about' });
});

it('switches the camera on in a live place that is opened by its address, where that was allowed before', async () => {
  cameras.allowed = true;
  session.goTo('live');
  await settle();
  cameras.asked[0]?.opening.resolve(makeCamera('front'));
  await settle();
  expect(state.session).toMatchObject({ view: 'live', live: { status: 'running' } });
});

it('leaves a camera off that the visitor has switched off, until he switches it on', async () => {
  cameras.allowed = true;
  await runCamera();
  session.stopCamera();
  session.goTo('photos');
  session.goTo('live');
  await settle();
  expect(state.session).toEqual({ view: 'live', live: { status: 'off' } });
  await runCamera();
  session.goTo('photos');
  session.goTo('live');
  await settle();
  expect(state.session).toMatchObject({ view: 'live', live: { status: 'opening' } });
});

it('switches no camera on in a page that nobody sees', async () => {
  cameras.allowed = true;
  session.setPageHidden(true);
  session.goTo('live');
  await settle();
  expect(cameras.asked).toHaveLength(0);
  session.setPageHidden(false);
  await settle();
  expect(cameras.asked).toHaveLength(1);
});

it('stays where it is when no file was chosen', () => {
  session.addPhotos([]);
  expect(state.session.view).toBe('start');
});

it('keeps a photo through a failed start, and reads it after the next one', async () => {
  session.addPhotos([photo]);
  starts[0]?.reject(new EngineError('model-missing', '404'));
  await settle();
  expect(state.engine).toEqual({ status: 'failed', problem: { code: 'model-missing', detail: '404' } });
  expect(state.session).toMatchObject({ photos: { items: [{ progress: { photo: { previewUrl: 'blob:photo' } } }] } });
  void session.startEngine();
  const engine = await runEngine();
  engine.photos[0]?.resolve(makeAnalysis(2));
  await settle();
  expect(state.session).toMatchObject({ photos: { items: [{ progress: { status: 'read' } }] } });
});

it('starts a new engine by itself after a loss and reads again what was in work', async () => {
  const lost = await runEngine();
  session.addPhotos([photo]);
  await settle();
  lost.lose();
  await settle();
  expect(state.engine).toMatchObject({ status: 'recovering', loss: { code: 'worker-stopped' } });
  expect(lost.disposed).toBe(true);
  const engine = await runEngine();
  expect(engine.photos).toHaveLength(1);
  engine.photos[0]?.resolve(makeAnalysis(1));
  await settle();
  expect(state.session).toMatchObject({ photos: { items: [{ progress: { status: 'read' } }] } });
});

it('goes on with live video after a loss, and keeps all that the visitor chose', async () => {
  const lost = await runEngine();
  await runCamera();
  session.setPrior('acting');
  session.toggleMirror();
  void session.setModelWish('accurate');
  lost.models[0]?.resolve(null);
  void session.offerFrame(makeFrame().capture);
  await settle();
  lost.frames[0]?.resolve(makeAnalysis(3));
  await settle();
  lost.lose('device-lost');
  expect(state.session).toMatchObject({ live: { analysis: null } });
  await session.offerFrame(makeFrame().capture);
  expect(lost.frames).toHaveLength(1);
  const engine = await runEngine();
  engine.models[0]?.resolve(null);
  void session.offerFrame(makeFrame().capture);
  await settle();
  engine.frames[0]?.resolve(makeAnalysis(2, 'accurate'));
  await settle();
  expect(state).toMatchObject({
    engine: { status: 'ready', model: { name: 'accurate' } },
    prior: 'acting',
    modelWish: 'accurate',
    session: { live: { mirrored: false, paused: false, problem: null, analysis: { faces: { length: 2 } } } },
  });
});

it('opens the live view of a hidden page asleep', async () => {
  const engine = await runEngine();
  session.setPageHidden(true);
  await runCamera();
  await session.offerFrame(makeFrame().capture);
  expect(engine.frames).toHaveLength(0);
});

it('shows readings by the prior that the visitor chose', () => {
  expect(state.prior).toBe('everyday');
  session.setPrior('acting');
  expect(state.prior).toBe('acting');
});

it('stays with the fast network on a machine that would not keep up', async () => {
  const engine = await runEngine();
  expect(engine.models).toHaveLength(0);
  expect(state.engine).toMatchObject({ model: { name: 'fast' }, loadingModel: null });
});

it('loads the accurate network on a machine that keeps up, and reads with the fast one until it is there', async () => {
  const engine = await runEngine(1);
  expect(state.engine).toMatchObject({ model: { name: 'fast' }, loadingModel: 'accurate' });
  expect(engine.onlyIfBetter).toEqual([true]);
  engine.models[0]?.resolve(null);
  await settle();
  expect(state.engine).toMatchObject({ model: { name: 'accurate' }, loadingModel: null, modelProblem: null });
});

it('stays with the fast network, and knows why, where the accurate one cannot be loaded', async () => {
  const engine = await runEngine(1);
  engine.models[0]?.reject(new EngineError('model-missing', 'no weights'));
  await settle();
  expect(state.engine).toMatchObject({
    status: 'ready',
    model: { name: 'fast' },
    loadingModel: null,
    modelProblem: { code: 'model-missing' },
  });
});

it('the visitor’s last wish counts, whatever arrives first', async () => {
  const engine = await runEngine();
  void session.setModelWish('accurate');
  expect(engine.onlyIfBetter).toEqual([false]); // the visitor’s word is enough
  void session.setModelWish('fast');
  await settle();
  engine.models[1]?.resolve(null);
  engine.models[0]?.resolve(null);
  await settle();
  expect(state.modelWish).toBe('fast');
  expect(state.engine).toMatchObject({ model: { name: 'fast' }, loadingModel: null });
});

it('goes back to the fast network when video lags, and does not try again by itself', async () => {
  const engine = await runEngine(1);
  engine.models[0]?.resolve(null);
  await settle();
  await runCamera();
  for (let frame = 0; frame < 40; frame++) {
    void session.offerFrame(makeFrame().capture);
    await settle();
    nowMs += 200;
    engine.frames.at(-1)?.resolve(makeAnalysis(4, 'accurate'));
    await settle();
  }
  expect(engine.models).toHaveLength(2);
  engine.models[1]?.resolve(null);
  await settle();
  expect(state.engine).toMatchObject({ model: { name: 'fast' } });
  void session.startEngine();
  expect((await runEngine(1)).models).toHaveLength(0);
});
