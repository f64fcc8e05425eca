import { beforeEach, describe, expect, it } from 'vitest';
import { InsideSession, type InsideState } from '../../../src/app/session/inside-session.ts';
import { PhotoError, type Photo } from '../../../src/capture/photo-file.ts';
import { drawFace } from '../../../src/core/draw-face.ts';
import { EngineError, type Engine } from '../../../src/engine/engine-client.ts';
import type { Analysis } from '../../../src/engine/link/protocol.ts';
import { FakeCameras, makeCamera, makeFrame } from '../fake-camera.ts';
import { createPending, FakeEngine, makeAnalysis, settle, type Pending } from '../fake-engine.ts';

let cameras: FakeCameras;
let engine: FakeEngine | null;
let engineReady: Pending<Engine>;
let released: string[];
let state: InsideState;
let session: InsideSession;

beforeEach(() => {
  cameras = new FakeCameras();
  engine = new FakeEngine();
  engineReady = createPending();
  engineReady.resolve(engine);
  released = [];
  const { openCamera, isCameraAllowed, listCameras, watchCameras } = cameras;
  session = new InsideSession(
    {
      openCamera,
      isCameraAllowed,
      listCameras,
      watchCameras,
      openPhoto,
      now: () => 0,
      findEngine: () => engine,
      waitForEngine: () => engineReady.promise,
    },
    (next) => (state = next),
  );
  state = session.state;
});

function openPhoto(file: File): Promise<Photo> {
  if (file.name === 'broken.jpg') return Promise.reject(new PhotoError('unreadable-file', 'truncated'));
  return Promise.resolve({
    original: { width: 4, height: 3 },
    bitmap: {} as ImageBitmap,
    previewUrl: `blob:${file.name}`,
    release: () => released.push(file.name),
  });
}

/**
 * Faces of these widths and numbers, and their crops: all gray, of a value each.
 *
 * @param faces [number, width, gray] each, from left to right
 */
function makeFaces(...faces: readonly (readonly [id: number, width: number, gray: number])[]): Analysis {
  const analysis = makeAnalysis(faces.length);
  return {
    ...analysis,
    faces: analysis.faces.map((face, i) => {
      const [id, width] = faces[i] as [number, number, number];
      return { ...face, id, box: { x: 0, y: 0, width, height: width } };
    }),
    crops: Uint8Array.from(faces.flatMap(([, , gray]) => new Array<number>(2304).fill(gray))),
  };
}

/** The gray value that the crop is full of; null where it is of several. */
function readGray(): number | null {
  expect(state.crop).toHaveLength(2304);
  return new Set(state.crop).size === 1 ? (state.crop[0] as number) : null;
}

async function runCamera() {
  const camera = makeCamera('front');
  void session.openCamera(null);
  cameras.asked.at(-1)?.opening.resolve(camera);
  await settle();
  return camera;
}

/** Offers a frame and, if it is taken, answers it. */
async function film(analysis: Analysis): Promise<void> {
  void session.offerFrame(makeFrame().capture);
  await settle();
  engine?.frames.at(-1)?.resolve(analysis);
  await settle();
}

async function choosePhoto(name: string, analysis: Analysis): Promise<void> {
  session.openPhoto(new File(['x'], name));
  await settle();
  engine?.photos.at(-1)?.resolve(analysis);
  await settle();
}

describe('a drawn face', () => {
  it('is there from the beginning, without a camera, a photo or an engine', () => {
    expect(state).toMatchObject({ source: 'drawn', cropSource: 'drawn', expression: 'happy' });
    expect(state.crop).toEqual(drawFace('happy'));
    expect(cameras.asked).toEqual([]);
  });

  it('shows the expression that is chosen, in a new array', () => {
    const before = state.crop;
    session.draw('sad');
    expect(state).toMatchObject({ source: 'drawn', expression: 'sad' });
    expect(state.crop).toEqual(drawFace('sad'));
    session.draw('happy');
    expect(state.crop).toEqual(before);
    expect(state.crop).not.toBe(before);
  });
});

describe('a camera', () => {
  it('opens only where it is asked for, and the face before it stays until there is one', async () => {
    cameras.allowed = true;
    session.chooseSource('camera');
    await settle();
    expect(cameras.asked).toEqual([]);
    expect(state).toMatchObject({ source: 'camera', live: { status: 'off' }, cropSource: 'drawn' });
    await runCamera();
    await film(makeFaces());
    expect(state).toMatchObject({ live: { status: 'running' }, cropSource: 'drawn' });
    expect(state.crop).toEqual(drawFace('happy'));
    await film(makeFaces([0, 50, 7]));
    expect(state.cropSource).toBe('camera');
    expect(readGray()).toBe(7);
    expect(engine?.withCrops).toEqual([true, true]);
  });

  it('shows the largest face at first, and then the same one for as long as it is there', async () => {
    await runCamera();
    await film(makeFaces([3, 40, 30], [4, 60, 40], [5, 20, 50]));
    expect(readGray()).toBe(40);
    await film(makeFaces([3, 90, 31], [4, 50, 41]));
    expect(readGray()).toBe(41);
    await film(makeFaces([3, 30, 32], [6, 80, 62]));
    expect(readGray()).toBe(62);
    await film(makeFaces([3, 99, 33], [6, 80, 63]));
    expect(readGray()).toBe(63);
  });

  it('takes a new array for each picture, and none for what else changes', async () => {
    await runCamera();
    await film(makeFaces([0, 50, 7]));
    const first = state.crop;
    cameras.plugIn();
    await settle();
    expect(state.crop).toBe(first);
    await film(makeFaces([0, 50, 7]));
    expect(state.crop).not.toBe(first);
  });

  it('is held, even against the frame under way, and goes on', async () => {
    await runCamera();
    await film(makeFaces([0, 50, 7]));
    void session.offerFrame(makeFrame().capture);
    await settle();
    session.toggleFreeze();
    engine?.frames.at(-1)?.resolve(makeFaces([0, 50, 8]));
    await settle();
    expect(readGray()).toBe(7);
    await film(makeFaces([0, 50, 9]));
    expect(readGray()).toBe(7);
    session.toggleFreeze();
    await film(makeFaces([0, 50, 10]));
    expect(readGray()).toBe(10);
  });

  it('says why it does not open, and opens when it is asked again', async () => {
    void session.openCamera(null);
    cameras.asked[0]?.opening.reject(new Error('held by another program'));
    await settle();
    expect(state.live).toMatchObject({ status: 'failed', problem: { code: 'internal' } });
    expect(state.crop).toEqual(drawFace('happy'));
    await runCamera();
    expect(state.live.status).toBe('running');
  });

  it('stops where another source is looked at, and what it had under way is not', async () => {
    const camera = await runCamera();
    await film(makeFaces([0, 50, 7]));
    void session.offerFrame(makeFrame().capture);
    await settle();
    session.chooseSource('drawn');
    expect(camera.stopped).toBe(true);
    expect(engine?.cancelled).toBe(1);
    expect(state).toMatchObject({ source: 'drawn', cropSource: 'drawn', live: { status: 'off' } });
    expect(state.crop).toEqual(drawFace('happy'));
  });

  it('is off while no face is shown, leaves its last one, and goes on when it is shown again', async () => {
    const camera = await runCamera();
    await film(makeFaces([0, 50, 7]));
    session.setFaceShown(false);
    expect(camera.stopped).toBe(true);
    expect(state).toMatchObject({ source: 'camera', cropSource: 'camera', live: { status: 'off' } });
    expect(readGray()).toBe(7);
    const before = state;
    session.setFaceShown(false);
    expect(state).toBe(before);
    const asked = cameras.asked.length;
    session.setFaceShown(true);
    expect(cameras.asked).toHaveLength(asked + 1);
    expect(cameras.asked.at(-1)?.wish).toEqual({ deviceId: camera.deviceId });
    session.setFaceShown(true);
    expect(cameras.asked, 'once').toHaveLength(asked + 1);
  });

  it.each(['never ran', 'gave way to another source'])('stays off where it %s', async (why) => {
    if (why !== 'never ran') await runCamera();
    session.setFaceShown(false);
    if (why !== 'never ran') session.chooseSource('drawn');
    const asked = cameras.asked.length;
    session.setFaceShown(true);
    expect(cameras.asked).toHaveLength(asked);
  });

  it('keeps its face while there is no engine, and goes on with the next one', async () => {
    await runCamera();
    await film(makeFaces([8, 50, 7]));
    engine = null;
    session.loseEngine();
    await film(makeFaces([8, 50, 9]));
    expect(readGray()).toBe(7);
    engine = new FakeEngine();
    // The next engine numbers its faces anew: the old number means nobody any more.
    await film(makeFaces([8, 20, 10], [0, 60, 11]));
    expect(readGray()).toBe(11);
  });

  it('is not read on a page that nobody sees', async () => {
    await runCamera();
    session.setPageHidden(true);
    await film(makeFaces([0, 50, 7]));
    expect(engine?.frames).toEqual([]);
  });
});

describe('a photo', () => {
  it('gives its first face, and another one if that is chosen', async () => {
    await choosePhoto('two.jpg', makeFaces([0, 30, 5], [1, 60, 6]));
    expect(state).toMatchObject({ source: 'photo', cropSource: 'photo', photoFace: 0 });
    expect(readGray()).toBe(5);
    session.choosePhotoFace(1);
    expect(readGray()).toBe(6);
    expect(engine?.withCrops).toEqual([true]);
    expect(engine?.photos).toHaveLength(1);
  });

  it('without a face leaves the one before it', async () => {
    await choosePhoto('nobody.jpg', makeFaces());
    expect(state).toMatchObject({ source: 'photo', cropSource: 'drawn', photo: { progress: { status: 'read' } } });
    expect(state.crop).toEqual(drawFace('happy'));
  });

  it('that cannot be opened is told, and the next one is read', async () => {
    session.openPhoto(new File(['x'], 'broken.jpg'));
    await settle();
    expect(state.photo?.progress).toMatchObject({ status: 'failed', problem: { code: 'unreadable-file' } });
    expect(state.cropSource).toBe('drawn');
    await choosePhoto('good.jpg', makeFaces([0, 30, 5]));
    expect(readGray()).toBe(5);
  });

  it('begins with its first face again when another one takes its place, which frees it', async () => {
    await choosePhoto('two.jpg', makeFaces([0, 30, 5], [1, 60, 6]));
    session.choosePhotoFace(1);
    await choosePhoto('other.jpg', makeFaces([0, 30, 15], [1, 60, 16]));
    expect(readGray()).toBe(15);
    expect(released).toEqual(['two.jpg']);
  });

  it('is there again when its source is chosen again, without being read again', async () => {
    await choosePhoto('one.jpg', makeFaces([0, 30, 5]));
    session.chooseSource('drawn');
    expect(state.crop).toEqual(drawFace('happy'));
    session.chooseSource('photo');
    expect(readGray()).toBe(5);
    expect(engine?.photos).toHaveLength(1);
  });

  it('is not looked at where another source was chosen while it was read', async () => {
    session.openPhoto(new File(['x'], 'slow.jpg'));
    await settle();
    session.chooseSource('drawn');
    engine?.photos[0]?.resolve(makeFaces([0, 30, 5]));
    await settle();
    expect(state.crop).toEqual(drawFace('happy'));
    session.chooseSource('photo');
    expect(readGray()).toBe(5);
  });

  it('waits for an engine, and is read by the next one where that is lost', async () => {
    engineReady = createPending();
    session.openPhoto(new File(['x'], 'one.jpg'));
    await settle();
    expect(state.photo?.progress.status).toBe('reading');
    engineReady.resolve(engine as FakeEngine);
    await settle();
    engine?.photos[0]?.reject(new EngineError('device-lost', 'it is gone'));
    await settle();
    engine?.photos[1]?.resolve(makeFaces([0, 30, 5]));
    await settle();
    expect(readGray()).toBe(5);
  });

  it('that the engine failed on is read again where that is wished', async () => {
    session.openPhoto(new File(['x'], 'one.jpg'));
    await settle();
    engine?.photos[0]?.reject(new EngineError('internal', 'out of memory'));
    await settle();
    expect(state.photo?.progress.status).toBe('failed');
    session.retryPhoto();
    await settle();
    engine?.photos[1]?.resolve(makeFaces([0, 30, 5]));
    await settle();
    expect(readGray()).toBe(5);
  });
});

it('lets the camera and the photo go when it is left', async () => {
  await choosePhoto('one.jpg', makeFaces([0, 30, 5]));
  const camera = await runCamera();
  session.dispose();
  expect(camera.stopped).toBe(true);
  expect(cameras.watched).toBe(false);
  expect(released).toEqual(['one.jpg']);
});
