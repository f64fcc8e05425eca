import { memory } from '@tensorflow/tfjs-core';
import { computeByPrior } from '../core/decision-rule.ts';
import { rowOf } from '../core/expressions.ts';
import { cropFace } from '../core/face-crop.ts';
import type { Picture } from '../core/picture.ts';
import { cropToGray, INPUT_PIXELS } from '../core/preprocess.ts';
import { trackFaces, type TrackedFace } from '../core/track-faces.ts';
import type { LoadedModel } from './load-model.ts';
import type { DetectedFace } from './merge-faces.ts';
import type { FaceDetector } from './face-detector.ts';
import { findFacesInFrame, findFacesInPhoto } from './find-faces.ts';
import type { Analysis } from './protocol.ts';

/** From pixels to readings, with the memory that video needs: who was where in the last frame. */
export class FrameAnalyser {
  readonly #detector: FaceDetector;
  #model: LoadedModel;
  #tracked: readonly TrackedFace[] = [];
  #nextId = 0;

  constructor(detector: FaceDetector, model: LoadedModel) {
    this.#detector = detector;
    this.#model = model;
  }

  /** The network that reads the faces. */
  get model(): LoadedModel {
    return this.#model;
  }

  /**
   * Reads the next frame of a video; faces keep their ids from frame to frame.
   *
   * @param startedAtMs when the work on it began, on the clock of `performance.now()`
   */
  async analyseFrame(image: Picture, startedAtMs: number): Promise<Analysis> {
    const faces = await findFacesInFrame(this.#detector, image);
    const boxes = faces.map((face) => face.box);
    const { ids, nextId } = trackFaces(this.#tracked, boxes, this.#nextId);
    this.#tracked = boxes.map((box, i) => ({ id: ids[i] as number, box }));
    this.#nextId = nextId;
    return this.#classifyFaces(image, faces, ids, startedAtMs);
  }

  /** Reads a picture that stands for itself; faces are numbered from left to right. */
  async analysePhoto(image: Picture, startedAtMs: number): Promise<Analysis> {
    const faces = await findFacesInPhoto(this.#detector, image);
    return this.#classifyFaces(image, faces, [...faces.keys()], startedAtMs);
  }

  /** Reads the faces of the next pictures with another network. */
  useModel(model: LoadedModel): void {
    this.#model = model;
  }

  /** Forgets the faces of the last frame; the numbers begin at 0 again. */
  resetTracking(): void {
    this.#tracked = [];
    this.#nextId = 0;
  }

  async #classifyFaces(
    image: Picture,
    faces: readonly DetectedFace[],
    ids: readonly number[],
    startedAtMs: number,
  ): Promise<Analysis> {
    const detectedAtMs = performance.now();
    const crops = new Uint8Array(faces.length * INPUT_PIXELS);
    const { name, classifier } = this.#model;
    const { crop, decisions } = classifier.manifest;
    faces.forEach(({ box }, i) => crops.set(cropToGray(image, cropFace(box, crop)), i * INPUT_PIXELS));
    const logits = await classifier.classify(crops);
    const endedAtMs = performance.now();
    return {
      width: image.width,
      height: image.height,
      faces: faces.map(({ box, score }, i) => ({
        id: ids[i] as number,
        box,
        score,
        probabilities: computeByPrior(rowOf(logits, i), decisions),
      })),
      model: name,
      timings: {
        detectMs: detectedAtMs - startedAtMs,
        classifyMs: endedAtMs - detectedAtMs,
        totalMs: endedAtMs - startedAtMs,
      },
      numTensors: memory().numTensors,
    };
  }
}
