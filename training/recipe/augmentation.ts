/** How strongly training pictures are changed. Each change is drawn uniformly from -strength..+strength. */
export interface AugmentConfig {
  /** Probability of a mirror image, 0..1. */
  readonly flip: number;
  /** Shift along each axis, in pixels. */
  readonly shift: number;
  /** Rotation about the centre, in degrees. */
  readonly rotation: number;
  /** Change of size, relative: 0.15 is 0.85..1.15. */
  readonly scale: number;
  /** Change of width over height, relative; the area stays. */
  readonly aspect: number;
  /** Change of contrast about middle gray, relative. */
  readonly contrast: number;
  /** Change of brightness, in gray levels. */
  readonly brightness: number;
  /** Probability of a blur, by a standard deviation from `BLUR_SIGMAS`, 0..1. */
  readonly blur: number;
  /** Probability of JPEG's losses, at a quality from `JPEG_QUALITIES`, 0..1. */
  readonly jpeg: number;
  /** Probability that a rectangle is painted over (random erasing, Zhong et al. 2020), 0..1. */
  readonly erasing: number;
  /** Shortest and longest side of that rectangle, in whole pixels, 1..48. */
  readonly erasedSides: readonly [shortest: number, longest: number];
  /** Probability that two faces of a batch are blended, see `mixPairs`, 0..1. */
  readonly mixup: number;
}

/** Changes nothing. */
export const NO_AUGMENTATION: AugmentConfig = {
  flip: 0,
  shift: 0,
  rotation: 0,
  scale: 0,
  aspect: 0,
  contrast: 0,
  brightness: 0,
  blur: 0,
  jpeg: 0,
  erasing: 0,
  erasedSides: [1, 1],
  mixup: 0,
};

/** The strengths that training starts from. */
export const DEFAULT_AUGMENTATION: AugmentConfig = {
  flip: 0.5,
  shift: 5,
  rotation: 15,
  scale: 0.15,
  aspect: 0.1,
  contrast: 0.3,
  brightness: 25,
  blur: 0.2,
  jpeg: 0.2,
  erasing: 0.5,
  erasedSides: [6, 20],
  mixup: 0,
};

/** Standard deviations of a blur, in pixels: lowest and highest. */
export const BLUR_SIGMAS = [0.4, 1.6] as const;
/** Qualities of JPEG, 1..100: lowest and highest. */
export const JPEG_QUALITIES = [15, 85] as const;
