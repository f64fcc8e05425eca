import { env, TinyFaceDetector } from '@vladmandic/face-api/dist/face-api.esm-nobundle.js';
import type { SquareCrop } from '../../core/face-crop.ts';
import type { Picture } from '../../core/picture.ts';
import { CELL_SIZE, decodeFaces } from './decode-faces.ts';
import { createDetectorPass, type DetectorPass } from './create-detector-pass.ts';
import type { DetectorParams } from './detector-network.ts';
import { describeError, EngineError } from '../link/engine-error.ts';
import { suppressNonMaxima, type DetectedFace } from './non-maximum-suppression.ts';
import type { PendingResult } from '../device/pending-result.ts';
import type { NetworkKernels } from '../link/protocol.ts';
import type { FetchFile } from '../link/fetch-model-file.ts';

/** What a pass of the detector is to see. */
export interface PassRequest {
  /** The regions, in pixels of the picture; black where they reach past the edges. */
  readonly squares: readonly SquareCrop[];
  /** Side in pixels to which each region is scaled, a multiple of 32. */
  readonly inputSize: number;
  /** Faces of a lower score are left out, 0..1 exclusive. */
  readonly minScore: number;
}

export interface FaceDetector {
  /** tfjs's, too, from the first pass on for which memory was short. */
  readonly kernels: NetworkKernels;
  /**
   * Begins a pass and does not wait for it. All regions share one pass: take no more than a device has memory for.
   *
   * @returns the faces in each region, best first, overlapping boxes already merged
   */
  beginPass(picture: Picture, request: PassRequest): PendingResult<DetectedFace[][]>;
}

/**
 * Loads face-api's tiny face detector onto the current tfjs backend.
 *
 * @param folderUrl where its manifest and weights are
 * @throws EngineError 'detector-missing'
 */
export async function loadFaceDetector(folderUrl: string, fetchFile: FetchFile): Promise<FaceDetector> {
  describeEnvironment(fetchFile);
  const network = new TinyFaceDetector();
  try {
    await network.loadFromUri(folderUrl);
  } catch (error) {
    throw new EngineError('detector-missing', `${folderUrl}: ${describeError(error)}`, { cause: error });
  }
  // face-api declares its own copy of tfjs's types; at run time there is one tfjs.
  const pass = await createDetectorPass(network.params as unknown as DetectorParams);
  return {
    get kernels() {
      return pass.kernels;
    },
    beginPass: (picture, request) => beginPass(pass.run, picture, request),
  };
}

function beginPass(
  run: DetectorPass,
  picture: Picture,
  { squares, inputSize, minScore }: PassRequest,
): PendingResult<DetectedFace[][]> {
  const pending = run(picture, squares, inputSize);
  return {
    ...pending,
    decode(values) {
      const outputs = pending.decode(values);
      return squares.map((square, i) => placeFaces(outputs[i] as Float32Array, square, inputSize, minScore));
    },
  };
}

/** The faces of one square, in pixels of the picture. */
function placeFaces(output: Float32Array, square: SquareCrop, inputSize: number, minScore: number): DetectedFace[] {
  const scale = square.side / inputSize;
  return suppressNonMaxima(decodeFaces(output, inputSize / CELL_SIZE, minScore)).map(({ box, score }) => ({
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
function describeEnvironment(fetchFile: FetchFile): void {
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
    fetch: fetchFile,
  });
}
