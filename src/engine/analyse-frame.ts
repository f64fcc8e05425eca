import { memory } from '@tensorflow/tfjs-core';
import { computeByPrior } from '../core/decision-rule.ts';
import { rowOf } from '../core/expressions.ts';
import { cropFace } from '../core/face-crop.ts';
import type { Picture } from '../core/picture.ts';
import { cropToGray, INPUT_PIXELS } from '../core/preprocess.ts';
import type { FaceDetector } from './detector/face-detector.ts';
import { findFacesInPhoto } from './detector/find-faces.ts';
import { LiveFaces } from './tracking/live-faces.ts';
import type { LoadedModel } from './classifier/load-model.ts';
import type { DetectedFace } from './detector/non-maximum-suppression.ts';
import { joinResults, readResult, releaseOnThrow } from './device/pending-result.ts';
import type { Analysis } from './link/protocol.ts';
import { yieldToMessages } from './link/yield-to-messages.ts';

/** From pixels to readings, with the memory that video needs: who was where in the last frame. */
export class FrameAnalyser {
  readonly #detector: FaceDetector;
  readonly #live: LiveFaces;
  #model: LoadedModel;

  constructor(detector: FaceDetector, model: LoadedModel) {
    this.#detector = detector;
    this.#live = new LiveFaces(detector);
    this.#model = model;
  }

  /** The network that reads the faces. */
  get model(): LoadedModel {
    return this.#model;
  }

  /**
   * Reads the next frame of a video; faces keep their ids from frame to frame.
   *
   * @param atMs when it came, in milliseconds of a clock that only goes forward
   * @param withCrops tells what the network read, too
   * @param signal ends the search for faces between two passes of the detector
   * @throws the signal's reason
   */
  async analyseFrame(picture: Picture, atMs: number, withCrops: boolean, signal: AbortSignal): Promise<Analysis> {
    const faces = await this.#live.find(picture, atMs, signal);
    signal.throwIfAborted();
    const model = this.#model;
    const crops = cutFaces(picture, faces, model);
    const logits = await this.#classifyAlongPass(picture, crops, model, atMs);
    const { wholeSize, wholeIntervalMs } = this.#live.planner;
    const wholePasses = { wholeSize, wholeIntervalMs };
    return { ...describe(picture, faces, logits, model), crops: withCrops ? crops : null, wholePasses };
  }

  /**
   * Reads a picture that stands for itself; faces are numbered from left to right.
   *
   * @param withCrops tells what the network read, too
   * @param signal ends the work between two passes of the networks
   * @throws the signal's reason
   */
  async analysePhoto(picture: Picture, withCrops: boolean, signal: AbortSignal): Promise<Analysis> {
    const found = await findFacesInPhoto(this.#detector, picture, signal);
    await yieldToMessages(signal);
    const faces = found.map((face, id) => ({ id, ...face }));
    const model = this.#model;
    const crops = cutFaces(picture, faces, model);
    const logits = faces.length > 0 ? await readResult(model.classifier.beginClassify(crops)) : new Float32Array();
    return { ...describe(picture, faces, logits, model), crops: withCrops ? crops : null, wholePasses: null };
  }

  /** Reads the faces of the next pictures with another network. */
  useModel(model: LoadedModel): void {
    this.#model = model;
  }

  /** Forgets the faces of the last frame; the numbers begin at 0 again. */
  resetTracking(): void {
    this.#live.reset();
  }

  /** The pass that is due goes along: one wait for the device, and what was seen counts from the next frame on. */
  async #classifyAlongPass(
    picture: Picture,
    crops: Uint8Array,
    model: LoadedModel,
    atMs: number,
  ): Promise<Float32Array> {
    if (crops.length === 0) return new Float32Array();
    const networksFromMs = performance.now();
    const classification = model.classifier.beginClassify(crops);
    const pass = releaseOnThrow(classification, () => this.#live.beginPass(picture, atMs));
    const [logits, seen] = pass
      ? await readResult(joinResults(classification, pass.pending))
      : [await readResult(classification), []];
    this.#live.planner.recordFrame(pass?.planned ?? null, performance.now() - networksFromMs, atMs);
    pass?.takeIn(seen);
    return logits;
  }
}

/** n x 48 x 48 gray bytes, as a network wants them. */
function cutFaces(
  picture: Picture,
  faces: readonly DetectedFace[],
  { classifier }: LoadedModel,
): Uint8Array<ArrayBuffer> {
  const crops = new Uint8Array(faces.length * INPUT_PIXELS);
  const { crop } = classifier.manifest;
  faces.forEach(({ box }, i) => crops.set(cropToGray(picture, cropFace(box, crop)), i * INPUT_PIXELS));
  return crops;
}

function describe(
  { width, height }: Picture,
  faces: readonly (DetectedFace & { readonly id: number })[],
  logits: Float32Array,
  { name, classifier }: LoadedModel,
): Omit<Analysis, 'crops' | 'wholePasses'> {
  return {
    width,
    height,
    faces: faces.map(({ id, box, score }, i) => ({
      id,
      box,
      score,
      probabilities: computeByPrior(rowOf(logits, i), classifier.manifest.decisions),
    })),
    model: name,
    numTensors: memory().numTensors,
  };
}
