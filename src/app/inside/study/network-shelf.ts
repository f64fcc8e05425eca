import type { ShippedName } from '../../../core/model-names.ts';
import { loadOfOneVersion, type SiteVersion } from '../../update/site-version.ts';
import { EngineError } from '../../../engine/engine-client.ts';
import type { LaboratoryClient, NetworkSource, OpenNetwork } from '../../../lab/lab-client.ts';

/** The networks that the laboratory has open: each shipped one is loaded once, by the first chapter that asks for it. */
export class NetworkShelf {
  readonly #lab: LaboratoryClient;
  readonly #version: SiteVersion;
  readonly #shipped = new Map<ShippedName, Promise<OpenNetwork>>();

  constructor(lab: LaboratoryClient, version: SiteVersion) {
    this.#lab = lab;
    this.#version = version;
  }

  /**
   * Takes a network that comes with the page; asks again for one that could not be loaded.
   *
   * @throws EngineError why it cannot be used; SiteUpdatedError; LaboratoryError
   */
  async take(name: ShippedName): Promise<OpenNetwork> {
    const taken = this.#shipped.get(name) ?? loadOfOneVersion(this.#version, () => this.open({ name }));
    this.#shipped.set(name, taken);
    try {
      return await taken;
    } catch (error) {
      this.#shipped.delete(name);
      throw error;
    }
  }

  /**
   * Opens a network of the visitor's.
   *
   * @throws EngineError why it cannot be used; LaboratoryError
   */
  async open(source: NetworkSource): Promise<OpenNetwork> {
    const found = await this.#lab.ask((lab) => lab.open(source));
    if ('code' in found) throw new EngineError(found.code, found.detail);
    return found;
  }
}
