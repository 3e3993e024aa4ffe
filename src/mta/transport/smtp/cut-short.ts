/** A conversation that ended too early, as trouble of the host (Exim spec ch. 30). */
import { constants } from 'node:os';
import type { Outcome, Reply } from '../../../core/smtp/index.ts';
import { isTemporary } from '../../../core/smtp/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { contentTrouble } from './guarded.ts';
import type { Recipe } from './recipe.ts';
import { closedAfter, commandText, errorAfter, malformedAfter, replyLines, type Said, timeoutAfter } from './texts.ts';
import type { HostTrouble } from './trouble.ts';

const TIMED_OUT = constants.errno.ETIMEDOUT;

/** Where a conversation stood when it ended. */
export interface Standing {
  readonly said: Said;
  /** Of the message, written so far. */
  readonly octets: number;
  readonly plan: Recipe['plan'];
  /** What an event said that ended the connection. */
  readonly stoppedBy?: string | undefined;
  /** What EHLO was answered with, a line end behind each line. */
  readonly ehloSaid?: string | undefined;
}

export function troubleFor(outcome: Outcome, standing: Standing): HostTrouble {
  const { said, octets, stoppedBy } = standing;
  if ((outcome.kind === 'timeout' || outcome.kind === 'closed') && outcome.stage === 'tls')
    return tlsFailed(outcome.kind === 'timeout' ? 'timed out' : 'the server closed the connection');
  switch (outcome.kind) {
    case 'unreachable':
      return unreachable(outcome.error);
    case 'closed':
      if (outcome.alert !== undefined && outcome.stage === 'ehlo') return alerted(outcome.alert);
      return { errno: ERRNO.closed, text: `${closedAfter(said)}${behindEhlo(standing)}`, namesHost: true };
    case 'timeout':
      return { errno: TIMED_OUT, text: timeoutAfter(said, octets), namesHost: true };
    case 'protocol-error':
      return { errno: ERRNO.malformed, text: malformedAfter(said, outcome.line ?? outcome.detail), namesHost: true };
    case 'refused':
      return refusedHost(outcome, standing);
    case 'not-offered':
      return tlsMissing(outcome.isAvoided === true ? NOT_STARTED : 'the server did not offer TLS support');
    case 'tls-failed':
      return { errno: ERRNO.tlsFailed, text: `TLS session: ${handshakeFault(outcome.error)}`, namesHost: true };
    case 'untrusted':
      return { errno: ERRNO.tlsFailed, text: `TLS session: ${outcome.detail}`, namesHost: true };
    case 'auth-failed':
      if (outcome.reply !== undefined)
        return { errno: 0, text: errorAfter(said, outcome.reply), reply: outcome.reply, namesHost: true };
      return {
        errno: outcome.temporary ? ERRNO.authTrouble : ERRNO.authFailed,
        text: outcome.detail,
        namesHost: false,
        isSilent: true,
      };
    case 'message-failed':
      return contentTrouble(outcome.error);
    case 'aborted':
      if (stoppedBy !== undefined)
        return {
          errno: ERRNO.expansionFailed,
          text: `deferred by smtp:connect event expansion: ${stoppedBy}`,
          namesHost: false,
        };
      return { errno: 0, text: 'delivery was given up on request', namesHost: false, endsAll: true };
    case 'done':
      return { errno: ERRNO.closed, text: `${commandText(said)}: the connection had ended`, namesHost: true };
  }
}

/** TLS 1.3: a server says what it thinks of our certificate when the handshake is over for us. */
const alerted = (alert: string): HostTrouble => ({
  errno: ERRNO.tlsFailed,
  text: 'TLS session: error on first read',
  alert,
  namesHost: true,
});

const tlsFailed = (why: string): HostTrouble => ({
  errno: ERRNO.tlsFailed,
  text: `TLS session: (SSL_connect): ${why}`,
  namesHost: true,
});

/** Without the place: the line names the host. */
function handshakeFault({ code, message }: Extract<Outcome, { kind: 'tls-failed' }>['error']): string {
  const what = message.replace(/^\S+: /, '');
  return `(SSL_connect): ${code === 'tls/timeout' ? 'timed out' : what}`;
}

function unreachable({ code, errno = 0, message }: Extract<Outcome, { kind: 'unreachable' }>['error']): HostTrouble {
  if (errno === ERRNO.event) return { errno, namesHost: false };
  if (errno < 0) return { errno, text: message, namesHost: false };
  if (code === 'net/timeout') return { errno: TIMED_OUT, retryErrno: ERRNO.connectTimeout, namesHost: false };
  return { errno, namesHost: false };
}

function refusedHost(
  { stage, reply: heard }: Extract<Outcome, { kind: 'refused' }>,
  { said, plan: { tls }, ehloSaid }: Standing,
): HostTrouble {
  const reply = stage === 'helo' && ehloSaid !== undefined ? replyOver(ehloSaid, heard) : heard;
  if (stage === 'starttls' && (tls === 'required' || tls === 'offered')) return tlsMissing(NOT_STARTED);
  const isFinal = !isTemporary(reply) && reply.code >= 500 && GREETINGS.has(stage);
  return { errno: 0, text: errorAfter(said, reply), reply, namesHost: true, ...(isFinal && { isFinal }) };
}

/** HELO got no answer: that of EHLO before it is told. */
const behindEhlo = ({ said, ehloSaid }: Standing): string =>
  said.stage === 'helo' && ehloSaid !== undefined
    ? ` (EHLO response was: ${ehloSaid.trimEnd().replaceAll('\n', '\\n')})`
    : '';

/**
 * The answer to HELO as Exim tells it, which has read it into the same place behind the answer to EHLO, and moves it to the
 * front without its end: what stood there goes on.
 */
function replyOver(ehloSaid: string, reply: Reply): Reply {
  const [ehlo, helo] = [ehloSaid.trimEnd(), replyLines(reply).trimEnd()];
  const place = `${ehlo}\0${helo}\0`;
  const text = `${helo}${place.slice(helo.length)}`.split('\0', 1)[0]!;
  return { ...reply, lines: text.split('\n').map((line) => line.slice(CODE_OCTETS)) };
}

/** The code and what stands behind it. */
const CODE_OCTETS = 4;

/** In Exim's words, which has made none where it was to avoid TLS. */
const NOT_STARTED = 'an attempt to start TLS failed';

const tlsMissing = (why: string): HostTrouble => ({
  errno: ERRNO.tlsRequired,
  text: `a TLS session is required, but ${why}`,
  namesHost: true,
});

const GREETINGS: ReadonlySet<string> = new Set(['greeting', 'ehlo', 'helo', 'lhlo']);
