import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import type { FarLaboratory } from '../../../src/lab/lab-client.ts';
import { createLaboratory } from '../../../src/lab/create-laboratory.ts';

/** The laboratory on WebAssembly, as in its worker, asked as the page asks it: for what needs no network that ships. */
export async function startFarLaboratory(): Promise<FarLaboratory> {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend('wasm'))) throw new Error('the wasm backend did not start');
  const laboratory = createLaboratory('https://mien.test/');
  return {
    run: (...parameters) => Promise.resolve(laboratory.run(...parameters)),
    train: (...parameters) => Promise.resolve(laboratory.train(...parameters)),
    differentiate: (...parameters) => Promise.resolve(laboratory.differentiate(...parameters)),
  } satisfies Pick<FarLaboratory, 'run' | 'train' | 'differentiate'> as FarLaboratory;
}
