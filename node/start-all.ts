/**
 * Waits for all that is starting at the same time. If one of them fails, none is left behind: those that did start are
 * released first.
 *
 * @throws what the first one of them failed with
 */
export async function startAll<const Started extends readonly unknown[]>(
  starting: { readonly [K in keyof Started]: Promise<Started[K]> },
  release: (started: Started[number]) => Promise<unknown>,
): Promise<Started> {
  const results = await Promise.allSettled(starting);
  const failure = results.find((result) => result.status === 'rejected');
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (!failure) return started as unknown as Started;
  await Promise.allSettled(started.map((one) => release(one)));
  throw failure.reason;
}
