/**
 * Seeded random numbers: the only source of chance in the pure rooms. Same seed, same sequence, on every machine.
 */

/** A stream of random numbers. */
export interface Random {
  /** A number in [0, 1) with 32 random bits. */
  next(): number;
  /** A whole number in [0, bound). */
  below(bound: number): number;
  /** A new stream, independent of this one, that depends on the seed and `label` only. */
  fork(label: number): Random;
}

function scramble(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

/** A stream of the sfc32 generator (Doty-Humphrey, PractRand) for `seed`, any safe integer. */
export function createRandom(seed: number): Random {
  let a = scramble(seed ^ 0x9e3779b9);
  let b = scramble(Math.floor(seed / 2 ** 32) + 0x243f6a88);
  let c = scramble(seed + 0x3c6ef372);
  let counter = 1;
  function word(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  }
  for (let round = 0; round < 15; round++) word();
  return {
    next: () => word() / 4_294_967_296,
    below: (bound) => Math.floor((word() / 4_294_967_296) * bound),
    fork: (label) => createRandom(scramble(seed) + Math.imul(label + 1, 0x2545f491)),
  };
}
