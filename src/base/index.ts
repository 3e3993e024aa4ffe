/**
 * base: the few words every other module speaks. Results, octets, time, chance, findings, the trace port.
 *
 * It imports nothing of ours and opens nothing; whatever needs a socket or a file lives elsewhere.
 */
export * from './address.ts';
export * from './bytes.ts';
export * from './clock.ts';
export * from './compiler.ts';
export * from './current-folder.ts';
export * from './files.ts';
export * from './finding.ts';
export * from './folders.ts';
export { formatInstant } from './instant.ts';
export * from './interval.ts';
export * from './kept.ts';
export * from './letters.ts';
export * from './limit.ts';
export * from './lock.ts';
export * from './nearest.ts';
export * from './pace.ts';
export * from './process-mark.ts';
export * from './public-jwk.ts';
export * from './random.ts';
export * from './result.ts';
export * from './roster.ts';
export * from './sleep.ts';
export * from './system-errors.ts';
export * from './trace.ts';
export * from './trim.ts';
