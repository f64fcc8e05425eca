import { claimMemory } from '../link/kernels-error.ts';

/** Addresses are multiples of it: of a vector, and of a cache line. */
const ALIGNMENT = 64;

const PAGE = 65_536;

/** Who lies where in a WebAssembly memory that is used by nobody else, and what is written there once. */
export class MemoryPlan {
  #end: number;
  #contents: { readonly address: number; readonly data: Float32Array | Int32Array }[] = [];

  /** @param begin where there is room; address 0 stands for nothing */
  constructor(begin = ALIGNMENT) {
    this.#end = begin;
  }

  /** Where there is room behind all that was reserved. */
  get end(): number {
    return this.#end;
  }

  /** @returns an address, where zeros are in a new memory */
  reserve(bytes: number): number {
    const address = this.#end;
    this.#end = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    return address;
  }

  /** @returns the address where the data will be */
  place(data: Float32Array | Int32Array): number {
    const address = this.reserve(data.byteLength);
    this.#contents.push({ address, data });
    return address;
  }

  /**
   * Grows a memory as needed, writes what was placed and lets go of it: who holds the plan holds no weights a second time.
   *
   * @throws KernelsError 'no-memory'
   */
  writeTo(memory: WebAssembly.Memory): void {
    const missing = this.#end - memory.buffer.byteLength;
    if (missing > 0) claimMemory(() => memory.grow(Math.ceil(missing / PAGE)));
    for (const { address, data } of this.#contents) {
      new Uint8Array(memory.buffer, address).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
    this.#contents = [];
  }
}
