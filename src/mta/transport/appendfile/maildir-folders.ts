/** A maildir has tmp, new and cur; a folder of Maildir++ has the file maildirfolder, too. */
import { chmod, mkdir, open, stat } from 'node:fs/promises';
import { systemErrorText } from '../../../base/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { halt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import { codeOf, deferred, errnoOf } from '../outcome.ts';
import { makeDirectories } from './creation.ts';
import { factsOf } from './quota.ts';
import { matches, regexOf } from './regex.ts';
import type { AppendfileTask } from './task.ts';

export async function ensureMaildir(task: AppendfileTask): Promise<void> {
  for (const part of ['', '/tmp', '/new', '/cur']) await ensureFolder(task, part);
  const { folderRegex } = task.maildir;
  if (folderRegex !== undefined && matches(regexOf(folderRegex), task.path)) await markAsFolder(task.path);
}

/** Others may make or remove it just now. */
const MAX_RACES = 10;

async function ensureFolder(task: AppendfileTask, part: string): Promise<void> {
  const path = task.path + part;
  for (let races = 0; races < MAX_RACES; races += 1) {
    const seen = await look(path);
    if (seen === 'directory') return;
    if (seen === 'other') halt(deferred(`${path} is not a directory`, { errno: ERRNO.notDirectory }));
    if (codeOf(seen) !== 'ENOENT' || !task.createsDirectory)
      halt(deferred(`stat() error for ${path}: ${systemErrorText(codeOf(seen) ?? '')}`, { errno: errnoOf(seen) }));
    if (await makeFolder(task, part)) return;
  }
  halt(deferred(`existence of ${path} unclear\n`, { special: 'freeze' }));
}

async function look(path: string): Promise<'directory' | 'other' | NodeJS.ErrnoException> {
  try {
    return (await stat(pathOf(path))).isDirectory() ? 'directory' : 'other';
  } catch (thrown) {
    return thrown as NodeJS.ErrnoException;
  }
}

/** False: another was faster. */
async function makeFolder({ path, directoryMode }: AppendfileTask, part: string): Promise<boolean> {
  try {
    if (part === '') await makeDirectories(path, directoryMode);
    else {
      await mkdir(pathOf(path + part), directoryMode);
      await chmod(pathOf(path + part), directoryMode);
    }
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    return halt(deferred(`cannot create ${path}${part}`, { errno: errnoOf(thrown) }));
  }
}

const MODE = 0o600;

async function markAsFolder(path: string): Promise<void> {
  const name = `${path}/maildirfolder`;
  if ((await factsOf(name)) !== undefined) return;
  try {
    await (await open(pathOf(name), 'a', MODE)).close();
  } catch (thrown) {
    const why = systemErrorText(codeOf(thrown) ?? '');
    halt(deferred(`appendfile: failed to create maildirfolder file in ${path} directory: ${why}`));
  }
}
