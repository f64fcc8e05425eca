import type { LaboratoryClient, LayerReading, OpenNetwork } from '../../../lab/lab-client.ts';
import type { ReaderName } from './history.ts';
import type { LayerTimes } from './layer-times.ts';

/** A network that reads along. */
export interface Reader {
  readonly name: ReaderName;
  readonly opened: OpenNetwork;
  /** Grows with each reading. */
  readonly times: LayerTimes;
}

/**
 * Lets networks read a face, one after the other, so that no one's time is another's.
 *
 * @param crop 48 x 48 gray bytes
 * @param shown the one whose layers are looked at
 * @param layers of that one, whose outputs are wanted
 */
export async function readAll(
  lab: LaboratoryClient,
  readers: readonly Reader[],
  crop: Uint8Array<ArrayBuffer>,
  shown: ReaderName,
  layers: readonly string[],
): Promise<ReadonlyMap<ReaderName, LayerReading>> {
  const readings = new Map<ReaderName, LayerReading>();
  for (const { name, opened, times } of readers) {
    const wanted = name === shown ? layers : [];
    const reading = await lab.ask((laboratory) => laboratory.read(opened.id, crop, wanted));
    times.add(reading.layerMs);
    readings.set(name, reading);
  }
  return readings;
}
