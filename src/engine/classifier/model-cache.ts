import type { ModelName } from '../../core/model-names.ts';
import type { WarmModel } from './load-model.ts';

/** What a cache needs from outside. */
export interface ModelSupply {
  /** Loads a network and warms it up. */
  readonly load: (name: ModelName) => Promise<WarmModel>;
  /** Whether a network that may not be loaded yet is better than a loaded one, by its manifest. */
  readonly isBetter: (name: ModelName, than: WarmModel) => Promise<boolean>;
  /** Told which network is to be used from now on. */
  readonly onChange: (model: WarmModel) => void;
}

/** The networks that are loaded, of which one is in use. */
export class ModelCache {
  readonly #supply: ModelSupply;
  readonly #first: WarmModel;
  readonly #models: Map<ModelName, Promise<WarmModel>>;
  #current: WarmModel;
  /** Counts the wishes: only the last one takes effect. */
  #wishes = 0;

  /** @param first is in use from the start */
  constructor(first: WarmModel, supply: ModelSupply) {
    this.#supply = supply;
    this.#first = first;
    this.#current = first;
    this.#models = new Map([[first.name, Promise.resolve(first)]]);
  }

  /**
   * Changes the network in use, once it is loaded; until then, and if that fails, the last one stays.
   *
   * @param ifBetter only if its scores are better than the first one's; else the first one is used
   * @returns the network in use then: another one, if that was wished for meanwhile
   */
  async use(name: ModelName, ifBetter: boolean): Promise<WarmModel> {
    const wish = ++this.#wishes;
    const isPassed = ifBetter && name !== this.#first.name && !(await this.#supply.isBetter(name, this.#first));
    const model = await this.#get(isPassed ? this.#first.name : name);
    if (wish === this.#wishes && model !== this.#current) {
      this.#current = model;
      this.#supply.onChange(model);
    }
    return this.#current;
  }

  async #get(name: ModelName): Promise<WarmModel> {
    const loading = this.#models.get(name) ?? this.#supply.load(name);
    this.#models.set(name, loading);
    try {
      return await loading;
    } catch (error) {
      this.#models.delete(name); // so that it can be asked for again
      throw error;
    }
  }
}
