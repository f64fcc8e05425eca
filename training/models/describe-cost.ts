import { formatTable } from '../../node/format.ts';
import { countCost, type NetworkCost } from '../../src/core/count-cost.ts';
import { foldBatchNorm } from './fold-batch-norm.ts';
import type { NetworkDescription } from '../../src/core/network-description.ts';
import { countValues, describeWeights } from '../../src/core/weight-layout.ts';

const BYTES_OF_FLOAT16 = 2;

/** What the page downloads and runs: batch norm is part of the convolutions, and dropout is gone. */
export interface DeployedCost extends NetworkCost {
  /** Of the weights, as float16. */
  readonly bytes: number;
}

/** Counts a network as it is deployed. */
export function countDeployedCost(network: NetworkDescription): DeployedCost {
  const weights = new Float32Array(countValues(describeWeights(network)));
  const cost = countCost(foldBatchNorm({ network, weights }).network);
  return { ...cost, bytes: cost.parameters * BYTES_OF_FLOAT16 };
}

/** One line a network: what it costs, and how many parameters it would have if it shared its weights less. */
export function describeNetworks(networks: readonly NetworkDescription[]): string {
  const rows = networks.map((network) => {
    const cost = countDeployedCost(network);
    return [network.name, ...describeCounts(cost), `${(cost.bytes / 1e6).toFixed(2)} MB`, ...describeShares(cost)];
  });
  return formatTable([['network', 'parameters', 'MACs', 'float16', ...SHARING], ...rows]);
}

/** One line a convolution and dense layer, and their sum. */
export function describeLayers(network: NetworkDescription): string {
  const cost = countDeployedCost(network);
  const describe = (layer: Omit<NetworkCost, 'layers'>) => [...describeCounts(layer), ...describeShares(layer)];
  const rows = cost.layers.map((layer) => [layer.name, layer.outputShape.join('x'), ...describe(layer)]);
  const header = ['layer', 'output', 'shared weights', 'MACs', ...SHARING];
  return formatTable([header, ...rows, ['all', '', ...describe(cost)]]);
}

const SHARING = ['locally connected', 'its ratio', 'dense', 'its ratio'];

function describeCounts({ parameters, macs }: Pick<NetworkCost, 'parameters' | 'macs'>): string[] {
  return [formatCount(parameters), formatCount(macs)];
}

/** Each count, and as a multiple of the parameters that there are. */
function describeShares({
  parameters,
  locallyConnectedParameters,
  denseParameters,
}: Omit<NetworkCost, 'layers' | 'macs'>): string[] {
  const counts = [locallyConnectedParameters, denseParameters];
  return counts.flatMap((count) => [formatCount(count), formatRatio(count / parameters)]);
}

/** 26671 -> "26,671" */
function formatCount(count: number): string {
  return count.toLocaleString('en');
}

function formatRatio(ratio: number): string {
  return `x${ratio.toFixed(ratio < 10 ? 1 : 0)}`;
}
