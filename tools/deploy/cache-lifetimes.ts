/**
 * How long a copy of a file is good. Names in assets/ contain a hash of what is in them, so they never change; all else
 * is asked for again, which costs an answer without a body while it has not changed.
 */
export const CACHE_LIFETIMES = { 'assets/': 'public, max-age=31536000, immutable', other: 'no-cache' } as const;
