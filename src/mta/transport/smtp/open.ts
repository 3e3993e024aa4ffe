/** A connection opened by a recipe: dialled, and told of to events. */
import { err, type Result } from '../../../base/index.ts';
import type { Connection, NetError } from '../../../core/net/index.ts';
import { type Conversation, type ConverseOptions, converse } from '../../../core/smtp/index.ts';
import { after } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { flag } from '../settings.ts';
import { authFor } from './auth.ts';
import { type Hooks, SmtpConnection } from './connection.ts';
import { raise } from './events.ts';
import type { OwnEnd } from './host-facts.ts';
import type { Errand } from './load.ts';
import { expandHelo, type Recipe } from './recipe.ts';
import { hostOf } from './settings.ts';
import { replyLines, replyText } from './texts.ts';
import type { Transcript } from './transcript.ts';
import type { HostTrouble } from './trouble.ts';

export function open(errand: Errand, recipe: Recipe): SmtpConnection {
  const { world } = errand;
  const { facts, plan, waitsMs } = recipe;
  const { target, port } = facts;
  const stopping = new AbortController();
  let ehlo: string | undefined;
  const start = async (hooks: Hooks, transcript: Transcript): Promise<Conversation> => {
    const { trace } = transcript;
    const conversation = await converse(
      { net: world.net, clock: world.clock, trace, signal: stopping.signal },
      { address: target.address, port },
      {
        plan,
        waitsMs,
        records: 'nothing',
        ...hooks,
        ...authFor(errand, recipe),
        tlsOptions: recipe.tls.wishes.resumes ? () => withSession(errand, recipe) : recipe.tls.options,
        ...(recipe.tls.wishes.fault !== undefined && { cannotSecure: recipe.tls.wishes.fault }),
        judge: async (tls) => {
          transcript.note(`TLS started: ${tls.protocol}, ${tls.cipher}`);
          return (await import('./tls/judge.ts')).judgeTls(errand, facts, recipe.tls, tls);
        },
        ehlo: () => ehlo,
        dial: async () => {
          const dialled = await dial(errand, recipe);
          if (!dialled.ok || recipe.heloOfConnection === undefined) return dialled;
          const helo = await expandHelo(recipe.heloOfConnection, hostOf(errand.delivery, world, facts));
          if (helo.ok) ehlo = helo.value;
          else dialled.value.destroy();
          return helo.ok ? dialled : err(unexpanded(helo.error));
        },
        onReply: greetings(errand, recipe, stopping),
      },
    );
    if (facts.interface === undefined) return conversation;
    await thisTurn(); // in which the attempt tells of recipients that were put off, as Exim does before it closes
    await raise(errand, facts, { name: 'tcp:close', data: '' });
    return conversation;
  };
  return new SmtpConnection(facts, start);
}

const thisTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The code for it is loaded where it is wanted. */
async function withSession(errand: Errand, { facts, tls }: Recipe): Promise<Recipe['tls']['options']> {
  const { optionsWithSession } = await import('./tls/sessions.ts');
  return optionsWithSession(errand, facts, tls);
}

/** An event may forbid it (Exim spec ch. "Events", tcp:connect). */
async function dial(errand: Errand, recipe: Recipe): Promise<Result<Connection, NetError>> {
  const { facts } = recipe;
  const { target, port } = facts;
  const forbidden = await raise(errand, facts, { name: 'tcp:connect', data: '' });
  if (forbidden !== undefined) return err(FORBIDDEN);
  const dialled = await dialThrough(errand, recipe);
  if (dialled.ok) prepare(dialled.value, errand, recipe);
  return dialled;

  function dialThrough({ world }: Errand, { waitsMs, source, proxies }: Recipe): Promise<Result<Connection, NetError>> {
    const options = { timeoutMs: waitsMs.connect!, ...(source !== undefined && { source }) };
    return proxies === undefined
      ? world.net.dial(target.address, port, options)
      : proxies.dial(target.address, port, options);
  }
}

function prepare({ stream }: Connection, { delivery }: Errand, { facts }: Recipe): void {
  const socket = stream as OwnEnd;
  facts.noteInterface(socket);
  if (flag(delivery.transport, 'keepalive')) socket.setKeepAlive?.(true);
}

const unexpanded = ({ errno, text = '' }: HostTrouble): NetError => ({
  code: 'net/failed',
  errno,
  message: text,
  fault: 'configuration',
  temporary: true,
});

const FORBIDDEN: NetError = {
  code: 'net/failed',
  errno: ERRNO.event,
  message: 'Event requests alternate response',
  fault: 'configuration',
  temporary: true,
};

/** The banner may end the connection; the answer to EHLO is told. */
function greetings(
  errand: Errand,
  { facts }: Recipe,
  stopping: AbortController,
): NonNullable<ConverseOptions['onReply']> {
  return (stage, reply) => {
    if (stage === 'greeting' && reply.code < 400)
      return after(raise(errand, facts, { name: 'smtp:connect', data: replyText(reply) }), (forced) => {
        if (forced === undefined) return;
        facts.stoppedBy = forced;
        stopping.abort();
      });
    if (stage === 'ehlo' || stage === 'lhlo') {
      facts.ehloSaid ??= replyLines(reply);
      return raise(errand, facts, { name: 'smtp:ehlo', data: replyText(reply) });
    }
    return undefined;
  };
}
