/** Random numbers from 0 to below 1, repeatable with the same seed: that of FAULT_SEED, or a new one. */
export function seededRandom(): (() => number) & { readonly seed: number } {
  const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31));
  let state = seed;
  // Mulberry32: small, fast, and good enough to choose what breaks next.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Object.assign(next, { seed });
}
