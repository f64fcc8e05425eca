import { backendWords, words, writePercent, writeProblem } from './words.ts';
import type { EngineNews, EngineState } from '../engine-lifecycle/engine-state.ts';
import type { Problem, ProblemCode } from '../engine-lifecycle/problem.ts';
import type {
  BackendChoice,
  BackendName,
  LoadProgress,
  NetworkKernels,
  OwnKernels,
  RejectedBackend,
} from '../../engine/link/protocol.ts';

/** What our kernels are called. */
const kernelWords: Readonly<Record<OwnKernels, string>> = {
  'mien-relaxed-simd': 'Mien’s own kernels, with relaxed SIMD',
  'mien-simd': 'Mien’s own kernels, with SIMD',
  'mien-wgsl': 'Mien’s own shaders',
};

/** Why TensorFlow.js computes in the place of our kernels. */
const whyTfjsWords: Readonly<Record<Extract<NetworkKernels, { name: 'tfjs' }>['reason'], string>> = {
  'none-here': 'Mien has no kernels of its own for that here',
  'unknown-layer': 'Mien’s own kernels do not know all layers of this network',
  'no-simd': 'this browser has no SIMD, which Mien’s own kernels need',
  'not-compiled': 'this browser does not compile Mien’s own kernels',
  'no-memory': 'there is not enough memory for Mien’s own kernels',
  miscomputed: 'Mien’s own kernels compute wrong numbers here',
};

/** Why a backend is not used. */
export function writeRejection({ reason, miscomputes }: RejectedBackend): string {
  return miscomputes ? `It computes wrong numbers: ${reason}` : reason;
}

/** Whose kernels run a network. */
export function writeKernels(kernels: NetworkKernels): string {
  if (kernels.name !== 'tfjs') return kernelWords[kernels.name];
  const { reason, detail } = kernels;
  return `TensorFlow.js, since ${whyTfjsWords[reason]}${detail === null ? '' : ` (${detail})`}`;
}

/** What the engine is doing while it loads. */
const stageWords: Readonly<Record<LoadProgress['stage'], string>> = {
  backend: 'Looking for the fastest way to compute',
  detector: 'Loading the face detector',
  'expression-model': 'Loading the expression model',
  'warm-up': 'Warming up',
};

/** How far loading has come. */
export function writeProgress({ stage, fraction }: LoadProgress): string {
  return `${stageWords[stage]} · ${writePercent(fraction)}`;
}

/** Why another network that was asked for is not in use. */
export function writeModelProblem({ code, detail }: Problem): string {
  if (code !== 'model-stalled' && code !== 'model-miscomputed') return words.engine.modelFailed;
  const { title, text } = writeProblem(code);
  // How far it is off is shown nowhere else: the device check tests the fast network only.
  return `${title}${code === 'model-miscomputed' ? ` (${detail})` : ''}. ${text}`;
}

/** What the page says in passing of an engine that starts, or is new; null: nothing. */
export function writeEngineNote(engine: EngineState): string | null {
  switch (engine.status) {
    case 'loading':
      return engine.stalled && writeStalled(engine.stalled);
    case 'recovering':
      return [writeLoss(engine.loss.code), engine.stalled ? writeStalled(engine.stalled) : ''].join(' ').trimEnd();
    case 'ready':
      return engine.news && writeNews(engine.news, engine.description.backend);
    case 'failed':
      return null;
  }
}

function writeStalled(backend: BackendName): string {
  return `Mien came to a halt on ${backendWords[backend]} and is starting on the next best.`;
}

function writeLoss(loss: ProblemCode): string {
  return `${loss === 'device-lost' ? 'The graphics card' : 'The engine'} stopped. Mien is starting again by itself.`;
}

function writeNews(news: EngineNews, { name, rejected }: BackendChoice): string {
  if (news === 'relieved') return `Mien is back on ${backendWords[name]}.`;
  const runs = `${news === 'recovered' ? 'Mien is running again, on' : 'Mien runs on'} ${backendWords[name]}`;
  const stalled = rejected.filter((backend) => backend.stalled).map((backend) => backendWords[backend.name]);
  return stalled.length === 0 ? `${runs}.` : `${runs}, because it came to a halt on ${stalled.join(' and ')}.`;
}

/** Why the engine runs on a backend that is not the best one. */
export function writeFallback({ name, rejected }: BackendChoice): string {
  const better = rejected.map((refused) => backendWords[refused.name]).join(' and ');
  return `Runs on ${backendWords[name]}, because ${better} cannot be used here. All works, perhaps more slowly.`;
}
