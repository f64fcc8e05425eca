import { placeLayers } from '../../../core/network-description.ts';
import type { LaboratoryClient, OpenNetwork, ShapedMap } from '../../../lab/lab-client.ts';

/**
 * What a network's first pooling takes of a face: the map before it, all channels.
 *
 * @param crop 48 x 48 gray bytes
 * @throws RangeError if a network pools nowhere
 */
export async function readPooledMap(
  lab: LaboratoryClient,
  { id, network }: OpenNetwork,
  crop: Uint8Array<ArrayBuffer>,
): Promise<ShapedMap> {
  const pooling = placeLayers(network).find(({ layer }) => layer.type === 'max-pool' || layer.type === 'average-pool');
  if (!pooling) throw new RangeError(`${network.name} has no pooling`);
  const { outputs } = await lab.ask((far) => far.read(id, crop, [pooling.from]));
  const values = outputs.get(pooling.from) as Float32Array<ArrayBuffer>;
  return { shape: pooling.inputShape as readonly [number, number, number], values };
}
