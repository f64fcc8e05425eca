import type { Expression } from './expressions.ts';

/**
 * What a drawn face does. Lengths are pixels of 48; shares are 0 nothing..1 as strong as it gets.
 */
export interface FaceFeatures {
  /** The brows are so much higher than at rest. */
  readonly browUp: number;
  /** The inner ends of the brows are so much higher than their middle, and the outer ones lower. */
  readonly browTilt: number;
  /** The middle of the brows is so much higher than their ends. */
  readonly browArch: number;
  /** The brows come so much nearer to each other. */
  readonly browIn: number;
  /** Lines between the brows, a share. */
  readonly frown: number;
  /** Lines across the forehead, a share. */
  readonly forehead: number;
  /** The upper lid is so much above the middle of the eye. */
  readonly eyeOpen: number;
  /** The outer end of the lid is so much lower than its middle, and the inner one higher. */
  readonly lidTilt: number;
  /** The lower lid is so much higher than at rest. */
  readonly squint: number;
  /** Lines across the root of the nose, which is drawn up; a share. */
  readonly wrinkle: number;
  /** Lines from the nose to the corners of the mouth, a share. */
  readonly folds: number;
  /** Cheeks that are pushed up, a share. */
  readonly cheeks: number;
  /** Half of the mouth's width. */
  readonly mouthWidth: number;
  /** The corners are so much higher than the middle; below 0: lower. */
  readonly mouthBend: number;
  /** The lips are so far apart. */
  readonly mouthOpen: number;
  /** The opening is a box rather than a lens, a share. */
  readonly mouthSquare: number;
  /** The whole mouth is so much higher. */
  readonly lipLift: number;
  /** The upper teeth fill this share of the opening. */
  readonly teeth: number;
  /** The lower teeth fill this share of the opening. */
  readonly lowerTeeth: number;
  /** Thickness of the upper lip. */
  readonly lips: number;
  /** The chin is so much lower. */
  readonly jawDrop: number;
}

const AT_REST: FaceFeatures = {
  browUp: 0,
  browTilt: 0,
  browArch: 0.8,
  browIn: 0,
  frown: 0,
  forehead: 0,
  eyeOpen: 2.1,
  lidTilt: 0.1,
  squint: 0,
  wrinkle: 0,
  folds: 0.15,
  cheeks: 0,
  mouthWidth: 6.5,
  mouthBend: 0,
  mouthOpen: 0,
  mouthSquare: 0,
  lipLift: 0,
  teeth: 0,
  lowerTeeth: 0,
  lips: 1.4,
  jawDrop: 0,
};

/** The features of the faces that Mien draws. */
export const DRAWN_FACES: Readonly<Record<Expression, FaceFeatures>> = {
  angry: {
    ...AT_REST,
    browUp: -1.8,
    browTilt: -1.8,
    browArch: 0.2,
    browIn: 1,
    frown: 0.8,
    eyeOpen: 1.7,
    lidTilt: -0.3,
    squint: 0.4,
    folds: 0.35,
    mouthWidth: 5.8,
    mouthBend: -1.2,
    mouthOpen: 0.5,
    lips: 0.8,
  },
  disgust: {
    ...AT_REST,
    browUp: -1.3,
    browTilt: -0.7,
    browArch: 0.1,
    browIn: 0.6,
    frown: 0.4,
    eyeOpen: 0.9,
    lidTilt: 0.3,
    squint: 1,
    wrinkle: 1,
    folds: 0.8,
    cheeks: 0.5,
    mouthWidth: 4.9,
    mouthBend: -1.5,
    mouthOpen: 1.4,
    mouthSquare: 0.4,
    lipLift: 1.7,
    teeth: 0.9,
    lips: 1.1,
    jawDrop: 0.3,
  },
  fear: {
    ...AT_REST,
    browUp: 1.6,
    browTilt: 1.2,
    browArch: 0,
    browIn: 0.9,
    frown: 0.4,
    forehead: 0.2,
    eyeOpen: 3.3,
    lidTilt: 0,
    wrinkle: 0.2,
    folds: 0.3,
    mouthWidth: 6.8,
    mouthBend: -1.3,
    mouthOpen: 3.8,
    mouthSquare: 0.7,
    teeth: 0.2,
    lowerTeeth: 0.3,
    lips: 0.9,
    jawDrop: 1,
  },
  happy: {
    ...AT_REST,
    browUp: 0.4,
    browArch: 1,
    eyeOpen: 1.7,
    squint: 0.7,
    folds: 0.6,
    cheeks: 0.9,
    mouthWidth: 8.5,
    mouthBend: 3,
    mouthOpen: 3,
    teeth: 0.75,
    lips: 1,
  },
  sad: {
    ...AT_REST,
    browUp: 0.6,
    browTilt: 1.6,
    browArch: 0,
    browIn: 0.6,
    frown: 0.4,
    forehead: 0.3,
    eyeOpen: 1.5,
    lidTilt: 0.8,
    folds: 0.35,
    mouthWidth: 5.8,
    mouthBend: -2.6,
    lips: 1.3,
  },
  surprise: {
    ...AT_REST,
    browUp: 2.6,
    browArch: 1.4,
    forehead: 0.5,
    eyeOpen: 3.2,
    squint: -0.4,
    mouthWidth: 4.2,
    mouthBend: 0,
    mouthOpen: 6.5,
    lips: 1.1,
    jawDrop: 2.5,
  },
  neutral: AT_REST,
};
