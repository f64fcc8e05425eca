import { INPUT_PIXELS } from '../core/preprocess.ts';
import { FrameAnalyser } from './analyse-frame.ts';
import { chooseBackend } from './backend.ts';
import { BATCH_SIZES } from './batches.ts';
import { loadExpressionClassifier, type ExpressionClassifier } from './expression-classifier.ts';
import { loadFaceDetector } from './face-detector.ts';
import { warmUpLiveLooks } from './find-faces.ts';
import type { BackendName, EngineDescription, LoadProgress } from './protocol.ts';
import { backendStarters } from './start-backend.ts';

/** An engine that is ready to work. */
export interface LoadedEngine {
  readonly description: EngineDescription;
  readonly analyser: FrameAnalyser;
  readonly classifier: ExpressionClassifier;
  /** See `StartedBackend.takeFault`. */
  takeFault(): string | null;
}

/**
 * Chooses a backend, loads both models onto it and runs each once, so that the first frame finds everything compiled.
 *
 * @param baseUrl folder that holds `models/`, with a trailing slash
 * @throws EngineError 'no-backend', 'detector-missing', 'model-missing' or 'model-mismatch'
 */
export async function loadEngine(
  { baseUrl, forcedBackend }: { readonly baseUrl: string; readonly forcedBackend: BackendName | null },
  onProgress: (progress: LoadProgress) => void,
): Promise<LoadedEngine> {
  onProgress({ stage: 'backend', fraction: 0 });
  const { choice, backend, ready } = await chooseBackend(backendStarters, forcedBackend, async () => {
    onProgress({ stage: 'detector', fraction: 0.3 });
    const detector = await loadFaceDetector(`${baseUrl}models/face-detector`);
    onProgress({ stage: 'expression-model', fraction: 0.45 });
    const classifier = await loadExpressionClassifier(`${baseUrl}models/expression/`);
    onProgress({ stage: 'warm-up', fraction: 0.6 });
    await warmUpLiveLooks(detector);
    onProgress({ stage: 'warm-up', fraction: 0.8 });
    for (const size of BATCH_SIZES) await classifier.classify(new Uint8Array(size * INPUT_PIXELS));
    onProgress({ stage: 'warm-up', fraction: 1 });
    return { analyser: new FrameAnalyser(detector, classifier), classifier };
  });
  return {
    ...ready,
    description: { backend: choice, manifest: ready.classifier.manifest },
    takeFault: () => backend.takeFault(),
  };
}
