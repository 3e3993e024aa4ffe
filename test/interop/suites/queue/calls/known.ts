/** Where a call differs from Exim 4.96, and why. They count as differences. */
const VERBOSE = 'of a delivery -v and -N tell nothing here';

/** By group and words. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ...['tried: -v -M @later', 'tried: -N -M @two'].map((call) => [call, VERBOSE] as const),
]);

/** @returns the reason */
export const knownOf = (title: string): string | undefined => KNOWN.get(title);
