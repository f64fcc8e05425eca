import { weighLuma, type Picture, type Plane, type PlaneWeights } from './picture.ts';

/** How the chroma of a format lies in memory: the pixels that one value of it stands for, and whether U and V alternate. */
const CHROMA_LAYOUTS = {
  I420: { blockWidth: 2, blockHeight: 2, alternates: false },
  I422: { blockWidth: 2, blockHeight: 1, alternates: false },
  I444: { blockWidth: 1, blockHeight: 1, alternates: false },
  NV12: { blockWidth: 2, blockHeight: 2, alternates: true },
} as const;

/** Of WebCodecs' `VideoPixelFormat`, those with a plane of luma that are read here. */
export type YuvFormat = keyof typeof CHROMA_LAYOUTS;

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
  /** Where in `data` each plane begins and how far apart its rows are, as `VideoFrame.copyTo` tells. */
  readonly layout: readonly { readonly offset: number; readonly stride: number }[];
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
 * Sees planes of luma and chroma as a picture, without a copy. Each value of chroma lies in the middle of the pixels
 * that it stands for.
 *
 * @throws RangeError if there are no pixels, too few planes or too few bytes
 */
export function viewYuv({ data, width, height, format, layout, matrix, fullRange }: YuvImage): Picture {
  const { blockWidth, blockHeight, alternates } = CHROMA_LAYOUTS[format];
  const range = fullRange ? 'full' : 'limited';
  const [y, u, v = u && { ...u, offset: u.offset + 1 }] = layout;
  if (!y || !u || !v) throw new RangeError(`${format} has more than ${layout.length} planes`);
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

function requireBytes(plane: Plane, width: number, height: number): void {
  const columns = Math.ceil(width / plane.blockWidth);
  const rows = Math.ceil(height / plane.blockHeight);
  const end = plane.offset + (rows - 1) * plane.rowStride + (columns - 1) * plane.pixelStride + 1;
  if (!(columns > 0 && rows > 0) || !(plane.data.length >= end)) {
    throw new RangeError(`not a picture: ${width}x${height} with ${plane.data.length} bytes`);
  }
}
