import { m } from '../../../words/compiled/messages.js';

/** The chapters, in their order, by what addresses call them. */
export const CHAPTERS = [
  'perceptron',
  'backpropagation',
  'weights',
  'convolution',
  'edges',
  'padding',
  'stride',
  'pooling',
  'lenet',
  'live',
] as const;
export type ChapterName = (typeof CHAPTERS)[number];

/** What a chapter is called, and what it is about in a sentence. */
export const CHAPTER_WORDS: Readonly<
  Record<ChapterName, { readonly title: () => string; readonly lead: () => string }>
> = {
  perceptron: { title: m.chapter_perceptron_title, lead: m.chapter_perceptron_lead },
  backpropagation: { title: m.chapter_backpropagation_title, lead: m.chapter_backpropagation_lead },
  weights: { title: m.chapter_weights_title, lead: m.chapter_weights_lead },
  convolution: { title: m.chapter_convolution_title, lead: m.chapter_convolution_lead },
  edges: { title: m.chapter_edges_title, lead: m.chapter_edges_lead },
  padding: { title: m.chapter_padding_title, lead: m.chapter_padding_lead },
  stride: { title: m.chapter_stride_title, lead: m.chapter_stride_lead },
  pooling: { title: m.chapter_pooling_title, lead: m.chapter_pooling_lead },
  lenet: { title: m.chapter_lenet_title, lead: m.chapter_lenet_lead },
  live: { title: m.chapter_live_title, lead: m.chapter_live_lead },
};

/** Chapters that look at a face in all that they show; others show its source where they need it. */
export const FACE_CHAPTERS: ReadonlySet<ChapterName> = new Set(['weights', 'edges', 'lenet', 'live']);
