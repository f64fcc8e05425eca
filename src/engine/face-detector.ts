import { tensor3d } from '@tensorflow/tfjs-core';
import { env, TinyFaceDetector, type TNetInput } from '@vladmandic/face-api/dist/face-api.esm-nobundle.js';
import type { Box } from '../core/box.ts';
import type { SquareCrop } from '../core/face-crop.ts';
import type { RgbaImage } from '../core/preprocess.ts';
import { describeError, EngineError } from './engine-error.ts';
import { sampleSquare } from './sample-square.ts';

/** A face that the detector saw. */
export interface DetectedFace {
  /** In pixels of the picture; it may reach past the picture's edges. */
  readonly box: Box;
  /** 0..1 */
  readonly score: number;
}

/** One look of the detector at a picture. */
export interface DetectorLook {
  /** The region to look at, in pixels of the picture; black where it reaches past the edges. */
  readonly square: SquareCrop;
  /** Side in pixels to which the region is scaled, a multiple of 32. */
  readonly inputSize: number;
  /** Faces of a lower score are left out, 0..1 exclusive. */
  readonly minScore: number;
}

export interface FaceDetector {
  /** The faces in one region of a picture, overlapping boxes already merged. */
  detectFaces(image: RgbaImage, look: DetectorLook): Promise<DetectedFace[]>;
}

/**
 * Loads face-api's tiny face detector onto the current tfjs backend.
 *
 * @param folderUrl where its manifest and weights are
 * @throws EngineError 'detector-missing'
 */
export async function loadFaceDetector(folderUrl: string): Promise<FaceDetector> {
  describeSurroundings();
  const network = new TinyFaceDetector();
  try {
    await network.loadFromUri(folderUrl);
  } catch (error) {
    throw new EngineError('detector-missing', `${folderUrl}: ${describeError(error)}`, { cause: error });
  }
  return {
    async detectFaces(image, { square, inputSize, minScore }) {
      const pixels = tensor3d(sampleSquare(image, square, inputSize), [inputSize, inputSize, 3]);
      try {
        // face-api declares its own copy of tfjs's types; at run time there is one tfjs.
        const input = pixels as unknown as TNetInput;
        const found = await network.locateFaces(input, { inputSize, scoreThreshold: minScore });
        const scale = square.side / inputSize;
        return found.map(({ box, score }) => ({
          box: {
            x: square.x + box.x * scale,
            y: square.y + box.y * scale,
            width: box.width * scale,
            height: box.height * scale,
          },
          score,
        }));
      } finally {
        pixels.dispose();
      }
    },
  };
}

/** face-api looks for a page or for Node around it and finds neither in a worker, so it is told what there is. */
function describeSurroundings(): void {
  const refuse = (): never => {
    throw new Error('face-api is given tensors: it needs no elements and no files');
  };
  env.setEnv({
    // It asks whether its input is one of these: never, it is a tensor.
    Canvas: OffscreenCanvas as unknown as typeof HTMLCanvasElement,
    CanvasRenderingContext2D: OffscreenCanvasRenderingContext2D as unknown as typeof CanvasRenderingContext2D,
    Image: ImageBitmap as unknown as typeof HTMLImageElement,
    ImageData,
    Video: ImageBitmap as unknown as typeof HTMLVideoElement,
    createCanvasElement: refuse,
    createImageElement: refuse,
    createVideoElement: refuse,
    readFile: refuse,
    fetch: (url, init) => fetch(url, init),
  });
}
