/** Which faces of FER2013's Training were left out. */
export interface SplitRule {
  /** Those that a leakage list ties to the other two splits. */
  readonly leaked: boolean;
  /** Those in which most voters saw no face. */
  readonly faceless: boolean;
}

/** Which rows trained, validated and tested, as manifests say it. */
export function writeSplitRule({ leaked, faceless }: SplitRule): string {
  const leftOut = [
    ...(leaked ? ['those that the leakage list ties to PublicTest or PrivateTest'] : []),
    ...(faceless ? ['those in which most voters saw no face'] : []),
  ];
  const training = leftOut.length === 0 ? 'Training, all of it' : `Training, without ${leftOut.join(' and ')}`;
  return (
    `Trained on ${training}. Validated on PublicTest, on which decision rules, recipes and promotions were chosen, but ` +
    'no epoch. PrivateTest took no part.'
  );
}

/** The rule that a manifest's sentence tells of; null for the sentence of another program. */
export function parseSplitRule(sentence: string): SplitRule | null {
  const rules = [true, false].flatMap((leaked) => [true, false].map((faceless) => ({ leaked, faceless })));
  return rules.find((rule) => writeSplitRule(rule) === sentence) ?? null;
}
