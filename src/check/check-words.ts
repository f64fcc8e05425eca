import { areRulesPresent, type BlindScores } from '../core/blind-scores.ts';
import { LARGEST_DEVIATION } from '../core/measure-deviation.ts';
import type { ModelManifest } from '../core/model-manifest.ts';

/** Every sentence of the device check, in English. What is said of problems, too, is in the app's words. */
export const checkWords = {
  title: 'Device check',
  lead: 'Whether Mien can work on this device, how fast, and on what. Nothing of this is sent anywhere.',
  back: 'Back to Mien',

  verdict: {
    starting: 'Checking',
    measuring: 'Measuring the speed',
    done: 'Mien works on this device',
    wrongBytes: 'Mien runs here, but cuts faces wrongly',
    failed: 'Mien does not work on this device',
  },

  backends: {
    title: 'What it runs on',
    chosen: 'In use',
    notTried: 'Not needed, a better one works',
    notAsked: 'Not tried, the address asks for another one',
    tryWith: 'Check with',
    automatic: 'the best one',
  },

  speed: {
    title: 'How fast',
    detection: 'Looking for faces in a picture',
    oneFace: 'Reading one face',
    eightFaces: 'Reading eight faces at once',
  },

  preprocessing: {
    title: 'Cutting out faces',
    right: (hash: string) => `Every byte as expected (${hash})`,
    wrong: (hash: string, expected: string) =>
      `Not the bytes that were expected: ${hash} instead of ${expected}. Update the browser or try another one, and please report this.`,
  },

  golden: {
    title: 'Reading known faces',
  },

  model: {
    title: 'The model',
    size: 'Size',
    blind: 'Right by what most of ten people see, on faces that took no part in making it',
    earlierRule: (score: string) => `${score}, by an earlier rule`,
    accuracy: 'The same on faces on which its rules, recipe and version were chosen',
    labels: 'Right by the labels of FER2013, on the latter',
    unmeasured: 'Not measured',
    weights: 'Weights (SHA-256)',
  },

  device: {
    title: 'This browser',
    userAgent: 'Name',
    cores: 'Processor cores',
    secure: 'Secure address',
    camera: 'Camera access',
    yes: 'Yes',
    no: 'No',
  },

  report: {
    title: 'The same for a bug report',
    copy: 'Copy',
    copied: 'Copied',
  },
} as const;

/**
 * How far the network is off on faces for which its outputs are known. One that is off by more than is allowed is not used:
 * the page says so in another place.
 */
export function writeGolden(deviation: number): string {
  const write = (share: number) => `${(share * 100).toLocaleString('en', { maximumSignificantDigits: 2 })} %`;
  return `As expected: off by at most ${write(deviation)} of the largest output, and ${write(LARGEST_DEVIATION)} is allowed`;
}

/** How large the network is. */
export function writeModelSize({ parameters, macs }: ModelManifest): string {
  return `${parameters.toLocaleString('en')} parameters, ${(macs / 1e6).toFixed(0)} million multiplications a face`;
}

/** A model's score against one kind of truth. */
export function writeScore(score: {
  readonly n: number;
  readonly accuracy: number;
  readonly meanRecall: number;
}): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return `${percent(score.accuracy)} of ${score.n.toLocaleString('en')} faces, ${percent(score.meanRecall)} as the mean of the seven expressions`;
}

/** A model's score on blind faces, by its everyday rule. */
export function writeBlindScore(blind: BlindScores | null, { decisions }: ModelManifest): string {
  const score = blind?.readings.everyday?.ferPlusMajority;
  if (!blind || !score) return checkWords.model.unmeasured;
  return areRulesPresent(blind, decisions) ? writeScore(score) : checkWords.model.earlierRule(writeScore(score));
}
