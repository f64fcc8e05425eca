/** A place of a map, in its pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** How large a map is, in its pixels. */
export interface MapSize {
  readonly width: number;
  readonly height: number;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where on a map a pointer is; the nearest place where it has left the map. The map fills the event's element. */
export function findPlace(event: MouseEvent, { width, height }: MapSize): Place {
  const bounds = (event.currentTarget as HTMLElement).getBoundingClientRect();
  const at = (position: number, from: number, length: number, cells: number) =>
    hold(Math.floor(((position - from) / length) * cells), cells);
  return {
    x: at(event.clientX, bounds.x, bounds.width, width),
    y: at(event.clientY, bounds.y, bounds.height, height),
  };
}

/**
 * Where an arrow key leads to.
 *
 * @returns null for another key, which is left to the browser
 */
export function movePlace(event: KeyboardEvent, { x, y }: Place, { width, height }: MapSize, pixels = 1): Place | null {
  const step = STEPS[event.key];
  if (!step) return null;
  event.preventDefault();
  return { x: hold(x + pixels * step[0], width), y: hold(y + pixels * step[1], height) };
}

function hold(position: number, cells: number): number {
  return Math.max(0, Math.min(cells - 1, position));
}
