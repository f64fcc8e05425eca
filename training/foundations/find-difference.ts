import { isDeepStrictEqual } from 'node:util';
import { foldDescription } from '../models/fold-batch-norm.ts';
import { listHeads, type LayerDescription, type NetworkDescription } from '../../src/core/network-description.ts';

/**
 * What keeps a network from beginning with an exported one's weights. Batch norm and dropout do not, nor does a head
 * more than the exported one has.
 *
 * @param exported batch norm folded
 * @returns the first difference, as the end of "they differ: ..."; null if there is none
 */
export function findDifference(exported: NetworkDescription, network: NetworkDescription): string | null {
  const [theirs, ours] = [exported, network].map((one) => listHeads(one).map((head) => head.name)) as [
    string[],
    string[],
  ];
  if (!isDeepStrictEqual(ours.slice(0, theirs.length), theirs)) {
    return `its heads are ${theirs.join(', ')}, not ${ours.join(', ')}`;
  }
  if (exported.input.join() !== network.input.join()) {
    return `its images are ${exported.input.join(' x ')}, not ${network.input.join(' x ')}`;
  }
  const wanted = foldDescription(network).layers;
  const last = exported.layers.at(-1);
  for (let i = 0; i < Math.max(wanted.length, exported.layers.length); i++) {
    const [a, b] = [exported.layers[i], wanted[i]];
    const isWider = a === last && a?.type === 'dense' && b?.type === 'dense' && theirs.length < ours.length;
    if (!isDeepStrictEqual(a, isWider ? { ...b, units: a.units } : b)) {
      return `its layer ${i + 1} is ${describeLayer(a)}, not ${describeLayer(b)}`;
    }
  }
  return null;
}

function describeLayer(layer: LayerDescription | undefined): string {
  if (!layer) return 'missing';
  const { type, name, ...settings } = layer;
  const words = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
  return `${type} ${name} (${words.join(', ')})`;
}
