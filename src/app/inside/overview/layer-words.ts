import type { ShownLayer } from '../../../core/describe-layers.ts';
import type { Activation, LayerDescription } from '../../../core/network-description.ts';
import { m } from '../../../words/compiled/messages.js';
import { writeNumber, writePercent } from '../../../words/formats.ts';

/** What activations are called, in every language. */
export const ACTIVATION_NAMES: Readonly<Record<Activation, string>> = {
  relu: 'ReLU',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
};

/** What each kind of layer does. */
export const EXPLANATIONS: Readonly<Record<LayerDescription['type'], () => string>> = {
  conv: m.inside_explain_conv,
  'depthwise-conv': m.inside_explain_depthwise,
  'batch-norm': m.inside_explain_batch_norm,
  activation: m.inside_explain_activation,
  add: m.inside_explain_add,
  'max-pool': m.inside_explain_max_pool,
  'average-pool': m.inside_explain_average_pool,
  'global-average-pool': m.inside_explain_global_average_pool,
  flatten: m.inside_explain_flatten,
  dropout: m.inside_explain_dropout,
  dense: m.inside_explain_dense,
};

/** What a layer is, in the field's words. */
export function writeKind(layer: LayerDescription): string {
  switch (layer.type) {
    case 'conv':
      return m.inside_kind_conv({ size: layer.kernelSize });
    case 'depthwise-conv':
      return m.inside_kind_depthwise({ size: layer.kernelSize });
    case 'batch-norm':
      return m.inside_kind_batch_norm();
    case 'activation':
      return m.inside_kind_activation();
    case 'add':
      return m.inside_kind_add();
    case 'max-pool':
      return m.inside_kind_max_pool({ size: layer.size });
    case 'average-pool':
      return m.inside_kind_average_pool({ size: layer.size });
    case 'global-average-pool':
      return m.inside_kind_global_average_pool();
    case 'flatten':
      return m.inside_kind_flatten();
    case 'dropout':
      return m.inside_kind_dropout({ rate: writePercent(layer.rate) });
    case 'dense':
      return m.inside_kind_dense();
    default:
      return layer satisfies never;
  }
}

/** What a kind of layer is called where no layer of it is meant: without sizes. */
export function writeKindName(type: LayerDescription['type']): string {
  return {
    conv: m.inside_name_conv,
    'depthwise-conv': m.inside_name_depthwise,
    'batch-norm': m.inside_kind_batch_norm,
    activation: m.inside_kind_activation,
    add: m.inside_kind_add,
    'max-pool': m.inside_name_max_pool,
    'average-pool': m.inside_name_average_pool,
    'global-average-pool': m.inside_kind_global_average_pool,
    flatten: m.inside_kind_flatten,
    dropout: m.inside_name_dropout,
    dense: m.inside_kind_dense,
  }[type]();
}

/** The rest of what there is to say of a layer: filters, stride, padding, what it adds, its activation. */
export function writeDetails({ layer, activation, adds }: ShownLayer): string {
  return [
    ...listDetails(layer, adds),
    ...(activation ? [m.inside_detail_then({ activation: ACTIVATION_NAMES[activation] })] : []),
  ].join(m.inside_detail_separator());
}

function listDetails(layer: LayerDescription, adds: number | null): string[] {
  switch (layer.type) {
    case 'conv':
    case 'depthwise-conv':
      return [
        ...(layer.type === 'conv' ? [m.inside_detail_filters({ count: writeNumber(layer.filters) })] : []),
        m.inside_detail_stride({ stride: layer.stride ?? 1 }),
        layer.padding === 'same' ? m.inside_detail_same() : m.inside_detail_valid(),
      ];
    case 'activation':
      return [ACTIVATION_NAMES[layer.activation]];
    case 'add':
      return [m.inside_detail_with({ number: (adds ?? NaN) + 1 })];
    case 'max-pool':
    case 'average-pool':
      return [m.inside_detail_stride({ stride: layer.size })];
    case 'dense':
      return [m.inside_detail_outputs({ count: writeNumber(layer.units) })];
    case 'batch-norm':
    case 'global-average-pool':
    case 'flatten':
    case 'dropout':
      return [];
    default:
      return layer satisfies never;
  }
}

/** The shape of a map, height first: 48 × 48 × 16. */
export function writeShape(shape: readonly number[]): string {
  return shape.map((length) => writeNumber(length)).join('\u2009×\u2009');
}
