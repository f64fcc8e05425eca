/**
 * What face-api gets when it imports tfjs: vite.config.ts puts this module in the place of the three packages that
 * `face-api.esm-nobundle.js` asks for. So the bundle holds one copy of tfjs (two would fight over the kernel registry)
 * and of it only what face-api's tiny detector calls.
 */
export {
  Tensor,
  add,
  cast,
  concat,
  conv2d,
  expandDims,
  fill,
  io,
  maxPool,
  mul,
  pad,
  relu,
  scalar,
  separableConv2d,
  stack,
  sub,
  tidy,
  unstack,
} from '@tensorflow/tfjs-core';

// These it calls as methods of tensors.
import '@tensorflow/tfjs-core/dist/public/chained_ops/as3d.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/as4d.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/div.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/expand_dims.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/reshape.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/slice.js';
