import { MAX_PIXELS } from '../../capture/photo-file.ts';
import type { PriorName } from '../../core/decision-rule.ts';
import type { Expression } from '../../core/expressions.ts';
import type { ModelName } from '../../core/model-names.ts';
import type { BackendName, WholePasses } from '../../engine/link/protocol.ts';
import { ADDRESS_CHOICES, type AddressWishes } from '../engine-lifecycle/address-wishes.ts';
import type { ModelWish } from '../engine-lifecycle/model-choice.ts';
import type { ProblemCode } from '../engine-lifecycle/problem.ts';

/** Something the page has to say: what happened, and what to do about it. */
export interface Notice {
  readonly title: string;
  readonly text: string;
}

/** What the page says, in English; of the engine in engine-words.ts, on the check page in check-words.ts. */
export const words = {
  name: 'Mien',
  home: 'Mien, back to start',
  unknown: '–',

  start: {
    title: 'Seven expressions, read on your own device',
    lead: 'Mien reads the expression of every face in front of your webcam or in a photo, live, in this page.',
    useWebcam: 'Use the webcam',
    choosePhoto: 'Choose a photo',
    dropHint: 'or drop or paste a photo anywhere on this page',
    privacyTitle: 'Nothing leaves your device',
    privacyText: 'The whole program runs here, in your browser. No upload, no account, no tracking.',
    limitsTitle: 'A face, not a mind',
    limitsText:
      'Mien says what expression a face shows, the way passers-by might name it. It cannot tell what a person feels, and it can be wrong.',
    demoLegend: 'The seven expressions that Mien can name',
  },

  live: {
    title: 'Webcam',
    pause: 'Pause',
    resume: 'Resume',
    mirror: 'Mirror',
    camera: 'Camera',
    stop: 'Stop',
    faces: 'Faces',
    framesPerSecond: 'Frames / s',
    latency: 'Latency',
    backend: 'Runs on',
    wholePasses: 'Looks for faces',
    paused: 'Paused',
    cardsTitle: 'Readings',
    waitingForFaces: 'The readings appear here, one card a face.',
  },

  photo: {
    title: 'Photos',
    another: 'Add photos',
    back: 'Back to start',
    stripTitle: 'Your photos',
    queued: 'Waiting its turn',
    opening: 'Opening the photo',
    reading: 'Looking for faces',
    failed: 'Could not be read',
    drop: 'Drop photos to read them',
  },

  prior: {
    title: 'Which faces Mien expects',
  },

  actions: {
    retry: 'Try again',
    restartEngine: 'Start again',
    choosePhoto: 'Choose a photo',
  },

  engine: {
    loading: 'Getting ready',
    recovering: 'Starting again',
    failed: 'Not working',
    details: 'About this engine',
    deviceCheck: 'Device check',
    technicalDetail: 'Technical detail',
    notOn: (backend: BackendName) => `Not on ${backendWords[backend]}`,
    classifierKernels: 'Expressions are read by',
    detectorKernels: 'Faces are found by',
    model: 'Network',
    modelInUse: (name: ModelName, parameters: number) =>
      `${modelWords[name]}, ${parameters.toLocaleString('en')} parameters`,
    loadingModel: (name: ModelName) => `Loading: ${modelWords[name]}`,
    modelFailed: 'The other network could not be loaded, so this one stays.',
    blindTitle: (n: number) =>
      `How often it is right of ${n.toLocaleString('en')} faces that took no part in making it, judged by what most of ten people saw in them`,
    chosenTitle: (n: number) =>
      `How often it is right of ${n.toLocaleString('en')} faces on which its rules, recipe and version were chosen, which flatters it`,
    earlierRules: 'Everyday and Acting had other rules when this was measured.',
    allFaces: 'All of them',
    scoresMissing: 'The scores of the network could not be loaded. Reload the page to see them.',
    meanRecall: 'Mean of the seven',
  },

  footer: 'Free software under the MIT licence.',
} as const;

/** How the seven expressions are written. */
export const expressionWords: Readonly<Record<Expression, string>> = {
  angry: 'Angry',
  disgust: 'Disgust',
  fear: 'Fear',
  happy: 'Happy',
  sad: 'Sad',
  surprise: 'Surprise',
  neutral: 'Neutral',
};

/** What the backends are called. */
export const backendWords: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
};

/** What the priors are called, and what they mean. */
export const priorWords: Readonly<Record<PriorName, { readonly name: string; readonly hint: string }>> = {
  everyday: {
    name: 'Everyday',
    hint: 'Expects people as they are met: neutral and happy often, fear and disgust seldom.',
  },
  acting: {
    name: 'Acting',
    hint: 'Expects fear, disgust and anger more often: for faces that are made on purpose.',
  },
};

/** What the networks are called. */
export const modelWords: Readonly<Record<ModelName, string>> = {
  fast: 'Fast',
  accurate: 'Accurate',
};

/** The choices of a network. */
export const modelWishWords: Readonly<Record<ModelWish, string>> = {
  auto: 'Best that keeps up',
  ...modelWords,
};

/** What to say when something goes wrong. */
const PROBLEMS: Readonly<Record<ProblemCode, Notice>> = {
  'camera-denied': {
    title: 'The camera is blocked',
    text: 'Allow the camera for this page, by the icon beside the address or in the settings of your system, then try again.',
  },
  'no-camera': {
    title: 'No camera found',
    text: 'Plug one in or switch it on, then try again. A photo works without one.',
  },
  'camera-busy': {
    title: 'The camera does not start',
    text: 'Another program is probably using it. Close video calls and other camera programs, then try again.',
  },
  'camera-unsupported': {
    title: 'This browser has no camera access',
    text: 'Use a current Chrome, Edge, Firefox or Safari. A photo works here too.',
  },
  'insecure-context': {
    title: 'The camera needs a secure address',
    text: 'Browsers give the camera only to pages at https:// or localhost. Open this page there. A photo works here too.',
  },
  'camera-lost': {
    title: 'The camera went away',
    text: 'It was unplugged, switched off or taken back. Check it, then try again.',
  },
  'camera-failed': {
    title: 'The camera gave no picture',
    text: 'Unplug it and plug it in again, or restart the browser, then try again.',
  },
  'unreadable-file': {
    title: '{file} could not be opened as a picture',
    text: 'It may be damaged or cut short, or in a format that this browser cannot read, such as HEIC or SVG. Save it as JPEG or PNG and choose it again.',
  },
  'too-large': {
    title: '{file} is too large',
    text: `Mien reads pictures of up to ${MAX_PIXELS / 1e6} megapixels. Save a smaller copy and choose that.`,
  },
  'model-missing': {
    title: 'The expression model is missing',
    text: 'This site does not serve it, or the connection broke off. Try again; if it stays so, tell whoever runs the site that models/expression is not there.',
  },
  'model-mismatch': {
    title: 'The expression model does not fit this page',
    text: 'The files of the model and of the page are from different versions. Reload the page; if it stays so, tell whoever runs the site.',
  },
  'model-stalled': {
    title: 'The other network does not arrive',
    text: 'This one stays. Check the connection, then choose the other one again.',
  },
  'model-miscomputed': {
    title: 'This device computes the other network wrongly',
    text: 'This one stays. Updating the browser or the driver of the graphics card may help.',
  },
  'detector-missing': {
    title: 'The face detector is missing',
    text: 'This site does not serve it, or the connection broke off. Try again; if it stays so, tell whoever runs the site that models/face-detector is not there.',
  },
  'no-backend': {
    title: 'This browser cannot run the model',
    text: 'Update the browser or try another one; the device check says more. If the address of this page says backend=, take that out first.',
  },
  'worker-stopped': {
    title: 'The engine stopped',
    text: 'Often the device has run out of memory. Close other tabs and programs, then start it again.',
  },
  'device-lost': {
    title: 'The graphics card stopped',
    text: 'Close other tabs and programs that use it, or update its driver, then start again.',
  },
  'no-answer': {
    title: 'The engine does not answer',
    text: 'This device may be too busy. Close other tabs and programs, then start it again.',
  },
  'start-stalled': {
    title: 'Getting ready has come to a halt',
    text: 'Nothing more arrives, or this device is too busy. Check the connection, close other tabs and programs, then try again.',
  },
  'not-started': {
    title: 'The engine was not ready',
    text: 'Try again in a moment.',
  },
  'unreadable-frame': {
    title: 'This picture could not be read',
    text: 'The browser gave it without any pixels. Try again, or try another picture or camera.',
  },
  internal: {
    title: 'Something went wrong in the engine',
    text: 'Try again. If it happens again, the device check helps to find out why.',
  },
};

/** What to say when all works and still there is nothing to show. */
export const noFaceWords = {
  live: {
    title: 'No face in view',
    text: 'Look towards the camera, come a little closer, and let the light fall on your face.',
  },
  photo: {
    title: 'No face found in this photo',
    text: 'Try one in which the face is larger, upright and well lit.',
  },
} as const satisfies Record<string, Notice>;

/** What the page says while the camera opens. */
export const openingWords: Notice = {
  title: 'Opening the camera',
  text: 'If your browser asks, allow it. The picture stays on this device.',
};

/**
 * What to say when something goes wrong.
 *
 * @param fileName of the picture that it is about, if it is about one
 */
export function writeProblem(code: ProblemCode, fileName?: string): Notice {
  const { title, text } = PROBLEMS[code];
  return { title: title.replace('{file}', () => (fileName === undefined ? 'This file' : `“${fileName}”`)), text };
}

/** A share 0..1 as whole percent. */
export function writePercent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** A face's heading beside other faces, from its number 1, 2, 3 ... */
export function writeFaceName(number: number): string {
  return `Face ${number}`;
}

/** A measured value to about two digits; 0 means that nothing was measured yet. */
export function writeMeasure(value: number): string {
  if (value === 0) return words.unknown;
  return value.toFixed(value < 10 ? 1 : 0);
}

/** A time in milliseconds, likewise. */
export function writeMs(ms: number): string {
  return ms === 0 ? words.unknown : `${writeMeasure(ms)} ms`;
}

/**
 * What a camera is called.
 *
 * @param label as the system names it; empty before the first permission
 * @param number of the camera among all, 1, 2, 3 ...
 */
export function writeCameraName(label: string, number: number): string {
  return label || `Camera ${number}`;
}

/** At what size, and how often, whole frames of a video are searched. */
export function writeWholePasses({ wholeSize, wholeIntervalMs }: WholePasses): string {
  return `at ${wholeSize} px, every ${(wholeIntervalMs / 1000).toFixed(wholeIntervalMs < 10_000 ? 1 : 0)} s`;
}

/** What an unknown `?backend=` or `?model=` gets. */
export function writeUnknownWish({ parameter, value }: AddressWishes['unknown'][number]): string {
  const choices = ADDRESS_CHOICES[parameter].map((name) => `${parameter}=${name}`).join(', ');
  return `The address asks for ${parameter}=${value}, which does not exist. There are ${choices}. The best one was chosen.`;
}

/** A photo's result in one sentence. `expressions` are the leading ones, one a face, at least one. */
export function writeSummary(expressions: readonly Expression[]): string {
  const counts = new Map<Expression, number>();
  for (const expression of expressions) counts.set(expression, (counts.get(expression) ?? 0) + 1);
  const parts = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(
      ([expression, count]) =>
        `${expressions.length > 1 ? `${count} ` : ''}${expressionWords[expression].toLowerCase()}`,
    );
  return `${expressions.length === 1 ? '1 face' : `${expressions.length} faces`}: ${parts.join(', ')}`;
}
