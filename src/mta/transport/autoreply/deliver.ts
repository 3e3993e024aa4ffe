/** autoreply: a message that is answered, and itself goes nowhere (Exim spec ch. 27). */
import { err, ok, type Result } from '../../../base/index.ts';
import { type ExpansionHost, expandOption, isFailure } from '../../expand/index.ts';
import { runJob } from '../local/run-job.ts';
import { type LocalFacts, localFacts } from '../local-facts.ts';
import { deferred, delivered, reportOf, unnumbered } from '../outcome.ts';
import { flag, number } from '../settings.ts';
import type { Deliver, Delivery, LocalOutcome, LocalTask, TransportWorld } from '../types.ts';
import { replyBody, replyHeader } from './compose.ts';
import { expandFields, type Fields, repeatSeconds } from './fields.ts';
import { repeatedText, sentText } from './log-text.ts';
import { automaticField } from './loops.ts';
import { withoutNeverMail } from './never-mail.ts';
import type { NotesTask, Once } from './notes-task.ts';

export const deliverReply: Deliver = async (delivery, world) => {
  const started = world.clock.monotonicMs();
  const outcome = unnumbered(await deliver(delivery, world));
  return reportOf(outcome, delivery, world.clock.monotonicMs() - started);
};

async function deliver(delivery: Delivery, given: TransportWorld): Promise<LocalOutcome> {
  const facts = await localFacts(delivery, given);
  if (!facts.ok) return facts.error;
  const { world, host } = facts.value;
  const fields = await fieldsOf(delivery, host);
  if (!fields.ok) return fields.error;
  if (fields.value === undefined) return delivered();
  return await reply({ fields: fields.value, delivery, world, facts: facts.value });
}

/** Undefined: nobody is to be answered. */
async function fieldsOf(delivery: Delivery, host: ExpansionHost): Promise<Result<Fields | undefined, LocalOutcome>> {
  const fields = await expandFields(delivery, host);
  return fields.ok ? await withoutNeverMail(fields.value, delivery, host) : fields;
}

interface Reply {
  readonly fields: Fields;
  readonly delivery: Delivery;
  readonly world: TransportWorld;
  readonly facts: LocalFacts;
}

async function reply(given: Reply): Promise<LocalOutcome> {
  const { fields, delivery, world, facts } = given;
  const once = onceOf(given);
  if (!once.ok) return once.error;
  const looked = await look(given, once.value);
  if (looked.status !== 'delivered' || looked.notes?.wasAnswered === true) return looked;
  const loop = automaticField(delivery.message);
  if (loop !== undefined) {
    world.log(`${delivery.transport.name} transport: no reply to an automatic message (${loop})`);
    return delivered();
  }
  const file = await expandFile(looked.notes?.text, given);
  const header = replyHeader(fields, delivery);
  let quoted: number | undefined;
  const wrote = (octets: number): void => {
    quoted = (quoted ?? 0) + octets;
  };
  const sent = await world.submit({
    sender: '',
    recipients: [], // those of its header, and what is wrong with them is logged
    text: withHeader(header, replyBody(fields, file, { delivery, world, wrote })),
    referenceId: delivery.message.stored.id,
    by: { uid: facts.uid, gid: facts.gid },
  });
  const log = sent.ok && fields.log !== undefined ? await sentText(fields, facts.host) : undefined;
  const noted = await note(given, once.value, log);
  if (!sent.ok) return deferred(`Failed to send message from ${delivery.transport.name} transport (${REFUSED})`);
  return noted.status === 'delivered' ? delivered(quoted === undefined ? {} : { octets: quoted }) : noted;
}

/** As the program ends that takes messages in for Exim; the log has said why. */
const REFUSED = 1;

async function* withHeader(header: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(header, 'latin1');
  yield* body;
}

const MS = 1000;

function onceOf({ fields, delivery, world }: Reply): Result<Once | undefined, LocalOutcome> {
  const { transport } = delivery;
  const repeat = repeatSeconds(fields, delivery);
  if (!repeat.ok) return err(repeat.error);
  if (fields.once === undefined || fields.once === '' || fields.to === undefined) return ok(undefined);
  return ok({
    path: fields.once,
    mode: number(transport, 'mode'),
    to: fields.to,
    nowSeconds: Math.floor(world.clock.now().getTime() / MS),
    repeatSeconds: repeat.value,
    maxOctets: number(transport, 'once_file_size'),
  });
}

async function look(given: Reply, once: Once | undefined): Promise<LocalOutcome> {
  const { fields, delivery, facts } = given;
  const { transport } = delivery;
  if (once === undefined && fields.file === undefined) return delivered();
  const log = fields.log === undefined ? undefined : await repeatedText(fields, facts.host);
  return await run(given, {
    act: 'look',
    transport: transport.name,
    ...(once !== undefined && { once }),
    ...(fields.file !== undefined && {
      file: { path: fields.file, isOptional: flag(transport, 'file_optional') },
    }),
    ...(log !== undefined && { log: { path: fields.log!, mode: number(transport, 'mode'), text: log } }),
  });
}

async function note(given: Reply, once: Once | undefined, log: string | undefined): Promise<LocalOutcome> {
  const { fields, delivery } = given;
  const { transport } = delivery;
  if (once === undefined && log === undefined) return delivered();
  return await run(given, {
    act: 'note',
    transport: transport.name,
    ...(once !== undefined && { once }),
    ...(log !== undefined && { log: { path: fields.log!, mode: number(transport, 'mode'), text: log } }),
  });
}

async function run({ facts, world }: Reply, options: NotesTask): Promise<LocalOutcome> {
  const task: LocalTask = { kind: 'notes', options };
  return await runJob(task, facts, { octets: nothing() }, async () => ({ failure: '', forced: false }), world);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Line by line; one that cannot be expanded stands as it is. */
async function expandFile(text: string | undefined, { delivery, facts }: Reply): Promise<string | undefined> {
  if (text === undefined || !flag(delivery.transport, 'file_expand')) return text;
  const lines: string[] = [];
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const expanded = await expandOption(line, facts.host);
    lines.push(isFailure(expanded) ? line : expanded.text);
  }
  return lines.join('');
}
