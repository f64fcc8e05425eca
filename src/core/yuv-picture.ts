import { requireBytes, weighLuma, type Picture, type Plane, type PlanePlace, type PlaneWeights } from './picture.ts';

/**
 * How a format lies in memory: its planes, of which a fourth one is alpha, the pixels that one value of chroma stands for,
 * and whether U and V alternate in one plane.
 */
const FORMAT_LAYOUTS = {
  I420: { planeCount: 3, blockWidth: 2, blockHeight: 2, alternates: false },
  I420A: { planeCount: 4, blockWidth: 2, blockHeight: 2, alternates: false },
  I422: { planeCount: 3, blockWidth: 2, blockHeight: 1, alternates: false },
  I444: { planeCount: 3, blockWidth: 1, blockHeight: 1, alternates: false },
  NV12: { planeCount: 2, blockWidth: 2, blockHeight: 2, alternates: true },
} as const;

/** Of WebCodecs' `VideoPixelFormat`, those with a plane of luma that are read here. */
export type YuvFormat = keyof typeof FORMAT_LAYOUTS;

/** What red and blue weigh in luma: ITU-T H.273, table 4, by the names of WebCodecs' `VideoMatrixCoefficients`. */
const LUMA_SHARES = {
  bt470bg: { red: 0.299, blue: 0.114 },
  smpte170m: { red: 0.299, blue: 0.114 },
  bt709: { red: 0.2126, blue: 0.0722 },
} as const;

/** Of WebCodecs' `VideoMatrixCoefficients`, those that are read here. */
export type YuvMatrix = keyof typeof LUMA_SHARES;

/** Bytes of luma and chroma, and what they mean. */
export interface YuvImage {
  readonly data: Uint8Array;
  /** Size of the picture in pixels. */
  readonly width: number;
  readonly height: number;
  readonly format: YuvFormat;
  /** Where each plane is in `data`: all those of the format. */
  readonly layout: readonly PlanePlace[];
  readonly matrix: YuvMatrix;
  /** Luma and chroma use all 256 bytes; else luma 16..235 and chroma 16..240. */
  readonly fullRange: boolean;
}

/** Luma in 0..255. What lies outside the range is clamped here, pixel by pixel, as it is where RGB is made of it. */
const LUMA_LEVELS = {
  full: Float64Array.from({ length: 256 }, (_, byte) => byte),
  limited: Float64Array.from({ length: 256 }, (_, byte) => Math.min(255, Math.max(0, ((byte - 16) * 255) / 219))),
};

/** Chroma in about -127.5..127.5. */
const CHROMA_LEVELS = {
  full: Float64Array.from({ length: 256 }, (_, byte) => byte - 128),
  limited: Float64Array.from({ length: 256 }, (_, byte) => ((byte - 128) * 255) / 224),
};

/**
 * Sees planes of luma and chroma as a picture, without a copy; alpha is ignored. Each value of chroma lies in the middle
 * of the pixels that it stands for.
 *
 * @throws RangeError if there are no whole pixels, too few bytes, or planes that are not those of the format
 */
export function viewYuv({ data, width, height, format, layout, matrix, fullRange }: YuvImage): Picture {
  const { planeCount, blockWidth, blockHeight, alternates } = FORMAT_LAYOUTS[format];
  const range = fullRange ? 'full' : 'limited';
  const [y, u, v = u && { ...u, offset: u.offset + 1 }] = layout;
  if (layout.length !== planeCount || !y || !u || !v) {
    throw new RangeError(`${format} is ${planeCount} planes, not ${layout.length}`);
  }
  const pixelStride = alternates ? 2 : 1;
  const chroma = { data, blockWidth, blockHeight, pixelStride, levels: CHROMA_LEVELS[range] };
  const planes: [Plane, Plane, Plane] = [
    {
      data,
      blockWidth: 1,
      blockHeight: 1,
      pixelStride: 1,
      levels: LUMA_LEVELS[range],
      offset: y.offset,
      rowStride: y.stride,
    },
    { ...chroma, offset: u.offset, rowStride: u.stride },
    { ...chroma, offset: v.offset, rowStride: v.stride },
  ];
  for (const plane of planes) requireBytes(plane, width, height);

  const { red: redShare, blue: blueShare } = LUMA_SHARES[matrix];
  const greenShare = 1 - redShare - blueShare;
  const redOfV = 2 * (1 - redShare);
  const blueOfU = 2 * (1 - blueShare);
  const red: PlaneWeights = [1, 0, redOfV];
  const green: PlaneWeights = [1, -(blueOfU * blueShare) / greenShare, -(redOfV * redShare) / greenShare];
  const blue: PlaneWeights = [1, blueOfU, 0];
  return { width, height, planes, red, green, blue, luma: weighLuma(red, green, blue) };
}
