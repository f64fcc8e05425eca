import { formatTable } from '../../node/format.ts';
import type { MainThreadTasks } from '../measure/main-thread.ts';
import { PEERS, PIPELINE, PIPELINES } from '../pipelines.ts';
import type { BenchReport, FrameSpeed, LoadTime, PeerRatios } from './bench-report.ts';

/** A bench run's figures as Markdown; ratios come first, because they mean the same on another machine. */
export function describeBench(report: BenchReport): string {
  return [
    describeRatios(report),
    describeScenes(report),
    describeResources(report),
    ...(report.backend === 'webgpu' ? [describeCalls(report)] : []),
    [describeApp(report), describeAppTasks(report), describeLimit(report), describeSetting(report)]
      .filter(Boolean)
      .join('\n'),
  ].join('\n\n');
}

function describeRatios({ ratios, scenes }: BenchReport): string {
  const row = (name: string, values: PeerRatios) => [name, ...PEERS.map((peer) => values[peer].toFixed(1))];
  return formatTable([
    ['Mien is this many times as fast as', ...PEERS.map((peer) => PIPELINE[peer].title)],
    ...scenes.map((scene) => row(scene.name, scene.ratios)),
    ...(scenes.length > 1 ? [row('all frames', ratios)] : []),
  ]);
}

function describeScenes({ scenes }: BenchReport): string {
  const row = (scene: string, name: string, { medianMs, p95Ms, facesFound }: FrameSpeed) => [
    scene,
    name,
    medianMs.toFixed(1),
    p95Ms.toFixed(1),
    (p95Ms / medianMs).toFixed(1),
    facesFound,
  ];
  return formatTable(
    [
      ['frames', 'pipeline', 'ms a frame', 'p95 ms', 'p95 / median', 'faces found'],
      ...scenes.flatMap(({ name, frames, pipelines }) =>
        PIPELINES.map((pipeline) => row(`${name}, ${frames}`, PIPELINE[pipeline].title, pipelines[pipeline])),
      ),
    ],
    2,
  );
}

function describeResources({ pipelines }: BenchReport): string {
  const row = (name: (typeof PIPELINES)[number]) => {
    const { firstResult, mainThread, memory } = pipelines[name];
    const [first, last] = [memory[0], memory.at(-1)];
    const grown = memory.length > 1 && first && last;
    return [
      PIPELINE[name].title,
      formatSeconds(firstResult.coldMs),
      formatSeconds(firstResult.warmMs),
      formatMegabytes(firstResult.downloadedBytes),
      mainThread?.above16 ?? '-',
      mainThread?.longestMs.toFixed(1) ?? '-',
      mainThread?.longestCpuMs.toFixed(1) ?? '-',
      last ? formatMegabytes(last.heapBytes) : '-',
      grown ? formatGrowth(last.heapBytes - first.heapBytes) : '-',
      last?.residentBytes == null ? '-' : formatMegabytes(last.residentBytes),
      grown && first.residentBytes !== null && last.residentBytes !== null
        ? formatGrowth(last.residentBytes - first.residentBytes)
        : '-',
    ];
  };
  const frames = pipelines.mien.memory.map(({ frame }) => frame);
  const header = [
    'pipeline',
    'first result, cold s',
    'warm s',
    'download MB',
    'tasks > 16 ms',
    'longest ms',
    'longest CPU ms',
    `heap MB${frames.length > 0 ? ` after ${frames.at(-1) ?? ''} frames` : ''}`,
    frames.length > 1 ? `since frame ${frames[0] ?? ''}` : 'growth',
    'browser MB',
    'growth',
  ];
  return formatTable([header, ...PIPELINES.map(row)]);
}

function describeCalls({ pipelines }: BenchReport): string {
  const format = (value: number | undefined) => (value === undefined ? '-' : Number(value.toFixed(2)));
  return formatTable([
    ['WebGPU calls a frame', 'dispatches', 'submits', 'readbacks', 'buffers created', 'mean of frames'],
    ...PIPELINES.map((name) => {
      const { perFrame, countedFrames } = pipelines[name];
      const calls = [perFrame?.dispatches, perFrame?.submits, perFrame?.readbacks, perFrame?.buffersCreated];
      return [PIPELINE[name].title, ...[...calls, countedFrames].map(format)];
    }),
  ]);
}

function describeApp({ app }: BenchReport): string {
  return app
    ? `Mien’s real page, told to read with \`fast\`, shows the faces of a photo that is chosen at once ${describeLoad(app)}. ` +
        'Where the device is quick enough, an untold page loads the larger `accurate` network as well, after that.'
    : '';
}

/** Figures by the clock on the wall, with those by processor time in brackets. */
function describeAppTasks({ appTasks }: BenchReport): string {
  if (!appTasks) return '';
  const describe = ({ longestMs, longestCpuMs, above16, above16Cpu }: MainThreadTasks) =>
    `${longestMs.toFixed(1)} ms (${longestCpuMs.toFixed(1)} ms of processor time), ${above16} (${above16Cpu}) above 16 ms`;
  return (
    `The longest task of its main thread took, from opening the page to the first reading of a camera, ` +
    `${describe(appTasks.starting)}; in ten seconds of reading it ${describe(appTasks.live)}.`
  );
}

function describeLoad({ coldMs, warmMs, downloadedBytes }: LoadTime): string {
  return (
    `${formatSeconds(coldMs)} s after it was opened (${formatSeconds(warmMs)} s with a warm cache) and downloads ` +
    `${formatMegabytes(downloadedBytes)} MB`
  );
}

function describeLimit({ limit, backend }: BenchReport): string {
  const sizes = limit.sizes.map(({ size, gflops }) => `${size}: ${gflops.toFixed(1)}`).join(', ');
  return (
    `The classifier reaches ${limit.classifierGflops.toFixed(1)} GFLOP/s with ${limit.batchSize} faces at a time, ` +
    `${(100 * limit.shareOfMatMul).toFixed(0)} % of what matrix products on ${backend} reach in the same browser ` +
    `(${limit.matMulGflops.toFixed(1)}; by size ${sizes}). Its multiply-accumulates are counted as the network has them` +
    `${backend === 'wasm' ? '; Winograd’s algorithm does with fewer' : ''}.`
  );
}

/** In which browser, on what and how all of it was measured, in a line. */
export function describeSetting({ backend, adapter, browser, frames }: BenchReport): string {
  return `${browser}, ${backend}${adapter === null ? '' : ` (${adapter})`}, one thread each, ${frames} frames of 640x480.`;
}

const formatSeconds = (ms: number) => (ms / 1000).toFixed(2);
const formatMegabytes = (bytes: number) => (bytes / 1e6).toFixed(2);
const formatGrowth = (bytes: number) => `${bytes < 0 ? '' : '+'}${formatMegabytes(bytes)}`;
