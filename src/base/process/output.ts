/** What a program says, as it says it: for decompressors and the like. */
import { spawn } from 'node:child_process';
import { nothingElse } from './descriptors.ts';

export interface OutputSpec {
  readonly command: string;
  readonly args: readonly string[];
}

/** Throws at the end where the program could not be started or did not end well; ended by who stops reading. */
export async function* programOutput({ command, args }: OutputSpec): AsyncGenerator<Uint8Array> {
  const child = spawn(command, args, { stdio: nothingElse(['ignore', 'pipe', 'pipe']) });
  let said = '';
  child.stderr!.on('data', (part: Buffer) => {
    said = (said + part.toString()).slice(0, MAX_SAID);
  });
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(`${command} cannot be started: ${error.code}`));
    child.once('close', (status, signal) => resolve(status === 0 ? undefined : said.trim() || `${signal ?? status}`));
  });
  try {
    for await (const part of child.stdout!) yield part as Uint8Array;
    const trouble = await ended;
    if (trouble !== undefined) throw new Error(trouble);
  } finally {
    if (child.exitCode === null) child.kill();
  }
}

const MAX_SAID = 1024;
