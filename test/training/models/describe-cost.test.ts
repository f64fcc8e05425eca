import { describe, expect, it } from 'vitest';
import { countDeployedCost, describeLayers, describeNetworks } from '../../../training/models/describe-cost.ts';
import type { NetworkDescription } from '../../../src/core/network-description.ts';
import { ZOO } from '../../../training/models/zoo.ts';

const NETWORK: NetworkDescription = {
  name: 'example',
  input: [6, 6, 1],
  layers: [
    { type: 'conv', name: 'conv', filters: 4, kernelSize: 3, padding: 'same', bias: false },
    { type: 'batch-norm', name: 'bn' },
    { type: 'activation', name: 'relu', activation: 'relu' },
    { type: 'flatten', name: 'flat' },
    { type: 'dropout', name: 'dropout', rate: 0.5 },
    { type: 'dense', name: 'logits', units: 7 },
  ],
};

/** The cells of a Markdown table, its second line left out. */
function readTable(table: string): string[][] {
  const lines = table.split('\n').map((line) => line.split('|').slice(1, -1));
  return lines.filter((_, index) => index !== 1).map((cells) => cells.map((cell) => cell.trim()));
}

describe('countDeployedCost', () => {
  it('counts what is left of batch norm: a bias', () => {
    expect(countDeployedCost(NETWORK).parameters).toBe(9 * 4 + 4 + (144 * 7 + 7));
    expect(countDeployedCost(NETWORK).bytes).toBe(2 * (40 + 1015));
    expect(countDeployedCost(ZOO.fast).bytes).toBe(2 * 441_719);
  });
});

describe('describeNetworks', () => {
  it('compares shared weights with locally connected and dense ones', () => {
    const [header, row] = readTable(describeNetworks([NETWORK]));
    expect(header).toEqual([
      'network',
      'parameters',
      'MACs',
      'float16',
      'locally connected',
      'its ratio',
      'dense',
      'its ratio',
    ]);
    const [shared, local, dense] = [40 + 1015, 40 * 36 + 1015, 36 * 144 + 144 + 1015];
    expect(row).toEqual([
      'example',
      '1,055',
      '2,304',
      '0.00 MB',
      local.toLocaleString('en'),
      `x${(local / shared).toFixed(1)}`,
      dense.toLocaleString('en'),
      `x${(dense / shared).toFixed(1)}`,
    ]);
  });

  it('gives each network a line of the same length', () => {
    const lines = describeNetworks(Object.values(ZOO)).split('\n');
    expect(lines).toHaveLength(2 + Object.keys(ZOO).length);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });
});

describe('describeLayers', () => {
  it('gives each layer with weights a line, and their sum', () => {
    const [, conv, logits, all] = readTable(describeLayers(NETWORK));
    expect(conv).toEqual(['conv', '6x6x4', '40', '1,296', '1,440', 'x36', '5,328', 'x133']);
    expect(logits).toEqual(['logits', '7', '1,015', '1,008', '1,015', 'x1.0', '1,015', 'x1.0']);
    expect(all?.slice(0, 5)).toEqual(['all', '', '1,055', '2,304', '2,455']);
  });
});
