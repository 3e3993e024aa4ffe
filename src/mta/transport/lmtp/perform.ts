/** A message given away by LMTP, by this process as whoever it is (Exim spec ch. 28; RFC 2033). */
import { err, ok, type Result, systemClock, systemErrorText } from '../../../base/index.ts';
import { type Connection, createNet, type Net, type NetError } from '../../../core/net/index.ts';
import { type Conversation, converse, type Plan } from '../../../core/smtp/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { deferred, delivered } from '../outcome.ts';
import { guarded } from '../smtp/guarded.ts';
import type { LocalOutcome } from '../types.ts';
import { answerTo } from './answers.ts';
import { overProgram } from './program.ts';
import type { LmtpTask } from './task.ts';

const MS = 1000;

/** A path names a socket as the one of this process's user does. */
export async function performLmtp(
  task: LmtpTask,
  content: AsyncIterable<Uint8Array>,
  currentDirectory: string,
): Promise<LocalOutcome> {
  const net = createNet();
  try {
    const dialled = await dial(task, net, currentDirectory);
    if (!dialled.ok) return dialled.error;
    const conversation = await talk(task, net, dialled.value, content);
    const outcomes = task.recipients.map((_, at) => answerTo(conversation, at));
    return delivered({ lmtp: { outcomes, transcript: conversation.transcript.map(({ text: line }) => line) } });
  } finally {
    await net.close();
  }
}

async function dial(
  { place, transport, timeoutSeconds }: LmtpTask,
  net: Net,
  currentDirectory: string,
): Promise<Result<Connection, LocalOutcome>> {
  if ('words' in place) return ok(overProgram(place.words, currentDirectory));
  const dialled = await net.dial(place.socket, 0, { timeoutMs: timeoutSeconds * MS });
  return dialled.ok ? dialled : err(notConnected(place.socket, transport, dialled.error));
}

const notConnected = (path: string, transport: string, { message, errno = 0 }: NetError): LocalOutcome =>
  deferred(
    `Failed to connect to socket ${path} for ${transport} transport: ${errno === 0 ? message.replace(/^[^ ]+: /, '') : systemErrorText(errno)}`,
    { errno: ERRNO.unknown },
  );

/** A word at a time, as Exim has it: who speaks LMTP in a hurry may not expect more. */
const PLAN: Omit<Plan, 'ehlo'> = {
  octets: true,
  protocol: 'lmtp',
  tls: 'never',
  pipelining: false,
  chunking: 'never',
  prdr: false,
};

function talk(
  { name, sender, recipients, ignoresQuota, timeoutSeconds }: LmtpTask,
  net: Net,
  connection: Connection,
  content: AsyncIterable<Uint8Array>,
): Promise<Conversation> {
  let isGiven = false;
  return converse(
    { net, clock: systemClock },
    { address: connection.remote.address, port: 0 },
    {
      plan: { ehlo: name, ...PLAN },
      capMs: timeoutSeconds * MS,
      dial: async () => ok(connection),
      nextMail: ({ extensions }) => {
        if (isGiven) return undefined;
        isGiven = true;
        const ignores = ignoresQuota && extensions.has('IGNOREQUOTA');
        return {
          sender,
          recipients: recipients.map((address) => ({ address })),
          parts: guarded(() => content),
          has8Bit: false,
          smtpUtf8: false,
          requireTls: false,
          ...(ignores && { rcptParameters: ['IGNOREQUOTA'] }),
        };
      },
    },
  );
}
