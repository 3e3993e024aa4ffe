/** What becomes of an address in each place, as `exim -brw` prints it (Exim spec §5.2). */
import { after, type Later } from '../expand/index.ts';
import { PLAIN_MAILBOX, readMailbox } from '../mailbox/index.ts';
import { isHeader, readFlags } from './flags.ts';
import { rewriteAddress } from './rewrite.ts';
import { PLACES, type Place, type RewriteWorld } from './types.ts';

/** @param written  as somebody types it: `ann`, `Ann <ann@example.org>` */
export async function listRewrites(written: string, world: RewriteWorld): Promise<string> {
  if (world.rules.length === 0) return 'No rewrite rules are defined\n';
  const smtp = await smtpLine(written, world);
  const full = hasDomain(written) ? written : `${written}@${await world.qualifyDomain()}`;
  const mailbox = readMailbox(full, { ...PLAIN_MAILBOX, literals: true });
  if (typeof mailbox === 'string') {
    const problem = mailbox.charAt(0).toUpperCase() + mailbox.slice(1);
    return smtp === '' ? `Syntax error in ${full}\n${problem}\n` : smtp;
  }
  const lines: string[] = [smtp];
  for (const place of PLACES.slice(0, 8)) {
    lines.push(await lineFor(place, mailbox.address, full.slice(0, mailbox.start), full.slice(mailbox.end), world));
  }
  return lines.join('');
}

/** An `@` in quotes parts nothing. */
const hasDomain = (written: string): boolean => /@[^"]*$/.test(written);

/** Shown where a rule for SMTP has changed it. */
function smtpLine(written: string, world: RewriteWorld): Later<string> {
  if (!world.rules.some(({ flags }) => readFlags(flags).places.has('smtp-recipient'))) return '';
  return after(rewriteAddress(written, 'smtp-recipient', world), ({ address, changed }) =>
    changed ? `    SMTP: ${address}\n` : '',
  );
}

const WIDTH = 8;

const lineFor = (place: Place, address: string, before: string, behind: string, world: RewriteWorld): Later<string> =>
  after(rewriteAddress(address, place, world), ({ address: made, whole }) => {
    const shown = made === '' ? '<>' : (whole ?? (isHeader(place) ? before + made + behind : made));
    return `${place.padStart(WIDTH)}: ${shown}\n`;
  });
