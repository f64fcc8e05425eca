import { EXPRESSIONS, type Expression } from '../../src/core/expressions.ts';
import { INPUT_PIXELS, INPUT_SIZE } from '../../src/core/preprocess.ts';
import { createRandom, drawGaussian, drawUniform, type Random } from '../../src/core/random.ts';
import { packSamples, type LabelledFace, type Samples } from '../../training/data/samples.ts';

/** What tells the expressions of a cartoon face apart. Lengths are in half face heights, downwards is positive. */
interface Features {
  /** Height of the brows' middle; -1 is the top of the head. */
  readonly browHeight: number;
  /** How much lower the brows' inner ends are than their outer ends. */
  readonly browSlope: number;
  readonly eyeOpening: number;
  readonly mouthWidth: number;
  /** How much lower the mouth's middle is than its corners: a smile is positive. */
  readonly mouthBend: number;
  /** How much one corner of the mouth is raised. */
  readonly mouthTilt: number;
  readonly mouthOpening: number;
}

const NEUTRAL: Features = {
  browHeight: -0.48,
  browSlope: 0,
  eyeOpening: 0.09,
  mouthWidth: 0.3,
  mouthBend: 0,
  mouthTilt: 0,
  mouthOpening: 0.04,
};

const FEATURES: Readonly<Record<Expression, Features>> = {
  angry: { ...NEUTRAL, browHeight: -0.38, browSlope: 0.22, mouthBend: -0.06 },
  disgust: { ...NEUTRAL, browHeight: -0.4, eyeOpening: 0.05, mouthTilt: 0.13 },
  fear: { ...NEUTRAL, browHeight: -0.56, browSlope: -0.18, eyeOpening: 0.16, mouthWidth: 0.34, mouthOpening: 0.12 },
  happy: { ...NEUTRAL, mouthWidth: 0.4, mouthBend: 0.22, mouthOpening: 0.07 },
  sad: { ...NEUTRAL, browSlope: -0.2, eyeOpening: 0.07, mouthBend: -0.2 },
  surprise: { ...NEUTRAL, browHeight: -0.62, eyeOpening: 0.16, mouthWidth: 0.14, mouthOpening: 0.22 },
  neutral: NEUTRAL,
};

/** Relative jitter of the features; small enough that the expressions stay apart. */
const FEATURE_JITTER = 0.15;

/**
 * A labelled set of cartoon faces for tests: seven classes that differ in brows, eyes and mouth, with jitter of place,
 * size, tilt, brightness and noise. A small network learns it in a minute.
 *
 * @param facesPerClass faces of each class; the rows come class after class
 * @param seed the same seed gives the same faces
 */
export function createSyntheticFaces(facesPerClass: number, seed: number): Samples {
  const random = createRandom(seed);
  const faces = EXPRESSIONS.flatMap((expression, label) =>
    Array.from({ length: facesPerClass }, (_, i): LabelledFace => {
      return { pixels: drawFace(expression, random), label, sourceRow: label * facesPerClass + i };
    }),
  );
  return packSamples(faces);
}

/** One 48x48 gray cartoon face. */
function drawFace(expression: Expression, random: Random): Uint8Array<ArrayBuffer> {
  const features = jitterFeatures(FEATURES[expression], random);
  const centreX = INPUT_SIZE / 2 + drawUniform(random, -2, 2);
  const centreY = INPUT_SIZE / 2 + drawUniform(random, -2, 2);
  const radius = drawUniform(random, 19, 23);
  const tilt = drawUniform(random, -0.1, 0.1);
  const background = drawUniform(random, 0, 255);
  const skin = drawUniform(random, 130, 220);
  const ink = drawUniform(random, 10, 60);
  const noise = drawUniform(random, 2, 8);

  const pixels = new Uint8Array(INPUT_PIXELS);
  for (let i = 0; i < INPUT_PIXELS; i++) {
    const dx = ((i % INPUT_SIZE) + 0.5 - centreX) / radius;
    const dy = (Math.floor(i / INPUT_SIZE) + 0.5 - centreY) / radius;
    const u = Math.cos(tilt) * dx + Math.sin(tilt) * dy;
    const v = Math.cos(tilt) * dy - Math.sin(tilt) * dx;
    const head = cover(measureEllipse(u, v, 0.8, 1), radius);
    const lines = cover(measureFeatures(u, v, features), radius);
    const gray = background + head * (skin - background) + lines * (ink - skin);
    pixels[i] = Math.min(255, Math.max(0, Math.round(gray + noise * drawGaussian(random))));
  }
  return pixels;
}

/** Distance from a point of the face to the nearest brow, eye, nose or mouth; negative inside. */
function measureFeatures(u: number, v: number, features: Features): number {
  const side = Math.abs(u);
  const fromEye = (side - 0.36) / 0.2;
  const brow = measureStroke(fromEye, v - features.browHeight + (features.browSlope * fromEye) / 2, 0.05);
  const eye = measureEllipse(side - 0.36, v + 0.2, 0.13, features.eyeOpening);
  const nose = measureEllipse(u, v - 0.12, 0.05, 0.1);
  const along = u / features.mouthWidth;
  const middle = 0.5 + features.mouthBend * (0.5 - along * along) - features.mouthTilt * along;
  const mouth = measureStroke(
    along,
    v - middle,
    features.mouthOpening * Math.sqrt(Math.max(0, 1 - along * along)) + 0.02,
  );
  return Math.min(brow, eye, nose, mouth);
}

/** A stroke that runs from -1 to 1 in `along`, `offset` away from its middle line. */
function measureStroke(along: number, offset: number, halfThickness: number): number {
  return Math.abs(along) > 1 ? Infinity : Math.abs(offset) - halfThickness;
}

function measureEllipse(u: number, v: number, radiusU: number, radiusV: number): number {
  return (Math.hypot(u / radiusU, v / radiusV) - 1) * Math.min(radiusU, radiusV);
}

/** How much of a pixel lies inside, 0..1, from the distance at its centre. */
function cover(distance: number, pixelsPerUnit: number): number {
  return Math.min(1, Math.max(0, 0.5 - distance * pixelsPerUnit));
}

function jitterFeatures(features: Features, random: Random): Features {
  const jittered = Object.entries(features).map(([name, value]) => [
    name,
    (value as number) * drawUniform(random, 1 - FEATURE_JITTER, 1 + FEATURE_JITTER),
  ]);
  return Object.fromEntries(jittered) as Features;
}
