/** Mailers by how they write. To add one: a file beside, and a row here. The first that recognises its own counts. */
import { courier } from './courier.ts';
import { domino } from './domino.ts';
import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import { gmail } from './gmail.ts';
import { groupwise } from './groupwise.ts';
import { msSmtp } from './ms-smtp.ts';
import { postfix } from './postfix.ts';
import { qmail } from './qmail.ts';
import { sendmail } from './sendmail.ts';
import type { MailerFamily } from './types.ts';
import { yahoo } from './yahoo.ts';

/** Gmail before Exim: both write X-Failed-Recipients. */
export const mailerFamilies: readonly MailerFamily[] = [
  gmail,
  qmail,
  postfix,
  sendmail,
  courier,
  yahoo,
  domino,
  groupwise,
  msSmtp,
  exchange,
  exim,
];
