/**
 * XMPP: a client's stream up to STARTTLS (RFC 6120 §4.2, §5.4).
 *
 * Only four things are looked for in the server's XML, so no parser is needed: the end of the features, `<starttls`, and
 * then `<proceed` or `<failure`. What the peer may send before them is bounded.
 */
import type { SessionEffect, SessionInput } from '../../net/index.ts';
import { showLine } from '../../smtp/index.ts';
import type { ClearOutcome, ClearSession, StartTlsRow } from './types.ts';

const MAX_TEXT = 64 * 1024;
const START_TLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

interface State {
  readonly stage: 'greeting' | 'starttls';
  readonly text: string;
  readonly features: string;
}

type Step = { readonly state: State; readonly effects: readonly SessionEffect<ClearOutcome>[] };

export const xmpp: StartTlsRow = {
  protocol: 'xmpp',
  port: 5222,
  spec: 'RFC 6120 §5.4',
  session: ({ serverName }): ClearSession => ({
    start: { stage: 'greeting', text: '', features: '' } satisfies State,
    step: (state, input) => step(state as State, input, serverName),
  }),
};

function step(state: State, input: SessionInput, to: string): Step {
  if (input.kind === 'opened') return { state, effects: [{ kind: 'send', text: openStream(to) }] };
  if (input.kind === 'timeout') return done(state, { kind: 'timeout', stage: state.stage });
  if (input.kind === 'closed') return broken(state, 'the server closed the connection');
  const next = { ...state, text: state.text + Buffer.from(input.bytes).toString('latin1') };
  if (next.text.length > MAX_TEXT) return broken(next, `the server sent more than ${MAX_TEXT} octets before TLS`);
  return next.stage === 'greeting' ? readFeatures(next) : readAnswer(next);
}

function readFeatures(state: State): Step {
  const error = /<stream:error[\s>][\s\S]*/.exec(state.text);
  if (error !== null) return done(state, { kind: 'greeting-refused', reply: oneLine(error[0]), temporary: false });
  const features = /<stream:features[\s>][\s\S]*?<\/stream:features>|<stream:features\s*\/>/.exec(state.text)?.[0];
  if (features === undefined) return { state, effects: [] };
  if (!features.includes('<starttls')) {
    const outcome: ClearOutcome = {
      kind: 'no-starttls',
      greeting: 'stream opened',
      capabilities: featureNames(features),
    };
    return {
      state,
      effects: [
        { kind: 'send', text: '</stream:stream>' },
        { kind: 'done', outcome },
      ],
    };
  }
  return { state: { stage: 'starttls', text: '', features }, effects: [{ kind: 'send', text: START_TLS }] };
}

function readAnswer(state: State): Step {
  if (/<failure[\s>/]/.test(state.text)) {
    return done(state, { kind: 'starttls-refused', reply: oneLine(state.text), temporary: false });
  }
  const proceed = /<proceed\b[^>]*?(?:\/>|>\s*<\/proceed>)/.exec(state.text);
  if (proceed === null) return { state, effects: [] };
  const isLast = proceed.index + proceed[0].length === state.text.trimEnd().length;
  if (!isLast) return broken(state, 'the server sent more in clear behind its go-ahead for TLS'); // RFC 6120 §5.4.3.3
  return done(state, { kind: 'ready', greeting: 'stream opened', capabilities: featureNames(state.features) });
}

function openStream(to: string): string {
  const attributes = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'";
  return `<?xml version='1.0'?><stream:stream to='${to.replace(/[^A-Za-z0-9.:_-]/g, '')}' ${attributes}>`;
}

const featureNames = (features: string): readonly string[] =>
  [...features.matchAll(/<([a-z][a-z0-9-]*)\s[^>]*xmlns/gi)].map((match) => match[1]!);

const oneLine = (text: string): string => showLine(text.replace(/\s+/g, ' '));

function broken(state: State, detail: string): Step {
  return done(state, { kind: 'protocol-error', stage: state.stage, detail });
}

function done(state: State, outcome: ClearOutcome): Step {
  return { state, effects: [{ kind: 'done', outcome }] };
}
