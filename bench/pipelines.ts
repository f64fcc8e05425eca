/** What is measured against each other. Keys of the report; `mien` is what the others are compared with. */
export const PIPELINES = ['mien', 'faceApi224', 'faceApi416', 'human'] as const;
export type PipelineName = (typeof PIPELINES)[number];
export type PeerName = Exclude<PipelineName, 'mien'>;

export const PEERS = PIPELINES.filter((name): name is PeerName => name !== 'mien');

/** The backends of tfjs that all of them can run on. */
export const BENCH_BACKENDS = ['wasm', 'webgpu'] as const;
export type BenchBackend = (typeof BENCH_BACKENDS)[number];

interface PipelineDescription {
  readonly title: string;
  /** Address of its page on the bench's site, and what that page must be told. */
  readonly page: string;
  readonly query: Readonly<Record<string, string>>;
}

export const PIPELINE: Readonly<Record<PipelineName, PipelineDescription>> = {
  mien: { title: 'Mien', page: 'mien/bench/pages/mien.html', query: {} },
  faceApi224: { title: 'face-api 224', page: 'peers/face-api.html', query: { inputSize: '224' } },
  faceApi416: { title: 'face-api 416', page: 'peers/face-api.html', query: { inputSize: '416' } },
  human: { title: 'Human', page: 'peers/human.html', query: {} },
};

/** One value for each pipeline. */
export function mapPipelines<T>(compute: (name: PipelineName) => T): Record<PipelineName, T> {
  return Object.fromEntries(PIPELINES.map((name) => [name, compute(name)])) as Record<PipelineName, T>;
}
