/** The ACL that a text stands for: one of the configuration by its name, a file's, or the text itself. */
import { readFileSync, statSync } from 'node:fs';
import { keptByText, thrownErrorText } from '../../../base/index.ts';
import { type Acl, readAclText } from '../../config/index.ts';
import type { Text } from '../../expand/index.ts';
import { type ReadyAcl, readyAcl } from './compile.ts';
import { type AclRun, log } from './run.ts';

export interface Found {
  /** As messages and trails have it. */
  readonly name: string;
  readonly acl: ReadyAcl;
}

/** @returns what the log says where there is none */
export function findAcl(run: AclRun, source: Text): Found | string {
  if (source.tainted) {
    log(run, `attempt to use tainted ACL text "${source.text}"`, ['main', 'panic']);
    return 'internal configuration error';
  }
  const text = source.text.replace(/^[ \t\n\v\f\r]+/, '');
  if (text.includes(' ')) return inline(text);
  const named = run.world.configuration.acls.get(text);
  if (named !== undefined) return { name: `ACL "${text}"`, acl: readyAcl(named) };
  return text.startsWith('/') ? inFile(text) : inline(text);
}

/** Expansions make up ACLs as they please: only so many are kept. */
const MAX_KEPT = 200;
const inlineAcl = keptByText(MAX_KEPT, (text) => parsed(text, 'inline ACL'));

function inline(text: string): Found | string {
  const acl = inlineAcl(text);
  return typeof acl === 'string' ? acl : { name: 'inline ACL', acl: readyAcl(acl) };
}

function parsed(text: string, name: string): Acl | string {
  const read = readAclText(text, name);
  return read.ok ? read.value : read.error;
}

interface KeptFile {
  readonly modifiedMs: number;
  readonly acl: Acl | string;
}

const files = new Map<string, KeptFile>();

/** A file is read again when it has changed. */
function inFile(path: string): Found | string {
  const kept = keptFile(path);
  if (typeof kept === 'string') return kept;
  return typeof kept.acl === 'string' ? kept.acl : { name: `ACL "${path}"`, acl: readyAcl(kept.acl) };
}

function keptFile(path: string): KeptFile | string {
  try {
    const { mtimeMs } = statSync(path);
    const known = files.get(path);
    if (known?.modifiedMs === mtimeMs) return known;
    const kept = { modifiedMs: mtimeMs, acl: parsed(readFileSync(path, 'latin1'), path) };
    if (files.size >= MAX_KEPT) files.clear();
    files.set(path, kept);
    return kept;
  } catch (cause) {
    return `failed to open ACL file "${path}": ${thrownErrorText(cause)}`;
  }
}
