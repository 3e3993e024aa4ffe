/** What mailers say without a number, in the languages they say it in. To add one: a phrase in the row of its meaning. */

export type Meaning =
  | 'no-mailbox'
  | 'no-domain'
  | 'full'
  | 'disabled'
  | 'too-large'
  | 'refused'
  | 'expired'
  | 'unreachable'
  | 'loop';

/** First match counts: what is about room comes before what is about the mailbox. */
const ROWS: readonly (readonly [Meaning, RegExp])[] = [
  [
    'full',
    /mailbox (?:is )?(?:full|exceed)|(?:over|exceed\w*|out of) (?:\w+ ){0,4}quota|quota (?:\w+ ){0,2}(?:exceed|full|violat)|overquota|insufficient (?:system )?storage|disk (?:quota|full)|no space left|account is full|Postfach (?:ist )?voll|Speicherplatz|boîte (?:aux lettres |de réception )?(?:est )?pleine|buz[oó]n (?:est[aá] )?lleno|casella (?:\w+ )?(?:è )?piena|mailbox (?:is )?vol\b|caixa (?:\w+ ){0,3}cheia|容量|переполнен/iu,
  ],
  [
    'no-mailbox',
    /(?:user|recipient|mailbox|account|address|addressee)\b[^.\n]{0,60}\b(?:unknown|not found|does ?n[o']t exist|not exist|not known|not listed|unavailable|invalid|no longer)|(?:unknown|no such|invalid|unrouteable|bad destination|nonexistent) (?:\w+ ){0,2}(?:user|recipient|mailbox|account|address|person|local part)|unrouteable address|does ?n[o']t have an? \S+ account|address (?:couldn't be|could not be|not) found|not a valid (?:mailbox|user)|(?:Benutzer|Empfänger|Postfach|Adresse)\b[^.\n]{0,40}(?:unbekannt|nicht gefunden|existiert nicht)|(?:utilisateur|destinataire|adresse)\b[^.\n]{0,40}(?:inconnu|introuvable|n.existe pas)|(?:usuario|destinatario|direcci[oó]n)\b[^.\n]{0,40}(?:desconocid|no existe|no encontrad)|(?:utente|destinatario|indirizzo)\b[^.\n]{0,40}(?:sconosciut|inesistente|non esiste|non trovat)|(?:gebruiker|ontvanger|adres)\b[^.\n]{0,40}(?:onbekend|bestaat niet|niet gevonden)|(?:utilizador|usu[aá]rio|destinat[aá]rio|endere[cç]o)\b[^.\n]{0,40}(?:desconhecid|n[aã]o existe|n[aã]o encontrad)|пользователь (?:\S+ )?не (?:найден|существует)|ユーザー?(?:は|が)?(?:不明|存在しません)/iu,
  ],
  [
    'no-domain',
    /(?:host|domain)\b[^.\n]{0,60}\b(?:unknown|not found|does ?n[o']t exist|couldn't be found|lookup (?:failed|did not succeed)|not exist)|name or service not known|no such (?:host|domain)|unknown (?:host|domain)|unrouteable mail domain|all relevant MX records point to non-existent hosts|couldn't find any host named/i,
  ],
  [
    'disabled',
    /(?:account|mailbox|user)\b[^.\n]{0,40}\b(?:disabled|suspended|inactive|locked|deactivated|discontinued)|address no longer accepts mail/i,
  ],
  ['too-large', /message (?:size|length|file)?[^.\n]{0,40}(?:too (?:big|large)|exceeds|larger than)|size limit/i],
  [
    'refused',
    /spam|blacklist|blocklist|blocked|denied|not permitted|policy|prohibited|refused by|relay(?:ing)? (?:access )?(?:denied|not permitted)|rejected|listed (?:at|in|by)/i,
  ],
  ['loop', /mail loop|too many (?:hops|"?received"? headers)|looping/i],
  [
    'expired',
    /retry time(?:out)? (?:not reached|exceeded)|delivery (?:time )?(?:expired|timed out)|been in the queue too long|giving up|could not be delivered for \d|for (?:more than )?\d+ (?:days|hours)/i,
  ],
  [
    'unreachable',
    /connection (?:timed out|refused|reset|dropped)|no route to host|network is unreachable|could not connect|time(?:d )?-?out|temporar(?:y|ily)|wasn't able to establish an SMTP connection/i,
  ],
];

/** Lasting: what waiting does not mend. */
export const LASTING: readonly Meaning[] = ['no-mailbox', 'no-domain', 'disabled', 'too-large', 'refused', 'loop'];

export const findMeaning = (text: string): Meaning | undefined => ROWS.find(([, phrase]) => phrase.test(text))?.[0];
