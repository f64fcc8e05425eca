import { workerData } from 'node:worker_threads';
import { cutBatch } from './batch.ts';
import { createGradientFunctionOf } from './engine-registry.ts';
import type { GradientReply, GradientRequest, GradientWorkerData } from './gradient-messages.ts';
import { serveRequests } from '../../node/worker-channel.ts';

const { engine, network, rows, index, workers, shared } = workerData as GradientWorkerData;
const gradients = shared.gradients[index] as Float32Array;

serveRequests(async () => {
  const gradientFunction = await createGradientFunctionOf(engine)(network, rows);
  return {
    async answer(request: GradientRequest): Promise<GradientReply> {
      switch (request.type) {
        case 'step': {
          const part = cutBatch(request.batch, index, workers);
          shared.losses[index] = await gradientFunction.compute(part, shared.weights, gradients);
          return null;
        }
        case 'predict':
          return gradientFunction.predict(request.images, request.weights);
        default:
          return request satisfies never;
      }
    },
    dispose: () => gradientFunction.dispose(),
  };
});
