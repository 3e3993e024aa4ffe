/** A mailer that nobody knows: it has to be one by its address, and to say that something failed or is late. */
import { confidenceOf, delayed } from './evidence.ts';
import { addressesIn, angleBlocks, indentedBlocks, labelledBlocks } from './families/blocks.ts';
import { comesFromMailer, type Mail } from './mail.ts';
import type { BouncedRecipient, BounceReading } from './types.ts';

const FAILED =
  /(?:was|message) (?:not accepted|rejected)|(?:no such|unknown|invalid) (?:user|mailbox|recipient)|user (?:not found|unknown)|failed (?:recipient|address)|(?:un|not |n't be |could not be |cannot be |failed to be )deliver|deliver\w* (?:has )?fail|undeliverable|returned (?:mail|to sender)|failure notice|mail delivery (?:failed|failure|problem)|unzustellbar|nicht zugestellt|non remis|(?:échec|impossible)[^.]{0,30}(?:remise|livraison)|no (?:se pudo|ha sido) entreg|mancata consegna|non (?:è stato|consegn)|onbestelbaar|niet (?:worden )?bezorgd|n[aã]o (?:foi|p[oô]de ser) entregue|falha na entrega|недоставлен|не доставлено|配信(?:不能|できません)/iu;
const LATE =
  /delayed|still (?:being )?(?:retr|try)|(?:has|have) not (?:yet been delivered|been delivered yet)|attempts (?:will )?continue|continue to (?:attempt|try)|will (?:be retried|keep trying|continue to (?:try|be attempted))|warning only|verzögert|noch nicht zugestellt|retardé|retrasad|in ritardo|vertraagd|atrasad/i;

export function readGenerically(mail: Mail): Omit<BounceReading, 'from'> | undefined {
  const words = `${mail.subject}\n${mail.text}`;
  if (!comesFromMailer(mail) && !looksLikeReport(mail)) return undefined;
  const isLate = LATE.test(words);
  if (!isLate && !FAILED.test(words)) return undefined;
  const found = recipientsIn(mail);
  const recipients = isLate ? found.map(delayed) : found;
  if (recipients.length === 0 && !isLate) return undefined;
  const kind = isLate ? 'delayed' : recipients.some((one) => one.kind === 'hard') ? 'hard' : 'soft';
  return {
    kind,
    family: 'mailer',
    confidence: Math.min(0.6, confidenceOf(recipients)),
    recipients,
    reason: 'from a mailer, in words of its own',
  };
}

/** A report that has lost its fields; a gateway that names itself otherwise. An answer to such a mail is none. */
const looksLikeReport = ({ subject, entity }: Mail): boolean =>
  entity.type.name === 'multipart/report' ||
  /^(?:undeliver|deliver\w* (?:failure|failed|status|delayed)|returned mail|mail (?:delivery|could not be delivered)|warning: (?:message|could not)|failure notice)/i.test(
    subject,
  );

/** Whoever stands there sent the mail, or the list did. */
const OWN_FIELDS = ['to', 'sender', 'errors-to', 'list-post', 'reply-to'];

/** As a list, or else every address in it that is no sender of the mail. */
function recipientsIn({ text, from, header }: Mail): readonly BouncedRecipient[] {
  const blocks = [angleBlocks(text), indentedBlocks(text, text), labelledBlocks(text)].find(({ length }) => length > 0);
  if (blocks !== undefined) return blocks;
  const own = `${from} ${OWN_FIELDS.map(header).join(' ')}`.toLowerCase();
  return addressesIn(text, text).filter(({ address }) => !own.includes(address.toLowerCase()));
}
