/** 'offered': a newer version is there and waits. 'replaced': it has taken the place of the one that this page is of. */
export type UpdateNews = 'offered' | 'replaced';

/** What the visitor is told of a newer version of the page, and what he can do about it. */
export class SiteUpdate {
  #news = $state.raw<UpdateNews | null>(null);
  readonly #reloadPage: () => void;
  #takeOver: (() => void) | null = null;
  #isTakingOver = false;

  /** @param reloadPage loads the page again */
  constructor(reloadPage: () => void) {
    this.#reloadPage = reloadPage;
  }

  get news(): UpdateNews | null {
    return this.#news;
  }

  /** @param takeOver puts the newer version in the place of this one, and calls what it is given once it is there */
  offer(takeOver: (onTaken: () => void) => void): void {
    this.#takeOver = () => {
      this.#isTakingOver = true;
      takeOver(this.#reloadPage);
    };
    this.#news = 'offered';
  }

  /** The version that this page is of is none any more: what it has not loaded yet it may never get. */
  announce(): void {
    // As wanted here: the page is about to be loaded again.
    if (this.#isTakingOver) return;
    this.#takeOver = null;
    this.#news = 'replaced';
  }

  /** The visitor wants the newer version. No other page of this site is reloaded: it may hold photos. */
  reload(): void {
    (this.#takeOver ?? this.#reloadPage)();
  }

  /** The visitor has heard of it. */
  dismiss(): void {
    this.#news = null;
  }
}
