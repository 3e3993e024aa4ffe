/** Files of `control = debug`: beside the main log, named debuglog and a tag; begun when the first line is there. */
import { rmSync } from 'node:fs';
import { systemClock } from '../../../base/index.ts';
import { createLogFile } from './file.ts';
import { logFileName } from './path.ts';
import type { LogSettings } from './settings.ts';

export interface DebugFile {
  /** A line without its end, one character an octet. */
  readonly write: (line: string) => void;
  readonly close: () => void;
  /** Closed, and taken away. */
  readonly remove: () => void;
}

const MAX_TAG = 64;

/** @returns undefined where the logs are no files */
export function openDebugFile({ places, owner }: LogSettings, tag: string): DebugFile | undefined {
  const { template } = places;
  if (template === undefined) return undefined;
  const behind = tag.replace(/[^\w.-]/g, '_').slice(0, MAX_TAG); // it may be a client's word
  const name = (at: Date): string => `${logFileName(template, 'debug', at)}${behind}`;
  const file = createLogFile({ name, ...(owner !== undefined && { owner }) });
  return {
    write: (line) => {
      const at = systemClock.now();
      file.append(`${at.toISOString().slice(11, 19)} ${process.pid} ${line}\n`, at); // what cannot be written is not missed
    },
    close: () => file.close(),
    remove: () => {
      file.close();
      rmSync(name(systemClock.now()), { force: true });
    },
  };
}
