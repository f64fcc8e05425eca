import { expose } from 'comlink';
import { startWasm } from '../engine/device/start-wasm.ts';
import { createLaboratory } from './create-laboratory.ts';

// What is asked before the start has ended fails: see `startLaboratory`.
const door = {
  async start(baseUrl: string): Promise<void> {
    await startWasm(fetch);
    Object.assign(door, createLaboratory(baseUrl));
  },
};
expose(door);
