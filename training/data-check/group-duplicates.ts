import type { Duplicates } from './find-duplicates.ts';

/**
 * Puts rows that show one photograph, directly or by way of others, into one group (union-find).
 *
 * @returns groups of two and more rows; rows ascend, groups by their first row
 */
export function groupDuplicates({ originals, near }: Duplicates): number[][] {
  const parents = Int32Array.from(originals);
  const findRoot = (row: number): number => {
    let root = row;
    while (parents[root] !== root) root = parents[root] as number;
    parents[row] = root; // the next search is shorter
    return root;
  };
  for (const { first, second } of near) {
    const [a, b] = [findRoot(first), findRoot(second)];
    parents[Math.max(a, b)] = Math.min(a, b);
  }
  const groups = new Map<number, number[]>();
  for (const row of originals.keys()) {
    const root = findRoot(row);
    const group = groups.get(root);
    if (group) group.push(row);
    else groups.set(root, [row]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
