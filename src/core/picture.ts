/** Where the bytes of a plane begin, and how far apart its rows are, as `VideoFrame.copyTo` tells. */
export interface PlanePlace {
  readonly offset: number;
  readonly stride: number;
}

/** Pixels as canvas gives them: R, G, B, A bytes, row by row. */
export interface RgbaImage {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  /** Its one plane; where nothing is said of it, the rows follow one another. */
  readonly layout?: readonly PlanePlace[];
}

/** One component of a picture's colour: a byte for each pixel, or for each block of pixels. */
export interface Plane {
  readonly data: Uint8Array;
  /** Where in `data` the first byte is, and how far apart neighbours in a row and in a column are. */
  readonly offset: number;
  readonly pixelStride: number;
  readonly rowStride: number;
  /** How many pixels of the picture one byte stands for along each axis. */
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** What each of the 256 bytes means. */
  readonly levels: Float64Array;
}

/** Weights of a picture's three planes in a value that is made of them. */
export type PlaneWeights = readonly [number, number, number];

/** A picture in any layout: three planes, and what red, green and blue (0..255) are made of. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly planes: readonly [Plane, Plane, Plane];
  readonly red: PlaneWeights;
  readonly green: PlaneWeights;
  readonly blue: PlaneWeights;
  /** Rec. 601 luma, 0.299 R + 0.587 G + 0.114 B, of the planes. */
  readonly luma: PlaneWeights;
}

const SAME_LEVELS = Float64Array.from({ length: 256 }, (_, byte) => byte);

/**
 * Sees R, G, B, A bytes as a picture, without a copy; alpha is ignored.
 *
 * @throws RangeError if there are no whole pixels, too few bytes, or planes that are not those of such a picture
 */
export function viewRgba(image: RgbaImage): Picture {
  return viewChannels(image, [0, 1, 2]);
}

/**
 * The same for bytes in the order B, G, R, A.
 *
 * @throws as `viewRgba`
 */
export function viewBgra(image: RgbaImage): Picture {
  return viewChannels(image, [2, 1, 0]);
}

/** @param offsets of red, green and blue in the four bytes of a pixel */
function viewChannels(image: RgbaImage, offsets: readonly [number, number, number]): Picture {
  const { data, width, height, layout = [{ offset: 0, stride: width * 4 }] } = image;
  const [place, another] = layout;
  if (!place || another) throw new RangeError(`R, G, B and A are one plane, not ${layout.length}`);
  // One class of array for all pictures: code that reads several classes is slower.
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.length);
  const view = (offset: number): Plane => ({
    data: bytes,
    offset: place.offset + offset,
    pixelStride: 4,
    rowStride: place.stride,
    blockWidth: 1,
    blockHeight: 1,
    levels: SAME_LEVELS,
  });
  const [red, green, blue] = [[1, 0, 0] as const, [0, 1, 0] as const, [0, 0, 1] as const];
  const planes = [view(offsets[0]), view(offsets[1]), view(offsets[2])] as const;
  for (const plane of [...planes, view(3)]) requireBytes(plane, width, height);
  return { width, height, planes, red, green, blue, luma: weighLuma(red, green, blue) };
}

/**
 * Makes sure that all that a plane has of a picture lies in its bytes, row after row.
 *
 * @throws RangeError
 */
export function requireBytes(plane: Plane, width: number, height: number): void {
  const { data, offset, pixelStride, rowStride } = plane;
  const columns = Math.ceil(width / plane.blockWidth);
  const rows = Math.ceil(height / plane.blockHeight);
  const end = offset + (rows - 1) * rowStride + (columns - 1) * pixelStride + 1;
  const isWhole = [width, height, offset, rowStride].every(Number.isInteger);
  if (!isWhole || columns < 1 || rows < 1 || offset < 0 || rowStride < columns * pixelStride || end > data.length) {
    throw new RangeError(
      `not a picture: ${width}x${height} with ${data.length} bytes, from ${offset} on in rows of ${rowStride}`,
    );
  }
}

/** The weights of Rec. 601 luma, from those of red, green and blue. */
export function weighLuma(red: PlaneWeights, green: PlaneWeights, blue: PlaneWeights): PlaneWeights {
  const weigh = (plane: 0 | 1 | 2) => {
    const weight = 0.299 * red[plane] + 0.587 * green[plane] + 0.114 * blue[plane];
    // In binary, 1e-17 of the chroma of Rec. 601 would be left over, and it would be read for that.
    return Math.round(weight * 1e12) / 1e12;
  };
  return [weigh(0), weigh(1), weigh(2)];
}

/**
 * Sees every n-th byte of each plane along each axis, without a copy, for what needs no more of a picture than that.
 * Coordinates stay those of the whole picture; each byte now stands for the block that it is the first of.
 *
 * @param step n, a whole number from 1 on
 */
export function thinOut(picture: Picture, step: number): Picture {
  const thin = (plane: Plane): Plane => ({
    ...plane,
    pixelStride: plane.pixelStride * step,
    rowStride: plane.rowStride * step,
    blockWidth: plane.blockWidth * step,
    blockHeight: plane.blockHeight * step,
  });
  const [first, second, third] = picture.planes;
  return { ...picture, planes: [thin(first), thin(second), thin(third)] };
}
