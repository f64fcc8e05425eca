import type { SquareCrop } from '../../src/core/face-crop.ts';
import type { Picture } from '../../src/core/picture.ts';
import { cropToGray } from '../../src/core/preprocess.ts';
import { copyPlanes } from '../../src/engine/pixels/copy-planes.ts';
import { drawPixels } from '../../src/engine/pixels/draw-pixels.ts';
import { sampleSquare } from '../../src/engine/pixels/sample-square.ts';

// Runs in the page: frame-planes.browser.test.ts bundles it.

/** How far what was copied is from what was drawn, in gray levels or levels of a colour: means over all values. */
export interface Difference {
  readonly crop: number;
  readonly pass: number;
  readonly refinement: number;
}

declare global {
  interface Window {
    compareReadings: { compareCameraFrames: typeof compareCameraFrames; compareMadeFrames: typeof compareMadeFrames };
  }
}

/** Compares frames of the camera. */
async function compareCameraFrames(count: number, face: SquareCrop): Promise<Difference[]> {
  const video = document.createElement('video');
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  await video.play();
  const differences: Difference[] = [];
  while (differences.length < count) {
    await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    differences.push(await compare(new VideoFrame(video), face));
  }
  return differences;
}

/** Compares frames of waves in all colours, of each format, matrix and range, cut off on two sides. */
async function compareMadeFrames(): Promise<Record<string, Difference>> {
  const differences: Record<string, Difference> = {};
  for (const format of ['I420', 'NV12', 'I422', 'I444'] as const) {
    for (const matrix of ['smpte170m', 'bt709'] as const) {
      for (const fullRange of [false, true]) {
        const size = { codedWidth: 320, codedHeight: 240 };
        const whole = new VideoFrame(makeWaves(format), {
          ...size,
          format,
          timestamp: 0,
          colorSpace: { matrix, fullRange },
        });
        const cut = new VideoFrame(whole, { visibleRect: { x: 20, y: 30, width: 280, height: 200 } });
        whole.close();
        differences[`${format} ${matrix} ${fullRange ? 'full' : 'limited'}`] = await compare(cut, {
          x: 70.5,
          y: 40.25,
          side: 130.75,
        });
      }
    }
  }
  return differences;
}

/** Soft waves in bytes that are colours of a screen by any matrix and range. */
function makeWaves(format: 'I420' | 'NV12' | 'I422' | 'I444'): Uint8Array<ArrayBuffer> {
  const [width, height] = [320, 240];
  const [columns, rows] = [format === 'I444' ? width : width / 2, format === 'I420' || format === 'NV12' ? 120 : 240];
  const data = new Uint8Array(width * height + 2 * columns * rows);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[y * width + x] = 126 + 40 * Math.sin(x / 9) * Math.cos(y / 7);
  }
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [u, v] = [128 + 25 * Math.sin((x + y) / 40), 128 + 25 * Math.cos((x - y) / 35)];
      const pixel = y * columns + x;
      data[width * height + (format === 'NV12' ? 2 * pixel : pixel)] = u;
      data[width * height + (format === 'NV12' ? 2 * pixel + 1 : columns * rows + pixel)] = v;
    }
  }
  return data;
}

/** Closes the frame. */
async function compare(frame: VideoFrame, face: SquareCrop): Promise<Difference> {
  const { displayWidth: width, displayHeight: height } = frame;
  const copied = await copyPlanes(frame);
  const drawn = drawPixels(frame, width, height);
  frame.close();
  if (!copied) throw new Error('the planes were not copied');
  const pass = (picture: Picture, square: SquareCrop, size: number) => {
    const samples = new Float32Array(size * size * 3);
    sampleSquare(picture, square, size, samples);
    return samples;
  };
  const whole = { x: 0, y: 0, side: Math.max(width, height) };
  return {
    crop: computeMeanDifference(cropToGray(copied, face), cropToGray(drawn, face)),
    pass: computeMeanDifference(pass(copied, whole, 320), pass(drawn, whole, 320)),
    refinement: computeMeanDifference(pass(copied, face, 224), pass(drawn, face, 224)),
  };
}

function computeMeanDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] as number) - (b[i] as number));
  return sum / a.length;
}

window.compareReadings = { compareCameraFrames, compareMadeFrames };
