/** The built program as a process of its own: words in, output and status out. `npm test` builds it first. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const RUN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export interface Ran {
  readonly out: string;
  readonly complaint: string;
  readonly status: number;
}

/** @param env  beside PATH and HOME, all there is in its environment */
export function mxray(words: readonly string[], env: Readonly<Record<string, string>> = {}, input = ''): Promise<Ran> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve) => {
    const options = { env: { PATH, HOME, MXRAY_NO_CODE_CACHE: '1', ...env }, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [RUN, ...words], options, (error, out, complaint) => {
      resolve({ out, complaint, status: error === null ? 0 : Number(error.code ?? 255) });
    });
    child.stdin?.on('error', () => {}); // it may have ended without reading
    child.stdin?.end(input);
  });
}
