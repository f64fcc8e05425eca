import type {
  BackendChoice,
  LoadProgress,
  NetworkKernels,
  OwnKernels,
  RejectedBackend,
} from '../../engine/link/protocol.ts';
import { m } from '../../words/compiled/messages.js';
import { writeList, writePercent } from '../../words/formats.ts';
import type { EngineNews, EngineState } from '../engine-lifecycle/engine-state.ts';
import type { Problem, ProblemCode } from '../engine-lifecycle/problem.ts';
import { BACKEND_WORDS, writeProblem } from './words.ts';

/** What our kernels are called. */
const KERNEL_WORDS: Readonly<Record<OwnKernels, () => string>> = {
  'mien-relaxed-simd': m.kernels_mien_relaxed_simd,
  'mien-simd': m.kernels_mien_simd,
  'mien-wgsl': m.kernels_mien_wgsl,
};

/** Why TensorFlow.js computes in the place of our kernels. */
const WHY_TFJS_WORDS: Readonly<Record<Extract<NetworkKernels, { name: 'tfjs' }>['reason'], () => string>> = {
  'none-here': m.tfjs_none_here,
  'unknown-layer': m.tfjs_unknown_layer,
  'no-simd': m.tfjs_no_simd,
  'not-compiled': m.tfjs_not_compiled,
  'no-memory': m.tfjs_no_memory,
  miscomputed: m.tfjs_miscomputed,
};

/** What the engine is doing while it loads. */
const STAGE_WORDS: Readonly<Record<LoadProgress['stage'], () => string>> = {
  backend: m.stage_backend,
  detector: m.stage_detector,
  'expression-model': m.stage_expression_model,
  'warm-up': m.stage_warm_up,
};

/** Why a backend is not used. */
export function writeRejection({ reason, miscomputes }: RejectedBackend): string {
  return miscomputes ? m.rejection_miscomputes({ reason }) : reason;
}

/** Whose kernels run a network. */
export function writeKernels(kernels: NetworkKernels): string {
  if (kernels.name !== 'tfjs') return KERNEL_WORDS[kernels.name]();
  const { detail } = kernels;
  const reason = WHY_TFJS_WORDS[kernels.reason]();
  return detail === null ? m.kernels_tfjs({ reason }) : m.kernels_tfjs_detail({ reason, detail });
}

/** What an engine does that is not ready, in a word or two. */
export function writeEngineStatus(status: Exclude<EngineState['status'], 'ready'>): string {
  const write = { loading: m.engine_loading, recovering: m.engine_recovering, failed: m.engine_failed }[status];
  return write();
}

/** How far loading has come. */
export function writeProgress({ stage, fraction }: LoadProgress): string {
  return m.progress({ stage: STAGE_WORDS[stage](), percent: writePercent(fraction) });
}

/** Why another network that was asked for is not in use. */
export function writeModelProblem({ code, detail }: Problem): string {
  if (code !== 'model-stalled' && code !== 'model-miscomputed') return m.engine_model_failed();
  const notice = writeProblem(code);
  // How far it is off is shown nowhere else: the device check tests the fast network only.
  return code === 'model-miscomputed' ? m.model_problem_detail({ ...notice, detail }) : m.model_problem({ ...notice });
}

/** What the page says in passing of an engine that starts, or is new; null: nothing. */
export function writeEngineNote(engine: EngineState): string | null {
  switch (engine.status) {
    case 'loading':
      return engine.stalled && m.note_stalled({ backend: BACKEND_WORDS[engine.stalled]() });
    case 'recovering':
      return [
        writeLoss(engine.loss.code),
        engine.stalled ? m.note_stalled({ backend: BACKEND_WORDS[engine.stalled]() }) : '',
      ]
        .join(' ')
        .trimEnd();
    case 'ready':
      return engine.news && writeNews(engine.news, engine.description.backend);
    case 'failed':
      return null;
  }
}

function writeLoss(loss: ProblemCode): string {
  return loss === 'device-lost' ? m.note_lost_graphics() : m.note_lost_engine();
}

function writeNews(news: EngineNews, { name, rejected }: BackendChoice): string {
  const backend = BACKEND_WORDS[name]();
  if (news === 'relieved') return m.note_relieved({ backend });
  const stalled = rejected.filter((refused) => refused.stalled);
  if (stalled.length === 0) return news === 'recovered' ? m.note_recovered({ backend }) : m.note_took_next({ backend });
  const others = writeBackends(stalled);
  return news === 'recovered'
    ? m.note_recovered_stalled({ backend, others })
    : m.note_took_next_stalled({ backend, others });
}

/** Why the engine runs on a backend that is not the best one. */
export function writeFallback({ name, rejected }: BackendChoice): string {
  return m.fallback({ backend: BACKEND_WORDS[name](), others: writeBackends(rejected) });
}

function writeBackends(refused: readonly RejectedBackend[]): string {
  return writeList(refused.map(({ name }) => BACKEND_WORDS[name]()));
}
