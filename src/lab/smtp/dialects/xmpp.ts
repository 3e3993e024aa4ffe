/** XMPP up to STARTTLS (RFC 6120 §4.2, §5.4): the client speaks first, and utterances end with `>`. */
import type { Dialect, DialectState, Turn } from '../types.ts';

const TLS_NAMESPACE = 'urn:ietf:params:xml:ns:xmpp-tls';

export const xmpp: Dialect = {
  name: 'xmpp',
  delimiter: '>',
  greeting: () => '',
  greetsAfterTls: false,
  answer(tag, state) {
    if (/<stream:stream[\s>]/.test(tag)) return { reply: header(tag, state) + features(state), next: 'listen' };
    if (/<starttls[\s/>]/.test(tag)) return startTls(state);
    if (tag.includes('</stream:stream')) return { reply: '</stream:stream>', next: 'close' };
    return { reply: '', next: 'listen' };
  },
};

const canStart = ({ offersStartTls, secured }: DialectState): boolean => offersStartTls && !secured;

function startTls(state: DialectState): Turn {
  if (canStart(state)) return { reply: `<proceed xmlns='${TLS_NAMESPACE}'/>`, next: 'start-tls' };
  return { reply: `<failure xmlns='${TLS_NAMESPACE}'/></stream:stream>`, next: 'close' };
}

/** Answers in the namespace it was spoken to in, client or server (RFC 6120 §4.8.2). */
function header(tag: string, { host }: DialectState): string {
  const namespace = tag.includes('jabber:server') ? 'jabber:server' : 'jabber:client';
  const attributes = `xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'`;
  return `<?xml version='1.0'?><stream:stream from='${host}' id='lab' ${attributes}>`;
}

function features(state: DialectState): string {
  const starttls = canStart(state) ? `<starttls xmlns='${TLS_NAMESPACE}'><required/></starttls>` : '';
  return `<stream:features>${starttls}</stream:features>`;
}
