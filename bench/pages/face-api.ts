import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainBinaryUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdBinaryUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedBinaryUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import '@tensorflow/tfjs-backend-webgpu';
import { detectAllFaces, nets, TinyFaceDetectorOptions } from '@vladmandic/face-api/dist/face-api.esm-nobundle.js';
import { multiplyMatrices } from '../multiply-matrices.ts';
import { serveBench, wishedBackend, wishes } from './serve-bench.ts';

/**
 * face-api as its documentation says: its fastest detector and its expression network, on the same tfjs and backend.
 * The build without a tfjs of its own, since the other has no WebGPU.
 */
serveBench(
  async () => {
    setWasmPaths({
      'tfjs-backend-wasm.wasm': plainBinaryUrl,
      'tfjs-backend-wasm-simd.wasm': simdBinaryUrl,
      'tfjs-backend-wasm-threaded-simd.wasm': threadedBinaryUrl,
    });
    if (!(await tf.setBackend(wishedBackend))) throw new Error(`the backend ${wishedBackend} did not start`);
    await tf.ready();
    await Promise.all([
      nets.tinyFaceDetector.loadFromUri('models/face-api'),
      nets.faceExpressionNet.loadFromUri('models/face-api'),
    ]);
    const options = new TinyFaceDetectorOptions({ inputSize: Number(wishes.get('inputSize')), scoreThreshold: 0.5 });
    return {
      async read(canvas) {
        const faces = await detectAllFaces(canvas, options).withFaceExpressions();
        return faces.map(({ detection: { box } }) => ({ x: box.x, y: box.y, width: box.width, height: box.height }));
      },
    };
  },
  (started) => ({
    async multiply(size) {
      await started;
      return multiplyMatrices(size);
    },
  }),
);
