import { toHex } from '../../base/index.ts';
import { readElement, showName } from '../pki/index.ts';
import type { ResponderId } from './types.ts';

/** A name, or a hash in hex. */
export function responderText(id: ResponderId): string {
  if (id.kind === 'key') return toHex(id.hash);
  const name = readElement(id.name);
  return name === undefined ? '' : showName(name);
}
