import type { Box } from '../../src/core/box.ts';

/** A face as the page shows it: its box over the picture, and its card. */
export interface ShownFace {
  readonly id: number;
  readonly expression: string;
  /** Seven raw numbers in class order. */
  readonly probabilities: readonly number[];
  /** Where its box lies on the picture on show, as shares 0..1 of that picture's width and height, unmirrored. */
  readonly box: Box;
}

/** What the live view showed after one frame. */
export interface ShownFrame {
  /** How many frames had been analysed. */
  readonly frames: number;
  readonly numTensors: number;
  readonly faces: readonly ShownFace[];
}

/** What the probe adds to the page. */
export interface PageProbe {
  /** The faces on show, from left to right. */
  readFaces(): ShownFace[];
  /** Waits for `count` frames to be analysed and returns what was shown after each. */
  watchFrames(count: number): Promise<ShownFrame[]>;
}

declare global {
  interface Window {
    mienProbe: PageProbe;
  }
}

/** Runs in the page before its own scripts; reads nothing but the document, as a visitor does. */
export function installPageProbe(): void {
  const findAll = (testId: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid=${testId}]`)];

  function readFaces(): ShownFace[] {
    const picture = document.querySelector('main :is(video, img:not([alt=""]))');
    if (!picture) return [];
    const frame = picture.getBoundingClientRect();
    const mirrored = new DOMMatrix(getComputedStyle(picture).transform).a < 0;
    const cards = new Map(findAll('face-card').map((card) => [card.dataset.faceId, card.dataset]));
    const faces = findAll('face-box').map((element) => {
      const shown = element.getBoundingClientRect();
      const left = mirrored ? frame.right - shown.right : shown.left - frame.left;
      const card = cards.get(element.dataset.faceId);
      return {
        id: Number(element.dataset.faceId),
        expression: card?.expression ?? 'no card',
        probabilities: JSON.parse(card?.probabilities ?? '[]') as number[],
        box: {
          x: left / frame.width,
          y: (shown.top - frame.top) / frame.height,
          width: shown.width / frame.width,
          height: shown.height / frame.height,
        },
      };
    });
    return faces.sort((a, b) => a.box.x - b.box.x);
  }

  function watchFrames(count: number): Promise<ShownFrame[]> {
    return new Promise((resolve) => {
      const shown: ShownFrame[] = [];
      const observer = new MutationObserver(() => {
        const stats = findAll('stats')[0]?.dataset;
        const frames = Number(stats?.frames);
        if (!(frames > (shown.at(-1)?.frames ?? 0))) return;
        shown.push({ frames, numTensors: Number(stats?.numTensors), faces: readFaces() });
        if (shown.length < count) return;
        observer.disconnect();
        resolve(shown);
      });
      observer.observe(document.body, { subtree: true, attributeFilter: ['data-frames'] });
    });
  }

  window.mienProbe = { readFaces, watchFrames };
}
