import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import sharp from 'sharp';
import type { Box } from '../../src/core/box.ts';
import { cropFace } from '../../src/core/face-crop.ts';
import { viewRgba } from '../../src/core/picture.ts';
import { cropToGray } from '../../src/core/preprocess.ts';

// Pictures for the browser tests, made when they run from the demo pictures inside @vladmandic/face-api: this
// repository holds no picture of a person. The boxes were marked by hand, from hairline to chin and ear to ear.

/** A picture and the faces on it, left to right, in its pixels. */
export interface MarkedPicture {
  readonly width: number;
  readonly height: number;
  readonly faces: readonly MarkedFace[];
}

/** `smiles`: so broadly that any reader of expressions should say happy. */
export interface MarkedFace {
  readonly box: Box;
  readonly smiles: boolean;
}

/** Four women in front of a window, 1920x1537: the photo for uploads. */
export const GROUP: MarkedPicture = {
  width: 1920,
  height: 1537,
  faces: [
    { box: { x: 240, y: 480, width: 228, height: 270 }, smiles: false },
    { box: { x: 666, y: 330, width: 180, height: 310 }, smiles: true },
    { box: { x: 1170, y: 290, width: 195, height: 300 }, smiles: false },
    { box: { x: 1474, y: 250, width: 226, height: 314 }, smiles: false },
  ],
};

/** Three women on a sofa, 640x480: what the fake camera sees. */
export const CAMERA: MarkedPicture = {
  width: 640,
  height: 480,
  faces: [
    { box: { x: 48, y: 112, width: 94, height: 128 }, smiles: false },
    { box: { x: 262, y: 72, width: 106, height: 128 }, smiles: true },
    { box: { x: 458, y: 100, width: 82, height: 132 }, smiles: true },
  ],
};

/** A woman's smile as data sets show faces: 48x48 gray, nothing but the face. */
export const TIGHT_CROP: MarkedPicture = {
  width: 48,
  height: 48,
  faces: [{ box: { x: 9, y: 1, width: 29, height: 46 }, smiles: true }],
};

/** File name, type and content, as Playwright's `setInputFiles` takes it. */
export interface PictureFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const demoFolder = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo',
);
const groupFile = path.join(demoFolder, 'sample6.jpg');
const sofaFile = path.join(demoFolder, 'sample3.jpg');

const jpeg = (name: string, buffer: Buffer): PictureFile => ({ name, mimeType: 'image/jpeg', buffer });

/** GROUP as it is in the package. */
export async function readGroupPhoto(): Promise<PictureFile> {
  return jpeg('group.jpg', await readFile(groupFile));
}

/** Degrees clockwise by which a viewer turns a photo with this EXIF orientation. */
const TURNS = { 3: 180, 6: 90, 8: 270 } as const;

/** GROUP lying on its side or head in the file, with the EXIF orientation that sets it upright. */
export async function makeTurnedPhoto(orientation: keyof typeof TURNS): Promise<PictureFile> {
  const turned = sharp(groupFile).rotate(360 - TURNS[orientation]);
  return jpeg(
    `orientation-${orientation}.jpg`,
    await turned.withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer(),
  );
}

/** GROUP blown up to 40 megapixels (7070x5660); its boxes are GROUP's, scaled. */
export async function makeHugePhoto(): Promise<PictureFile> {
  return jpeg('huge.jpg', await sharp(groupFile).resize(7070, 5660, { fit: 'fill' }).jpeg({ quality: 80 }).toBuffer());
}

/** The first half of GROUP's file: a download that broke off. */
export async function makeTruncatedPhoto(): Promise<PictureFile> {
  const whole = await readFile(groupFile);
  return jpeg('broken.jpg', whole.subarray(0, whole.length / 2));
}

/** A text that calls itself a photo. */
export function makeTextFile(): PictureFile {
  return jpeg('notes.jpg', Buffer.from('Milk, bread, and a present for Ada.\n'.repeat(40)));
}

/** A drawing, which is no photo to a browser's picture decoder. */
export function makeSvgFile(): PictureFile {
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><circle cx="45" cy="45" r="40"/></svg>';
  return { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(drawing) };
}

/** A file of no bytes. */
export function makeEmptyFile(): PictureFile {
  return jpeg('empty.jpg', Buffer.alloc(0));
}

/** 121 megapixels of gray. */
export async function makeTooLargePhoto(): Promise<PictureFile> {
  const gray = sharp({ create: { width: 11_000, height: 11_000, channels: 3, background: 'gray' } });
  return jpeg('too-large.jpg', await gray.jpeg().toBuffer());
}

/** A landscape without anybody: sky, hills, a sun. */
export async function makeLandscape(): Promise<PictureFile> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">
    <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#48a"/><stop offset="1" stop-color="#fec"/></linearGradient></defs>
    <rect width="1200" height="800" fill="url(#sky)"/><circle cx="950" cy="170" r="60" fill="#fe8"/>
    <path d="M0 560 Q300 380 620 540 T1200 500 V800 H0Z" fill="#385"/><path d="M0 680 Q400 560 1200 700 V800 H0Z" fill="#264"/>
  </svg>`;
  return { name: 'landscape.png', mimeType: 'image/png', buffer: await sharp(Buffer.from(drawing)).png().toBuffer() };
}

/** TIGHT_CROP, cut from the right of the sofa. */
export async function makeTightCrop(): Promise<PictureFile> {
  const face = sharp(sofaFile).extract({ left: 1462, top: 290, width: 290, height: 290 });
  return { name: 'crop.png', mimeType: 'image/png', buffer: await face.resize(48, 48).grayscale().png().toBuffer() };
}

/** Every marked face of GROUP, cut 24 times a little differently: n x 48x48 gray bytes. */
export async function makeFaceCrops(): Promise<Uint8Array> {
  const { data, info } = await sharp(groupFile).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const picture = viewRgba({ data, width: info.width, height: info.height });
  const crops = GROUP.faces.flatMap(({ box }) =>
    Array.from({ length: 24 }, (_, i) => {
      const geometry = { scale: 0.8 + 0.02 * i, offsetX: 0.1 * Math.sin(i), offsetY: 0.1 * Math.cos(i) };
      return cropToGray(picture, cropFace(box, geometry));
    }),
  );
  return Buffer.concat(crops);
}

/**
 * What the fake camera plays in a loop: JPEGs of CAMERA one after the other.
 *
 * @param shaking each a pixel or two from the last, as from a camera in a hand; else all the same
 */
export async function makeCameraFilm(shaking: boolean): Promise<Buffer> {
  const shifts = shaking ? [0, 2, 4, 2, 0, -2, -4, -2] : [0];
  const frames = shifts.map((shift, i) =>
    sharp(sofaFile)
      .extract({ left: 476 + shift, top: 60 + (shifts.at(i - 2) ?? 0), width: 1440, height: 1080 })
      .resize(CAMERA.width, CAMERA.height)
      .jpeg({ quality: 92 })
      .toBuffer(),
  );
  return Buffer.concat(await Promise.all(frames));
}
