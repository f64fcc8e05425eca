import type { EngineMessage, EngineReply } from '../../src/engine/link/protocol.ts';

/** A message between page and engine, without what it carries. */
export interface RecordedMessage {
  readonly from: 'page' | 'engine';
  readonly type: (EngineMessage | EngineReply)['type'];
  readonly id: number | null;
}

declare global {
  interface Window {
    engineMessages: RecordedMessage[];
  }
}

/** Runs in the page before its own scripts; from then on all that page and engine tell each other is in `engineMessages`. */
export function recordMessages(): void {
  window.engineMessages = [];
  const record = (from: RecordedMessage['from'], message: EngineMessage | EngineReply) =>
    window.engineMessages.push({ from, type: message.type, id: 'id' in message ? message.id : null });
  window.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      this.addEventListener('message', ({ data }: MessageEvent<EngineReply>) => record('engine', data));
    }
    override postMessage(message: EngineMessage, options?: StructuredSerializeOptions | Transferable[]): void {
      record('page', message);
      super.postMessage(message, options as Transferable[]);
    }
  };
}
