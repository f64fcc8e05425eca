import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import { startEngine } from '../../src/engine/engine-client.ts';
import { loadPicture } from './frame-canvas.ts';
import { serveBench, wishedBackend, type Pipeline } from './serve-bench.ts';

/** Mien as its own page runs it: frames of a video go to the engine's worker, and faces are followed. */
serveBench(
  async () => {
    const engine = await startEngine({ baseUrl: '../../', forcedBackend: wishedBackend });
    let timestamp = 0;
    const pipeline: Pipeline & { engine: typeof engine } = {
      engine,
      beginVideo: () => engine.resetTracking(),
      async read(canvas) {
        // Taking the frame counts as well, though the page gets it from the camera for less.
        const { faces } = await engine.analyseFrame(new VideoFrame(canvas, { timestamp: timestamp++ }));
        return faces.map(({ box }) => box);
      },
    };
    return pipeline;
  },
  (started) => ({
    async macs() {
      const { engine } = await started;
      return engine.description.model.manifest.macs;
    },
    async readPhoto(path) {
      const { engine } = await started;
      const { faces } = await engine.analysePhoto(await loadPicture(path));
      return faces.map(({ box }) => box);
    },
    async classify(faces) {
      const { engine } = await started;
      const crops = new Uint8Array(faces * INPUT_PIXELS).fill(128);
      const begin = performance.now();
      await engine.classifyCrops(crops);
      return performance.now() - begin;
    },
  }),
);
