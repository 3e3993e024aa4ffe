import type { Site } from '../types.ts';
import { backup } from './backup.ts';
import { certificates } from './certificates.ts';
import { internet, smarthost } from './debian.ts';
import { dkim } from './dkim.ts';
import { hosts } from './hosts.ts';
import { lists } from './lists.ts';
import { lmtp } from './lmtp.ts';
import { names } from './names.ts';
import { srs } from './srs.ts';
import { tricks } from './tricks.ts';
import { virtual } from './virtual.ts';

export const SITES: readonly Site[] = [
  ...[smarthost, internet, virtual, lists, names, srs, dkim],
  ...[backup, lmtp, tricks, hosts, certificates],
];
