/**
 * Which face stands out, in the picture and among the cards: the one under the pointer, or else the one that was
 * marked by its button, which keyboard and finger reach too.
 */
export class FaceHighlight {
  /** The photo or video to whose faces the ids belong. */
  readonly of: unknown;
  #hoveredId = $state<number | null>(null);
  #markedId = $state<number | null>(null);

  constructor(of: unknown) {
    this.of = of;
  }

  get id(): number | null {
    return this.#hoveredId ?? this.#markedId;
  }

  get markedId(): number | null {
    return this.#markedId;
  }

  /** Marks a face; the one that is marked already is let go. */
  toggleMark(id: number): void {
    this.#markedId = this.#markedId === id ? null : id;
  }

  /** Follows a pointer that came over a face. A finger does not hover: it has the button. */
  enter(event: PointerEvent, id: number): void {
    if (event.pointerType !== 'touch') this.#hoveredId = id;
  }

  leave(): void {
    this.#hoveredId = null;
  }
}
