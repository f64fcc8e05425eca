import { tensor4d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import { env, TinyFaceDetector } from '@vladmandic/face-api/dist/face-api.esm-nobundle.js';
import type { SquareCrop } from '../core/face-crop.ts';
import type { Picture } from '../core/picture.ts';
import { planBatches } from './batches.ts';
import { CELL_SIZE, decodeFaces } from './decode-faces.ts';
import { fuseDetector, type DetectorParams } from './detector-network.ts';
import { describeError, EngineError } from './engine-error.ts';
import { mergeFaces, type DetectedFace } from './merge-faces.ts';
import { sampleSquare } from './sample-square.ts';

/** What the detector is asked to look at. */
export interface DetectorLook {
  /** The regions, in pixels of the picture; black where they reach past the edges. */
  readonly squares: readonly SquareCrop[];
  /** Side in pixels to which each region is scaled, a multiple of 32. */
  readonly inputSize: number;
  /** Faces of a lower score are left out, 0..1 exclusive. */
  readonly minScore: number;
}

export interface FaceDetector {
  /** The faces in each region of a picture, overlapping boxes already merged. The regions share one pass. */
  detectFaces(image: Picture, look: DetectorLook): Promise<DetectedFace[][]>;
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
  // face-api declares its own copy of tfjs's types; at run time there is one tfjs.
  const run = await fuseDetector(network.params as unknown as DetectorParams);
  return {
    async detectFaces(image, { squares, inputSize, minScore }) {
      const faces: DetectedFace[][] = [];
      for (const size of planBatches(squares.length)) {
        const part = squares.slice(faces.length, faces.length + size);
        const outputs = await runOnSquares(run, image, part, inputSize, size);
        faces.push(...part.map((square, i) => placeFaces(outputs[i] as Float32Array, square, inputSize, minScore)));
      }
      return faces;
    },
  };
}

/** The network's output for each square, in one pass of `batchSize` pictures; those to spare are black. */
async function runOnSquares(
  run: (pictures: Tensor4D) => Tensor4D,
  image: Picture,
  squares: readonly SquareCrop[],
  inputSize: number,
  batchSize: number,
): Promise<Float32Array[]> {
  const valuesEach = inputSize * inputSize * 3;
  const input = new Float32Array(batchSize * valuesEach);
  squares.forEach((square, i) => sampleSquare(image, square, inputSize, input, i * valuesEach));
  const output = tidy(() => run(tensor4d(input, [batchSize, inputSize, inputSize, 3])));
  try {
    const values = await output.data<'float32'>();
    const outputsEach = values.length / batchSize;
    return squares.map((_, i) => values.subarray(i * outputsEach, (i + 1) * outputsEach));
  } finally {
    output.dispose();
  }
}

/** The faces of one square, in pixels of the picture. */
function placeFaces(output: Float32Array, square: SquareCrop, inputSize: number, minScore: number): DetectedFace[] {
  const scale = square.side / inputSize;
  return mergeFaces(decodeFaces(output, inputSize / CELL_SIZE, minScore)).map(({ box, score }) => ({
    box: {
      x: square.x + box.x * scale,
      y: square.y + box.y * scale,
      width: box.width * scale,
      height: box.height * scale,
    },
    score,
  }));
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
