/**
 * Lets messages in that have come meanwhile, and one that gives the work up take effect. Where the networks run on
 * WebAssembly nothing ever waits, and a message would be heard of only when all is done.
 *
 * By a message of its own: nested timers are held up for 4 ms, and in hidden pages for longer.
 *
 * @throws the signal's reason, if it is aborted by then
 */
export async function yieldToMessages(signal: AbortSignal): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  port1.close();
  signal.throwIfAborted();
}
