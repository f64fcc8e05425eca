import { FRAME_SIZE, placeView, STILL, type FrameSource, type PlannedFrame } from '../frames/frame-plan.ts';

/**
 * Draws planned frames onto one canvas, the same pixels in every page. The canvas lies in main memory: reading it, which
 * all pipelines do, is fastest so.
 */
export class FrameCanvas {
  readonly canvas = Object.assign(document.createElement('canvas'), FRAME_SIZE);
  readonly #context = this.canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  /** The source of the last frame, since the next one usually has the same. */
  #loaded: { readonly path: string; readonly image: ImageBitmap | HTMLVideoElement } | null = null;

  /** @throws Error if the source cannot be loaded or decoded */
  async draw({ source, motion, seconds }: PlannedFrame): Promise<void> {
    if (this.#loaded?.path !== source.path) this.#loaded = { path: source.path, image: await load(source) };
    const { image } = this.#loaded;
    if (image instanceof HTMLVideoElement) await seek(image, seconds % image.duration);
    const [width, height] =
      image instanceof HTMLVideoElement ? [image.videoWidth, image.videoHeight] : [image.width, image.height];
    const region = source.region ?? { x: 0, y: 0, width, height };
    // A clip moves by itself.
    const view = placeView(region, source.kind === 'clip' ? STILL : motion);
    const scale = FRAME_SIZE.width / view.width;
    this.#context.clearRect(0, 0, FRAME_SIZE.width, FRAME_SIZE.height);
    this.#context.fillStyle = 'black';
    this.#context.fillRect(0, 0, FRAME_SIZE.width, FRAME_SIZE.height);
    this.#context.drawImage(image, -view.x * scale, -view.y * scale, width * scale, height * scale);
  }
}

/** @throws Error if it is no picture, or not there */
export async function loadPicture(path: string): Promise<ImageBitmap> {
  const response = await fetch(addressOf(path));
  return createImageBitmap(await response.blob()).catch((cause: unknown) => {
    throw new Error(`${path} is no picture that this browser can read`, { cause });
  });
}

function addressOf(path: string): string {
  return `/frames/${path.split('/').map(encodeURIComponent).join('/')}`;
}

async function load({ path, kind }: FrameSource): Promise<ImageBitmap | HTMLVideoElement> {
  if (kind === 'picture') return loadPicture(path);
  const url = addressOf(path);
  const video = Object.assign(document.createElement('video'), { src: url, muted: true, preload: 'auto' });
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = () => reject(new Error(`${path} is no clip that this browser can play`));
  });
  return video;
}

async function seek(video: HTMLVideoElement, seconds: number): Promise<void> {
  const arrived = new Promise((resolve, reject) => {
    video.onseeked = resolve;
    video.onerror = () => reject(new Error(`${video.src} cannot be shown at ${seconds} s`));
  });
  video.currentTime = seconds;
  await arrived;
}
