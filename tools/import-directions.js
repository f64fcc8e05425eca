/**
 * Which folder may import which: core <- engine, capture, tensors <- app, core <- tensors, engine <- lab <- app and
 * core <- node, tensors <- training <- bench, which measures from outside. Read by eslint.config.js; ARCHITECTURE.md says why.
 *
 * Each entry forbids import paths by regular expression, in every form an import takes.
 *
 * @typedef {{ regex: string, message: string }} Restriction
 */

/** @param {string} folders alternatives of a regular expression, e.g. `app|engine` */
const fromFolders = (folders) => `^(\\.{1,2}/)+(src/)?(${folders})/`;

/** @type {Restriction} */
const noTestsOrTools = {
  regex: fromFolders('test|tools'),
  message: 'Product code imports neither tests nor tools.',
};

/** @type {Restriction} */
const noTests = { regex: fromFolders('test'), message: 'Only tests import tests.' };

/** @type {Restriction} */
const noFaceApi = {
  regex: '^@vladmandic/face-api',
  message: 'Only src/engine/detector/face-detector.ts imports face-api: its traps are dealt with in one place.',
};

/** @type {Restriction} */
const noNode = { regex: '^node:', message: 'This runs in a browser: there is no Node.' };

/** @type {Restriction} */
const noTfjs = {
  regex: '^@tensorflow/',
  message: 'Only engine and laboratory (in their workers), tensors and the training import TensorFlow.js.',
};

/** @type {Restriction} */
const coreIsPure = {
  regex: '^(?!\\./|valibot$)',
  message: 'src/core imports nothing outside core, valibot excepted: training and page share it.',
};

/** @type {Restriction} */
const coreOnly = {
  regex: fromFolders('app|capture|check|embed|engine|lab|tensors|words|training|node'),
  message: 'src/engine, src/capture and src/tensors import no other folder than src/core.',
};

/** @type {Restriction} */
const labOnTheEngine = {
  regex: `(${fromFolders('app|capture|check|embed|words|training|node')})|^(\\.{1,2}/)+engine/(?!(classifier/fetch-network-files|device/start-wasm|link/(engine-error|fetch-model-file|protocol))\\.ts$)`,
  message: 'src/lab imports core, tensors, and of the engine how networks are fetched and WebAssembly starts.',
};

/** @type {Restriction} */
const labByItsDoor = {
  regex: '^(\\.{1,2}/)+lab/(?!lab-client\\.ts$)',
  message: 'The app sees of the laboratory only lab-client.ts.',
};

/** @type {Restriction} */
const engineByItsDoor = {
  regex: '^(\\.{1,2}/)+engine/(?!(engine-client|link/protocol|link/fetch-model-file)\\.ts$)',
  message: 'The app sees of the engine only link/fetch-model-file.ts, engine-client.ts and link/protocol.ts.',
};

/** @type {Restriction} */
const wordsAlone = {
  regex: fromFolders('core|engine|lab|tensors|capture|app|check|embed|training|node'),
  message: 'src/words imports nothing of ours: whatever a visitor sees stands on it.',
};

/** @type {Restriction} */
const workboxOnly = { regex: '^(?!workbox-)', message: 'The service worker stands alone: no page waits for it.' };

/** @type {Restriction} */
const noTraining = { regex: fromFolders('training|node'), message: 'The page knows nothing of the training.' };

/** @type {Restriction} */
const nodeOnlyCore = {
  regex: '^(\\.{1,2}/)+(src/(?!core/)|training/|bench/)',
  message: 'node/ imports nothing of ours but src/core: training, bench and tools share it.',
};

/** @type {Restriction} */
const trainingOnlyCore = {
  regex: '^(\\.{1,2}/)+src/(?!(core|tensors)/)',
  message: 'The training imports of src only src/core and src/tensors.',
};

/** @type {Restriction} */
const noBench = {
  // By its folders, since the training has a bench of its own.
  regex: '^(\\.{1,2}/)+bench/(faces|frames|gpu|live|measure|pages|report|site)/',
  message: 'Only tools and tests import the bench: it measures the rest.',
};

/** @type {Restriction} */
const benchByThePublicDoor = {
  regex: '^(\\.{1,2}/)+src/(?!core/|engine/(engine-client|link/protocol)\\.ts$)',
  message: 'The bench imports of src only src/core and what pages see of the engine.',
};

/** @type {Restriction} */
const benchReadsModels = {
  regex: '^(\\.{1,2}/)+training/(?!models/model-files\\.ts$)',
  message: 'The bench imports of the training only the files of models; what both need is in node/.',
};

/**
 * @param {string[]} files
 * @param {Restriction[]} restrictions
 * @param {string[]} [ignores]
 */
const restrict = (files, restrictions, ignores = []) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': ['error', { patterns: restrictions }],
    // The rule above does not look at import('...'), neither the expression nor the type.
    'no-restricted-syntax': [
      'error',
      ...restrictions.map(({ regex, message }) => ({
        selector: `:matches(ImportExpression, TSImportType)[source.value=/${regex.replaceAll('/', '\\/')}/]`,
        message,
      })),
    ],
  },
});

export const importDirections = [
  restrict(['src/core/**'], [coreIsPure]),
  restrict(
    ['src/engine/**'],
    [coreOnly, noTestsOrTools, noBench, noNode, noFaceApi],
    ['src/engine/detector/face-detector.ts'],
  ),
  restrict(['src/engine/detector/face-detector.ts'], [coreOnly, noTestsOrTools, noBench, noNode]),
  restrict(['src/tensors/**'], [coreOnly, noTestsOrTools, noBench, noNode, noFaceApi]),
  restrict(['src/lab/**'], [labOnTheEngine, noTestsOrTools, noBench, noNode, noFaceApi]),
  restrict(['src/capture/**'], [coreOnly, noTestsOrTools, noBench, noNode, noTfjs, noFaceApi]),
  restrict(
    ['src/app/**', 'src/check/**', 'src/embed/**', 'src/*.ts'],
    [engineByItsDoor, labByItsDoor, noTraining, noTestsOrTools, noBench, noNode, noTfjs, noFaceApi],
  ),
  restrict(
    ['src/words/**'],
    [wordsAlone, noTestsOrTools, noBench, noNode, noTfjs, noFaceApi],
    ['src/words/compiled/**'],
  ),
  restrict(['src/offline/**'], [workboxOnly]),
  restrict(['node/**'], [nodeOnlyCore, noTestsOrTools, noFaceApi]),
  restrict(['training/**'], [trainingOnlyCore, noTestsOrTools, noBench, noFaceApi]),
  restrict(['bench/**'], [benchByThePublicDoor, benchReadsModels, noTests]),
];
