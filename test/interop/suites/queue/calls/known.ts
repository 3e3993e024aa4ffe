/** Where a call differs from Exim 4.96, and why. They count as differences. */
const VERBOSE = 'of a delivery -v and -N tell nothing here';
const TOGETHER = 'one of -q, -R, -S and -bp a call';
const LOADED = 'strings are not expanded for a message of the queue';
const PATTERNS = 'a pattern that is none is told in our own words';

/** By group and words. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ...['tried: -v -M @later', 'tried: -N -M @two'].map((call) => [call, VERBOSE] as const),
  ...['-R a -S b', '-R a -q', '-q -R later', '-qf -R later', '-qff -S ann', '-qi -R later'].map(
    (call) => [`selected: ${call}`, TOGETHER] as const,
  ),
  ['run: -q -bp', TOGETHER],
  ['selected: -Rr (', PATTERNS],
]);

/** @returns the reason */
export const knownOf = (title: string): string | undefined => (title.includes('-Mset') ? LOADED : KNOWN.get(title));
