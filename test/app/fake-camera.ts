import type { Camera, CameraWish, Facing } from '../../src/capture/camera.ts';
import type { CapturedFrame } from '../../src/capture/video-frames.ts';
import { createPending, type Pending } from './fake-engine.ts';

/** A camera that tells whether it still runs. */
export interface FakeCamera extends Camera {
  readonly stopped: boolean;
}

export function makeCamera(deviceId: string, facing: Facing | null = null): FakeCamera {
  let stopped = false;
  return {
    stream: {} as MediaStream,
    deviceId,
    facing,
    get stopped() {
      return stopped;
    },
    stop: () => {
      stopped = true;
    },
  };
}

/** Cameras that open when the test says so. */
export class FakeCameras {
  readonly asked: { wish: CameraWish | null; onEnded: () => void; opening: Pending<Camera> }[] = [];
  allowed = false;
  plugIn: () => void = () => undefined;
  watched = true;

  readonly openCamera = (wish: CameraWish | null, onEnded: () => void): Promise<Camera> => {
    const opening = createPending<Camera>();
    this.asked.push({ wish, onEnded, opening });
    return opening.promise;
  };

  readonly isCameraAllowed = () => Promise.resolve(this.allowed);

  readonly listCameras = () =>
    Promise.resolve([
      { deviceId: 'front', label: 'Front' },
      { deviceId: 'back', label: 'Back' },
    ]);

  readonly watchCameras = (onChange: () => void) => {
    this.plugIn = onChange;
    return () => {
      this.watched = false;
    };
  };
}

/** A frame that tells whether it was closed. */
export interface FakeFrame {
  closed: boolean;
  readonly capture: () => Promise<CapturedFrame>;
}

export function makeFrame(): FakeFrame {
  const frame: FakeFrame = {
    closed: false,
    capture: () =>
      Promise.resolve({
        close: () => {
          frame.closed = true;
        },
      } as unknown as CapturedFrame),
  };
  return frame;
}
