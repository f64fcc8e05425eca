import type { CameraWish } from '../../capture/camera.ts';
import type { Capture } from '../../capture/video-frames.ts';
import { drawFace } from '../../core/draw-face.ts';
import type { Expression } from '../../core/expressions.ts';
import { INPUT_PIXELS } from '../../core/preprocess.ts';
import type { Analysis, FaceReading } from '../../engine/link/protocol.ts';
import { LiveSession, type LiveDependencies, type LiveState } from './live-session.ts';
import { PhotoSession, type PhotoDependencies, type PhotoItem } from './photo-session.ts';

/** Where the face comes from. */
export const FACE_SOURCES = ['drawn', 'camera', 'photo'] as const;
export type FaceSource = (typeof FACE_SOURCES)[number];

/** What the place `inside` is looking at. */
export interface InsideState {
  /** The source that the visitor chose. It may have no face yet, or none at all. */
  readonly source: FaceSource;
  /** The last face there was: 48x48 gray bytes, a new array for each new picture. Another source takes its place only once it has one. */
  readonly crop: Uint8Array<ArrayBuffer>;
  /** Where that face is from. */
  readonly cropSource: FaceSource;
  /** What the drawn face shows. */
  readonly expression: Expression;
  /** Off, unless the camera is the source. */
  readonly live: LiveState;
  /** The photo that came last; null before the first. */
  readonly photo: PhotoItem | null;
  /** Which of the photo's faces is looked at: 0, 1, 2 ... from left to right. */
  readonly photoFace: number;
}

/** What a visit needs from outside. */
export interface InsideDependencies extends LiveDependencies, PhotoDependencies {}

/** What is asked of the engine beside its readings. */
const WISH = { withCrops: true } as const;

const FIRST_EXPRESSION: Expression = 'happy';

/**
 * One face to look at, be it drawn, filmed or photographed. The camera and the photo are read as in their own places, by
 * the same sessions; a camera opens only where `openCamera` says so.
 */
export class InsideSession {
  readonly #dependencies: InsideDependencies;
  readonly #onChange: (state: InsideState) => void;
  readonly #live: LiveSession;
  #photos: PhotoSession | null = null;
  /** The face of the video that is looked at, for as long as it is there. */
  #faceId: number | null = null;
  /** The camera that ran when the face was last not shown any more. */
  #resumes: CameraWish | null = null;
  /** Whose crop was taken last: an analysis stays in the state while other things change. */
  #taken: Analysis | null = null;
  #state: InsideState;

  constructor(dependencies: InsideDependencies, onChange: (state: InsideState) => void) {
    this.#dependencies = dependencies;
    this.#onChange = onChange;
    this.#live = new LiveSession(dependencies, (live) => this.#followVideo(live), WISH);
    this.#state = {
      source: 'drawn',
      crop: drawFace(FIRST_EXPRESSION),
      cropSource: 'drawn',
      expression: FIRST_EXPRESSION,
      live: this.#live.state,
      photo: null,
      photoFace: 0,
    };
  }

  get state(): InsideState {
    return this.#state;
  }

  /** Looks at another source; the camera that is not looked at any more is switched off. */
  chooseSource(source: FaceSource): void {
    if (source === this.#state.source) return;
    this.#update({ source });
    if (source !== 'camera') this.#stopCamera();
    if (source === 'drawn') this.#look('drawn', drawFace(this.#state.expression));
    else if (source === 'photo') this.#lookAtPhoto();
  }

  /** Draws a face that shows this. */
  draw(expression: Expression): void {
    this.chooseSource('drawn');
    this.#update({ expression });
    this.#look('drawn', drawFace(expression));
  }

  /** Opens a camera (null: the default one); the first face in it that is read is looked at. */
  async openCamera(wish: CameraWish | null): Promise<void> {
    this.chooseSource('camera');
    await this.#live.open(wish);
  }

  /**
   * Says whether the face is shown at all. Where it is not the camera is off, for nothing on show would tell of it; the one
   * that ran goes on once the face is shown again.
   */
  setFaceShown(isShown: boolean): void {
    if (!isShown) {
      const { live } = this.#state;
      if (live.status === 'running') this.#resumes = { deviceId: live.camera.deviceId };
      this.#stopCamera();
    } else if (this.#resumes) {
      const wish = this.#resumes;
      this.#resumes = null;
      if (this.#state.source === 'camera') void this.#live.open(wish);
    }
  }

  /** See `LiveSession.offerFrame`. */
  async offerFrame(capture: Capture): Promise<void> {
    await this.#live.offerFrame(capture);
  }

  /** Holds the face of the video as it is, or lets it go on. */
  toggleFreeze(): void {
    this.#live.togglePause();
  }

  /** Looks at a face of this photo, once it is read: the first from the left. */
  openPhoto(file: File): void {
    this.chooseSource('photo');
    this.#photos?.dispose();
    this.#photos = new PhotoSession(this.#dependencies, (photos) => this.#followPhoto(photos.items[0] ?? null), WISH);
    this.#update({ photoFace: 0 });
    this.#photos.add([file]);
  }

  /** Looks at another face of the photo: 0, 1, 2 ... from left to right. */
  choosePhotoFace(photoFace: number): void {
    this.#update({ photoFace });
    this.#lookAtPhoto();
  }

  /** Reads the photo again that the engine failed on. */
  retryPhoto(): void {
    this.#photos?.retry();
  }

  /** See `LiveSession.setPageHidden`. */
  setPageHidden(hidden: boolean): void {
    this.#live.setPageHidden(hidden);
  }

  /** See `LiveSession.loseEngine`. */
  loseEngine(): void {
    this.#live.loseEngine();
  }

  /** Stops the camera and frees the photo. The session says nothing more. */
  dispose(): void {
    this.#live.dispose();
    this.#photos?.dispose();
  }

  /** The camera's last face stays until another one takes its place. */
  #stopCamera(): void {
    if (this.#live.state.status !== 'off') this.#live.stop();
  }

  #followVideo(live: LiveState): void {
    this.#update({ live });
    const analysis = live.status === 'running' ? live.analysis : null;
    // The numbers of the faces begin anew with another camera, and with another engine.
    if (!analysis) this.#faceId = null;
    if (!analysis || analysis === this.#taken || (live.status === 'running' && live.paused)) return;
    this.#taken = analysis;
    const index = chooseFace(analysis.faces, this.#faceId);
    this.#faceId = analysis.faces[index]?.id ?? null;
    const crop = cutCrop(analysis, index);
    if (crop) this.#look('camera', crop);
  }

  #followPhoto(photo: PhotoItem | null): void {
    const wasRead = this.#state.photo?.progress.status === 'read';
    this.#update({ photo });
    if (photo?.progress.status === 'read' && !wasRead) this.#lookAtPhoto();
  }

  #lookAtPhoto(): void {
    const { source, photo, photoFace } = this.#state;
    if (source !== 'photo' || photo?.progress.status !== 'read') return;
    const crop = cutCrop(photo.progress.analysis, photoFace);
    if (crop) this.#look('photo', crop);
  }

  #look(cropSource: FaceSource, crop: Uint8Array<ArrayBuffer>): void {
    this.#update({ cropSource, crop });
  }

  #update(part: Partial<InsideState>): void {
    this.#state = { ...this.#state, ...part };
    this.#onChange(this.#state);
  }
}

/**
 * The place in the list of the face that is looked at: the same one as before, or the largest.
 *
 * @param id of the one before; null: there was none
 * @returns -1 if there are no faces
 */
function chooseFace(faces: readonly FaceReading[], id: number | null): number {
  const same = faces.findIndex((face) => face.id === id);
  if (same >= 0) return same;
  const areas = faces.map(({ box }) => box.width * box.height);
  return areas.indexOf(Math.max(...areas));
}

/**
 * A copy of one of the crops that the network read.
 *
 * @param index 0, 1, 2 ... in the order of the faces
 * @returns null where there is no such face
 */
export function cutCrop({ crops, faces }: Analysis, index: number): Uint8Array<ArrayBuffer> | null {
  if (!crops || !(index in faces)) return null;
  return crops.slice(index * INPUT_PIXELS, (index + 1) * INPUT_PIXELS);
}
