/** Packages that speak to servers: optional, loaded when a lookup first wants one, named where it is missing. */
import { type Failure, failed } from '../../expand/index.ts';

/** @returns a failure of the configuration with the way out */
export async function loadPeer<T>(type: string, name: string, load: () => Promise<T>): Promise<T | Failure> {
  try {
    return await load();
  } catch (error) {
    const why = isMissing(error) ? 'which is not installed' : `which cannot be loaded (${reasonOf(error)})`;
    return failed(`${type} lookups need the package ${name}, ${why}: npm install ${name} beside mxray`);
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_MODULE_NOT_FOUND' ||
    error.code === 'MODULE_NOT_FOUND' ||
    error.code === 'ERR_UNKNOWN_BUILTIN_MODULE');

export const reasonOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? '';
};
