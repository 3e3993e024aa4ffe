/** TLS for one connection: its settings are looked at before the client is told to go ahead. */
import type { Duplex } from 'node:stream';
import type { ServerHost, TlsAcceptor } from '../../../core/net/index.ts';
import type { Answer, Question, SessionEvent } from '../../../core/smtp/index.ts';
import { after, type Later } from '../../expand/index.ts';
import type { ServerTls, TlsClient } from '../../tls/index.ts';

type Host = ServerHost<Question, Answer, SessionEvent>;

/** RFC 3207 §4. */
const UNAVAILABLE: Answer = { outcome: 'refuse', reply: { code: 454, text: 'TLS currently unavailable' } };

/** The host of a session, with what it says to STARTTLS depending on whether there can be any. */
export class TlsFront implements Host, TlsAcceptor {
  private readonly inner: Host;
  private readonly tls: ServerTls;
  private readonly client: TlsClient;
  private prepared: TlsAcceptor | undefined;

  constructor(inner: Host, tls: ServerTls, client: TlsClient) {
    this.inner = inner;
    this.tls = tls;
    this.client = client;
  }

  answer(question: Question): Answer | undefined | Promise<Answer | undefined> {
    const answered = this.inner.answer(question);
    if (question.kind !== 'starttls') return answered;
    return after(answered, (answer) => (answer?.outcome === 'accept' ? this.prepare(answer) : answer));
  }

  private prepare(answer: Answer): Later<Answer> {
    return after(this.tls.prepare(this.client), (prepared) => {
      if (!prepared.ok) return UNAVAILABLE;
      this.prepared = prepared.value;
      return answer;
    });
  }

  accept(stream: Duplex): ReturnType<TlsAcceptor['accept']> {
    return (this.prepared ?? this.tls.acceptorFor(this.client)).accept(stream);
  }

  data(octets: Uint8Array): void | Promise<void> {
    return this.inner.data(octets);
  }

  tell(event: SessionEvent): void {
    this.inner.tell(event);
  }

  ended(): void {
    this.inner.ended();
  }
}
