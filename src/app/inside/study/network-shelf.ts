import type { ShippedName } from '../../../core/model-names.ts';
import type { NetworkDescription } from '../../../core/network-description.ts';
import { fetchNetwork } from '../../networks/fetch-network.ts';
import { loadOfOneVersion, type SiteVersion } from '../../update/site-version.ts';
import { EngineError } from '../../../engine/engine-client.ts';
import type { LaboratoryClient, NetworkSource, OpenNetwork } from '../../../lab/lab-client.ts';

/** The networks that the laboratory has open: each shipped one is loaded once, by the first chapter that asks for it. */
export class NetworkShelf {
  readonly #lab: LaboratoryClient;
  readonly #version: SiteVersion;
  readonly #shipped = new Map<ShippedName, Promise<OpenNetwork>>();
  #own: OpenNetwork | null = null;
  /** Answers about it may still be asked for. */
  #formerOwn: OpenNetwork | null = null;

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

  /** The visitor's own network; null before there is one. */
  get own(): OpenNetwork | null {
    return this.#own;
  }

  /**
   * Says what a network that comes with the page is made of, without its weights: accurate's alone are megabytes.
   *
   * @throws EngineError 'model-missing' or 'model-mismatch'; SiteUpdatedError
   */
  describe(name: ShippedName): Promise<NetworkDescription> {
    return fetchNetwork(name, this.#version);
  }

  /**
   * Opens a network of the visitor's in place of the one before, which stays if this one cannot be used.
   *
   * @param files of a folder that `npm run export` wrote
   * @throws EngineError why it cannot be used; LaboratoryError
   */
  async openOwn(files: readonly File[]): Promise<OpenNetwork> {
    const opened = await this.open({ files });
    const former = this.#formerOwn;
    this.#formerOwn = this.#own;
    this.#own = opened;
    if (former) await this.#lab.ask((lab) => lab.close(former.id));
    return opened;
  }

  /**
   * Opens a network, be it open already.
   *
   * @throws EngineError why it cannot be used; LaboratoryError
   */
  async open(source: NetworkSource): Promise<OpenNetwork> {
    const found = await this.#lab.ask((lab) => lab.open(source));
    if ('code' in found) throw new EngineError(found.code, found.detail);
    return found;
  }
}
