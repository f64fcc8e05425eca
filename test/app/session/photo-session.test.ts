import { beforeEach, expect, it } from 'vitest';
import { PhotoSession, type PhotosState } from '../../../src/app/session/photo-session.ts';
import { PhotoError, type Photo } from '../../../src/capture/photo-file.ts';
import { EngineError, type Engine } from '../../../src/engine/engine-client.ts';
import { createPending, FakeEngine, makeAnalysis, settle, type Pending } from '../fake-engine.ts';

let engine: FakeEngine;
let engineReady: Pending<Engine>;
let opened: string[];
let released: string[];
let state: PhotosState;
let session: PhotoSession;

beforeEach(() => {
  engine = new FakeEngine();
  engineReady = createPending();
  engineReady.resolve(engine);
  opened = [];
  released = [];
  session = new PhotoSession({ openPhoto, waitForEngine: () => engineReady.promise }, (next) => (state = next));
});

function openPhoto(file: File): Promise<Photo> {
  opened.push(file.name);
  if (file.name === 'broken.jpg') return Promise.reject(new PhotoError('unreadable-file', 'truncated'));
  return Promise.resolve({
    original: { width: 4, height: 3 },
    bitmap: {} as ImageBitmap,
    previewUrl: `blob:${file.name}`,
    release: () => released.push(file.name),
  });
}

function makeFiles(...names: string[]): File[] {
  return names.map((name) => new File(['x'], name));
}

function statuses(): string[] {
  return state.items.map((item) => item.progress.status);
}

async function answerPhoto(index: number, faceCount = 1): Promise<void> {
  engine.photos[index]?.resolve(makeAnalysis(faceCount));
  await settle();
}

it('reads one photo after another', async () => {
  session.add(makeFiles('a.jpg', 'b.jpg'));
  await settle();
  expect(statuses()).toEqual(['reading', 'queued']);
  expect(opened).toEqual(['a.jpg']);
  await answerPhoto(0);
  expect(statuses()).toEqual(['read', 'reading']);
  await answerPhoto(1);
  expect(statuses()).toEqual(['read', 'read']);
});

it('loses nothing to a broken file among the others', async () => {
  session.add(makeFiles('a.jpg', 'broken.jpg', 'c.jpg'));
  await settle();
  await answerPhoto(0);
  await answerPhoto(1, 2);
  expect(statuses()).toEqual(['read', 'failed', 'read']);
  expect(state.items[1]?.progress).toMatchObject({ photo: null, problem: { code: 'unreadable-file' } });
  expect(state.items[2]?.progress).toMatchObject({ analysis: { faces: { length: 2 } } });
});

it('keeps a photo on show and waits while the engine is not ready', async () => {
  engineReady = createPending();
  session.add(makeFiles('a.jpg'));
  await settle();
  expect(state.items[0]?.progress).toMatchObject({ status: 'reading', photo: { previewUrl: 'blob:a.jpg' } });
  engineReady.resolve(engine);
  await settle();
  await answerPhoto(0);
  expect(statuses()).toEqual(['read']);
});

it('adds a second drop to the first and selects its first photo', async () => {
  session.add(makeFiles('a.jpg', 'b.jpg'));
  session.add(makeFiles('c.jpg'));
  await settle();
  expect(state.items.map((item) => item.file.name)).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
  expect(state.selectedId).toBe(state.items[2]?.id);
  expect(opened).toEqual(['a.jpg']);
});

it('reads the selected photo before the others that wait', async () => {
  session.add(makeFiles('a.jpg', 'b.jpg', 'c.jpg'));
  await settle();
  session.select(state.items[2]?.id ?? -1);
  await answerPhoto(0);
  expect(statuses()).toEqual(['read', 'queued', 'reading']);
});

it('ignores the selection of a photo that is not there', async () => {
  session.add(makeFiles('a.jpg'));
  session.select(99);
  await settle();
  expect(state.selectedId).toBe(0);
});

it('keeps the picture when the engine fails, and reads it again on request', async () => {
  session.add(makeFiles('a.jpg', 'broken.jpg'));
  await settle();
  engine.photos[0]?.reject(new EngineError('internal', 'out of memory'));
  await settle();
  expect(state.items[0]?.progress).toMatchObject({
    status: 'failed',
    photo: { previewUrl: 'blob:a.jpg' },
    problem: { code: 'internal', detail: 'out of memory' },
  });
  session.retry();
  await settle();
  expect(released).toEqual(['a.jpg']);
  await answerPhoto(1);
  expect(statuses()).toEqual(['read', 'failed']);
  expect(opened).toEqual(['a.jpg', 'broken.jpg', 'a.jpg']);
});

it('reads a photo again by the next engine when the one that had it is lost', async () => {
  session.add(makeFiles('a.jpg', 'b.jpg'));
  await settle();
  await answerPhoto(0);
  const lost = engine;
  engine = new FakeEngine();
  engineReady = createPending();
  lost.photos[1]?.reject(new EngineError('device-lost', 'it is gone'));
  await settle();
  expect(statuses()).toEqual(['read', 'reading']);
  expect(released).toEqual(['b.jpg']); // its bitmap went with the engine
  engineReady.resolve(engine);
  await settle();
  await answerPhoto(0, 3);
  expect(state.items[1]?.progress).toMatchObject({ status: 'read', analysis: { faces: { length: 3 } } });
});

it('lets a photo that took two engines down fail, and reads the others', async () => {
  session.add(makeFiles('a.jpg', 'b.jpg'));
  await settle();
  const loss = new EngineError('worker-stopped', 'out of memory');
  engine.photos[0]?.reject(loss);
  await settle();
  engine.photos[1]?.reject(loss);
  await settle();
  expect(state.items[0]?.progress).toMatchObject({ status: 'failed', problem: { code: 'worker-stopped' } });
  await answerPhoto(2);
  expect(statuses()).toEqual(['failed', 'read']);
  session.retry();
  await settle();
  engine.photos[3]?.reject(loss);
  await settle();
  expect(statuses()).toEqual(['reading', 'read']); // the visitor's wish counts afresh
});

it('lets go of every picture when disposed, and says nothing more', async () => {
  session.add(makeFiles('a.jpg', 'b.jpg', 'c.jpg'));
  await settle();
  await answerPhoto(0);
  const last = state;
  session.dispose();
  expect(engine.cancelled).toBe(1);
  await answerPhoto(1);
  expect(released).toEqual(['a.jpg', 'b.jpg']);
  expect(opened).toEqual(['a.jpg', 'b.jpg']);
  expect(state).toBe(last);
});

it('lets go of a picture that opens after it was disposed', async () => {
  session.add(makeFiles('a.jpg'));
  session.dispose();
  await settle();
  expect(released).toEqual(['a.jpg']);
  expect(engine.photos).toHaveLength(0);
});
