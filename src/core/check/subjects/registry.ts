/**
 * The subjects of a check, in the order of what to mend first: what keeps mail from arriving, what keeps it from arriving
 * safely, what keeps others from forging it, what is a courtesy.
 *
 * To add one: a file here (copy `reverse.ts`), its facts in `types.ts`, a row below, a shape in `ui/schema/check.ts`.
 */
import type { SubjectName } from '../types.ts';
import { certificates } from './certificates.ts';
import { dane } from './dane.ts';
import { dkim } from './dkim.ts';
import { dmarc } from './dmarc.ts';
import { dnssec } from './dnssec.ts';
import { mtasts } from './mtasts.ts';
import { mx } from './mx.ts';
import { reverse } from './reverse.ts';
import { spf } from './spf.ts';
import { tls } from './tls.ts';
import { tlsrpt } from './tlsrpt.ts';
import type { SubjectDef } from './types.ts';

export const subjects: { readonly [Name in SubjectName]: SubjectDef<Name> } = {
  mx,
  dnssec,
  dane,
  mtasts,
  tls,
  certificates,
  dmarc,
  spf,
  dkim,
  tlsrpt,
  reverse,
};
