import type { RaterComparison } from '../../src/core/model-manifest.ts';

/** The network beside one of the people who voted, in a sentence. */
export function describeRater({ n, network, everyday, person }: RaterComparison): string {
  return (
    `Cross-entropy to the votes on ${n} faces, single votes included: ${network.toFixed(3)} nats for the network’s plain ` +
    `softmax, ${everyday.toFixed(3)} as it reads every day, ${person.toFixed(3)} for what one held-out person’s vote tells ` +
    'of the others’.'
  );
}
