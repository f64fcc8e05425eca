import type { Component } from 'svelte';
import { makePartLoader } from '../load-part.ts';
import type { ChapterName } from './chapters/chapters.ts';

/** A chapter, which is loaded when it opens. */
type LoadChapter = () => Promise<{ readonly default: Component }>;

/** The view of each chapter. What it works with it takes from `getStudy`. */
export const CHAPTER_VIEWS: Readonly<Record<ChapterName, LoadChapter>> = {
  perceptron: makePartLoader(() => import('./perceptron/PerceptronChapter.svelte')),
  backpropagation: makePartLoader(() => import('./backpropagation/BackpropagationChapter.svelte')),
  weights: makePartLoader(() => import('./weights/WeightsChapter.svelte')),
  convolution: makePartLoader(() => import('./convolution/ConvolutionChapter.svelte')),
  edges: makePartLoader(() => import('./edges/EdgesChapter.svelte')),
  padding: makePartLoader(() => import('./windows/PaddingChapter.svelte')),
  stride: makePartLoader(() => import('./windows/StrideChapter.svelte')),
  pooling: makePartLoader(() => import('./windows/PoolingChapter.svelte')),
  lenet: makePartLoader(() => import('./lenet/LeNetChapter.svelte')),
  live: makePartLoader(() => import('./live-network/LiveNetworkChapter.svelte')),
};
