/** Why no camera picture can be had. */
export type CameraErrorCode =
  /** The page was not loaded over https or from localhost, so browsers hide the camera. */
  | 'insecure-context'
  /** The browser has no camera API. */
  | 'camera-unsupported'
  /** The visitor, the browser or the system said no. */
  | 'camera-denied'
  /** The page stands in another one that does not pass the camera on to it, or was told itself not to use it. */
  | 'camera-not-delegated'
  /** The server that sent the page forbids it the camera. */
  | 'camera-switched-off'
  /** Refused to a page within another one, in a browser that does not tell which of the two was meant. */
  | 'camera-denied-in-frame'
  | 'no-camera'
  /** The camera is there but does not start: most often another program holds it. */
  | 'camera-busy'
  /** The camera was running and stopped by itself: unplugged, or the permission was withdrawn. */
  | 'camera-lost'
  | 'camera-failed';

/** Thrown by `openCamera`. `detail` is what the browser said, for the technically minded. */
export class CameraError extends Error {
  readonly code: CameraErrorCode;
  readonly detail: string;

  constructor(code: CameraErrorCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'CameraError';
    this.code = code;
    this.detail = detail;
  }
}

/** A camera that the visitor can choose. */
export interface CameraChoice {
  readonly deviceId: string;
  /** As the system names it; empty before the first permission. */
  readonly label: string;
}

/** Which way a camera of a phone looks: at the visitor, or away. */
export type Facing = 'user' | 'environment';

/** The other way. */
export const OPPOSITE_FACING: Readonly<Record<Facing, Facing>> = { user: 'environment', environment: 'user' };

/** Which camera to open: this very one, or on a phone the one that looks this way. */
export type CameraWish = { readonly deviceId: string } | { readonly facing: Facing };

/** An open camera. Whoever opened it stops it. */
export interface Camera {
  readonly stream: MediaStream;
  readonly deviceId: string;
  /** Which way it looks; null where the system does not say, as of most webcams. */
  readonly facing: Facing | null;
  /** Stops the camera; its light goes out. May be called more than once. */
  stop(): void;
}

/** The detector looks at no more than this anyway, and every pixel more takes time in every frame. */
const WANTED_SIZE = { width: { ideal: 640 }, height: { ideal: 480 } };

/** What `getUserMedia` throws, by the name of the exception (W3C Media Capture and Streams, and Firefox). */
const CODE_OF_EXCEPTION: Readonly<Record<string, CameraErrorCode>> = {
  NotAllowedError: 'camera-denied',
  SecurityError: 'camera-denied',
  NotFoundError: 'no-camera',
  OverconstrainedError: 'no-camera',
  NotReadableError: 'camera-busy',
  AbortError: 'camera-busy',
};

/**
 * Opens a camera, asking the visitor for permission where that is not settled yet.
 *
 * @param wish a camera of `listCameras`, or the one that looks this way; null: at the visitor. Else any
 * @param onEnded called once if the camera stops by itself, not after `stop()`
 * @throws CameraError
 */
export async function openCamera(wish: CameraWish | null, onEnded: () => void): Promise<Camera> {
  const device = describeWish(wish ?? { facing: 'user' });
  let stream: MediaStream;
  try {
    stream = await requireMediaDevices().getUserMedia({ audio: false, video: { ...device, ...WANTED_SIZE } });
  } catch (error) {
    throw describeCameraError(error);
  }
  const [track] = stream.getVideoTracks();
  if (!track) throw new CameraError('camera-failed', 'the stream has no video track');
  // `stop()` on a track fires no 'ended' event: the event is always news.
  track.addEventListener('ended', onEnded, { once: true });
  const settings = track.getSettings();
  return {
    stream,
    deviceId: settings.deviceId ?? '',
    facing: readFacing(settings),
    stop: () => track.stop(),
  };
}

/**
 * The cameras of this device. Labels are only known after the first permission.
 *
 * @throws CameraError
 */
export async function listCameras(): Promise<CameraChoice[]> {
  const devices = await requireMediaDevices().enumerateDevices();
  return devices.filter((device) => device.kind === 'videoinput').map(({ deviceId, label }) => ({ deviceId, label }));
}

/** Whether a camera would open without asking the visitor; false where the browser does not tell. */
export async function isCameraAllowed(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: 'camera' });
    return state === 'granted';
  } catch {
    return false;
  }
}

/**
 * Tells when a camera is plugged in or out.
 *
 * @returns a function that ends the watch
 */
export function watchCameras(onChange: () => void): () => void {
  const mediaDevices = findMediaDevices();
  mediaDevices?.addEventListener('devicechange', onChange);
  return () => mediaDevices?.removeEventListener('devicechange', onChange);
}

/** A wish as a browser takes it. The way a camera looks is only asked for: a device without such a one gives another. */
function describeWish(wish: CameraWish): MediaTrackConstraints {
  return 'deviceId' in wish ? { deviceId: { exact: wish.deviceId } } : { facingMode: wish.facing };
}

function readFacing({ facingMode }: MediaTrackSettings): Facing | null {
  return facingMode === 'user' || facingMode === 'environment' ? facingMode : null;
}

/** Turns what `getUserMedia` threw into a `CameraError`. */
function describeCameraError(error: unknown): CameraError {
  if (error instanceof CameraError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const code = CODE_OF_EXCEPTION[name] ?? 'camera-failed';
  return new CameraError(code === 'camera-denied' ? explainRefusal() : code, `${name}: ${message}`);
}

/**
 * Who refused the camera: browsers throw the same, whether it was the visitor or a Permissions Policy, which nothing that
 * the visitor does can change. Chromium tells what the policy says; in others the camera of a page in a frame stays a guess.
 */
function explainRefusal(): CameraErrorCode {
  const isFramed = window.parent !== window;
  const isAllowed = (document as PolicyDocument).featurePolicy?.allowsFeature('camera');
  if (isAllowed === undefined) return isFramed ? 'camera-denied-in-frame' : 'camera-denied';
  if (isAllowed) return 'camera-denied';
  return isFramed ? 'camera-not-delegated' : 'camera-switched-off';
}

/** What Chromium's documents have, and TypeScript's types do not know. */
interface PolicyDocument {
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
}

function requireMediaDevices(): MediaDevices {
  const mediaDevices = findMediaDevices();
  if (mediaDevices) return mediaDevices;
  throw window.isSecureContext
    ? new CameraError('camera-unsupported', 'navigator.mediaDevices is missing')
    : new CameraError('insecure-context', `${location.origin} is not a secure origin`);
}

/** Typed as always there, but browsers leave it out of insecure pages, and old ones have none. */
function findMediaDevices(): MediaDevices | undefined {
  return (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
}
