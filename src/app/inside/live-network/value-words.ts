import type { ShownLayer } from '../../../core/describe-layers.ts';
import type { Term } from '../../../core/explain-value.ts';
import { EXPRESSION_COUNT, EXPRESSIONS } from '../../../core/expressions.ts';
import type { HeadName } from '../../../core/heads.ts';
import { m } from '../../../words/compiled/messages.js';
import { writeNumber } from '../../../words/formats.ts';
import { EXPRESSION_WORDS } from '../../shell/words.ts';
import { ACTIVATION_NAMES } from '../overview/layer-words.ts';
import type { ChosenValue } from './chosen-value.ts';

/** A value of a map, a weight or a product, to three decimals. */
export function writeValue(value: number): string {
  return writeNumber(value, { minimumFractionDigits: 3, maximumFractionDigits: 3, signDisplay: 'negative' });
}

/**
 * Which map or number of a layer is meant.
 *
 * @param heads of the network, if it is its last layer: each has seven outputs
 */
export function writeChannel({ outputShape }: ShownLayer, channel: number, heads: readonly HeadName[] | null): string {
  const place = { number: channel + 1, count: outputShape.at(-1) ?? 0 };
  const expression = EXPRESSIONS[channel % EXPRESSION_COUNT];
  if (heads && expression) {
    const words = { ...place, expression: EXPRESSION_WORDS[expression]() };
    return heads[Math.floor(channel / EXPRESSION_COUNT)] === 'labels'
      ? m.live_network_label_output(words)
      : m.live_network_output(words);
  }
  return outputShape.length === 3 ? m.live_network_map_of(place) : m.live_network_value_of(place);
}

/** How a value comes about, in a sentence or two. */
export function writeEquation(value: ChosenValue): readonly string[] {
  const { activation } = value.shown;
  if (activation === null) return [writeSum(value)];
  const words = { activation: ACTIVATION_NAMES[activation], output: writeValue(value.output) };
  return [writeSum(value), m.live_network_bent(words)];
}

function writeSum({ shown, explanation, input, position, output }: ChosenValue): string {
  const { layer } = shown;
  if (!explanation) {
    if (layer.type !== 'activation') return '';
    const [, width = 1, channels = 1] = shown.inputShape.length === 3 ? shown.inputShape : [1, 1, ...shown.inputShape];
    const before = input[(position.y * width + position.x) * channels + position.channel] ?? 0;
    return m.live_network_activation({
      value: writeValue(before),
      activation: ACTIVATION_NAMES[layer.activation],
      output: writeValue(output),
    });
  }
  const { terms, bias } = explanation;
  const result = writeValue(explanation.result);
  const count = writeNumber(terms.length);
  const [first, second] = terms;
  switch (layer.type) {
    case 'max-pool':
      return m.live_network_maximum({ count, result });
    case 'average-pool':
    case 'global-average-pool':
      return m.live_network_mean({ count, result });
    case 'add':
      return m.live_network_add({
        first: writeValue(first?.value ?? 0),
        second: writeValue(second?.value ?? 0),
        number: (shown.adds ?? 0) + 1,
        result,
      });
    case 'batch-norm':
      return m.live_network_batch_norm({
        value: writeValue(first?.value ?? 0),
        scale: writeValue(first?.weight ?? 0),
        shift: writeValue(bias ?? 0),
        result,
      });
    case 'flatten':
    case 'dropout':
      return m.live_network_moved({ result });
    case 'conv':
    case 'depthwise-conv':
    case 'dense':
      if (bias === null) return m.live_network_sum({ count, result });
      return m.live_network_sum_bias({
        count,
        sum: writeValue(explanation.result - bias),
        bias: writeValue(bias),
        result,
      });
    case 'activation':
      return '';
    default:
      return layer satisfies never;
  }
}

/**
 * Which input of a dense layer, or which place of a map, a term is.
 *
 * @param before the layer that it takes from; null: the network's input
 */
export function writeTermPlace({ x, y, channel }: Term, { layer }: ShownLayer, before: ShownLayer | null): string {
  if (layer.type === 'global-average-pool') return m.live_network_place({ row: y + 1, column: x + 1 });
  if (before?.layer.type === 'global-average-pool') return m.live_network_term_mean({ number: channel + 1 });
  if (before?.layer.type !== 'flatten' || before.inputShape.length !== 3) {
    return m.live_network_term_number({ number: channel + 1 });
  }
  const [, width = 1, channels = 1] = before.inputShape;
  const place = Math.floor(channel / channels);
  const words = { row: Math.floor(place / width) + 1, column: (place % width) + 1 };
  return channels === 1
    ? m.live_network_place(words)
    : m.live_network_term_map({ ...words, number: (channel % channels) + 1 });
}
