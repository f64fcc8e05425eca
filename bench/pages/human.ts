import { Human } from '@vladmandic/human';
import { serveBench, wishedBackend } from './serve-bench.ts';

/**
 * Human with face detection and emotion only, as its documentation says for a choice of parts. Its caches, which answer
 * a frame like the last one with the last result, are off: every frame is really read.
 */
serveBench(async () => {
  const human = new Human({
    backend: wishedBackend,
    modelBasePath: 'models/human/',
    wasmPath: new URL('wasm/', document.baseURI).href,
    // Its cache of models is a database beside the browser's own; the others have only the latter.
    cacheModels: false,
    cacheSensitivity: 0,
    warmup: 'none',
    filter: { enabled: false },
    gesture: { enabled: false },
    face: {
      enabled: true,
      detector: { rotation: false, maxDetected: 16, skipFrames: 0, skipTime: 0 },
      mesh: { enabled: false },
      iris: { enabled: false },
      description: { enabled: false },
      antispoof: { enabled: false },
      liveness: { enabled: false },
      emotion: { enabled: true, skipFrames: 0, skipTime: 0 },
    },
    body: { enabled: false },
    hand: { enabled: false },
    object: { enabled: false },
    segmentation: { enabled: false },
  });
  await human.load();
  // It takes another one without a word where this one does not start.
  const { backend } = human.config;
  if (backend !== wishedBackend) throw new Error(`Human chose the backend ${backend} instead of ${wishedBackend}`);
  return {
    async read(canvas) {
      const { face, error } = await human.detect(canvas);
      if (error) throw new Error(error);
      return face.map(({ box: [x, y, width, height] }) => ({ x, y, width, height }));
    },
  };
});
