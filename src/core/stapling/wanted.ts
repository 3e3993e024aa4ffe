/** From a file of certificates to those that want a proof, and the names of their proof files. */
import { basename, join } from 'node:path';
import type { Certificate } from '../pki/index.ts';

/**
 * Every certificate that is no CA's; the first one, where all are. So a chain has one, the file of a server with two keys
 * two, and a CA's certificate can be asked about by itself.
 */
export function leavesOf(certificates: readonly Certificate[]): readonly Certificate[] {
  const leaves = certificates.filter(({ extensions }) => extensions.basicConstraints?.isCa !== true);
  return leaves.length > 0 ? leaves : certificates.slice(0, 1);
}

/**
 * `mx.pem` → `mx.pem.ocsp`, the name under which HAProxy looks for it; numbered where a file has several leaves.
 *
 * @param index  counting from 0, among `count`
 */
export function proofFileFor(source: string, folder: string, index = 0, count = 1): string {
  return join(folder, `${basename(source)}${count > 1 ? `.${index + 1}` : ''}.ocsp`);
}
