/** A stream of random numbers. */
export interface Random {
  /** The next number, uniform in [0, 1). */
  next(): number;
  /** Four words that say all: copy them to save the stream, set them to restore it. */
  readonly state: Uint32Array<ArrayBuffer>;
}

/** Rounds after which sfc32 has mixed its seeds. */
const WARM_UP_ROUNDS = 20;

/**
 * A stream of sfc32 (Doty-Humphrey, PractRand). Different arguments give independent streams, such as one for each
 * (seed, epoch, worker).
 *
 * @param seed whole numbers 0..2^32 - 1, the others too
 */
export function createRandom(seed: number, stream = 0, substream = 0): Random {
  const state = Uint32Array.of(seed, stream, substream, 1);
  const random = { state, next: () => advance(state) / 2 ** 32 };
  for (let i = 0; i < WARM_UP_ROUNDS; i++) random.next();
  return random;
}

/** A number uniform in [low, high). */
export function drawUniform(random: Random, low: number, high: number): number {
  return low + random.next() * (high - low);
}

/** A number of the normal distribution with mean 0 and standard deviation 1 (Box and Muller 1958). */
export function drawGaussian(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/** Shuffles in place (Fisher and Yates), every order equally likely, and returns the same array. */
export function shuffle(values: Int32Array<ArrayBuffer>, random: Random): Int32Array<ArrayBuffer> {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    const moved = values[i] as number;
    values[i] = values[j] as number;
    values[j] = moved;
  }
  return values;
}

function advance(state: Uint32Array): number {
  const [a, b, c, counter] = state as unknown as readonly [number, number, number, number];
  const output = (a + b + counter) >>> 0;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + output;
  state[3] = counter + 1;
  return output;
}
