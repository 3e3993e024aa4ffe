/** The octets of a message as they go out: header fields, an empty line, the body (Exim spec ch. 24). */
import { err, ok, type Result } from '../../../base/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { environmentUnder } from '../../host/index.ts';
import type { AddressVariables } from '../../route/index.ts';
import type { StoredBody } from '../../spool/index.ts';
import { type CommandFailure, commandWords } from '../command.ts';
import { flag, number, text } from '../settings.ts';
import type { Delivery, TransportWorld } from '../types.ts';
import { deliveryVariables } from '../variables.ts';
import { type Filter, throughFilter } from './filter.ts';
import { type Form, Shaper } from './form.ts';
import { outgoingFields } from './headers.ts';
import { ContentTrouble, type Trouble } from './trouble.ts';

export interface OutgoingContent {
  /** Header fields as they go out, before any filter; lines end in LF. */
  readonly fields: readonly string[];
  /** The body of the spool, before any filter, and whether its lines end in CRLF. */
  readonly body: StoredBody;
  readonly bodyIsWire: boolean;
  /** A program changes it on its way: nothing is known of its size. */
  readonly filter?: Filter;
  /** As it is given to the filter: lines that end in LF, nothing escaped. */
  readonly unfiltered: () => Octets;
  /**
   * All of it in the form that was asked for; may be read again. At once where nothing has to be waited for.
   *
   * @throws ContentTrouble on its way
   */
  readonly octets: () => Octets;
  readonly close: () => Promise<void>;
}

export type Octets = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export type ContentFailure =
  | Trouble
  | { readonly kind: 'command'; readonly message: string; readonly failure: CommandFailure };

/**
 * @param options.cwd        where a filter runs
 * @param options.variables  what is known beside the delivery: of the host that is to have it
 * @param options.filterName  as mistakes in a filter's command call it
 */
export function outgoingContent(
  delivery: Delivery,
  world: TransportWorld,
  form: Form,
  { cwd, variables, filterName = 'transport filter' }: ContentOptions = {},
): Later<Result<OutgoingContent, ContentFailure>> {
  return after(filterOf(delivery, world, { cwd, variables, filterName }), (filter) => {
    if (!filter.ok) return filter;
    return after(outgoingFields(delivery, world, variables), (fields) => {
      if (!fields.ok) return err({ kind: 'header', message: fields.error.message });
      return after(
        delivery.message.body(),
        (body): Result<OutgoingContent, ContentFailure> =>
          body.ok
            ? ok(contentOf(delivery, world, { fields: fields.value, body: body.value, form, filter: filter.value }))
            : err({ kind: 'body', message: body.error.message }),
      );
    });
  });
}

export interface ContentOptions {
  readonly cwd?: string;
  readonly variables?: AddressVariables;
  readonly filterName?: string;
}

interface Found {
  readonly fields: readonly string[];
  readonly body: StoredBody;
  readonly form: Form;
  readonly filter: Filter | undefined;
}

function contentOf(
  { transport, message }: Delivery,
  { filterAs = throughFilter }: Pick<TransportWorld, 'filterAs'>,
  { fields, body, form, filter }: Found,
): OutgoingContent {
  const parts: Parts = {
    header: flag(transport, 'body_only') ? undefined : `${fields.join('')}\n`,
    body: flag(transport, 'headers_only') ? undefined : body,
    bodyIsWire: message.stored.body.wireFormat,
  };
  const unfiltered = (): AsyncIterable<Uint8Array> => shaped(parts, { lineEnd: 'LF' });
  return {
    fields,
    body,
    bodyIsWire: parts.bodyIsWire,
    ...(filter !== undefined && { filter }),
    unfiltered,
    octets: () => {
      if (filter !== undefined) return filterAs(unfiltered(), { filter, form });
      const held = parts.body?.held;
      return held === undefined ? shaped(parts, form) : shapedAtOnce(parts, held, form);
    },
    close: () => body.close(),
  };
}

interface Parts {
  readonly header: string | undefined;
  readonly body: StoredBody | undefined;
  readonly bodyIsWire: boolean;
}

function shapedHeader(header: string, { lineEnd, escaping }: Form): Uint8Array {
  if (escaping?.inHeader !== true)
    return Buffer.from(lineEnd === 'CRLF' ? header.replaceAll('\n', '\r\n') : header, 'latin1');
  const shaper = new Shaper({ lineEnd, fromWire: false, sparesFirstLine: true, escaping });
  return Buffer.concat([shaper.pass(Buffer.from(header, 'latin1')), shaper.end()]);
}

/** In one part, as long as the body is one of those that are kept in memory. */
function shapedAtOnce({ header, bodyIsWire }: Parts, body: readonly Uint8Array[], form: Form): readonly Uint8Array[] {
  const { lineEnd, escaping } = form;
  const shaper = new Shaper({ lineEnd, fromWire: bodyIsWire, ...(escaping !== undefined && { escaping }) });
  const before = header === undefined ? [] : [shapedHeader(header, form)];
  const after = body.map((part) => shaper.pass(part));
  return [Buffer.concat([...before, ...after, shaper.end()])];
}

/** Small parts go together: one write for a small message. */
async function* shaped({ header, body, bodyIsWire }: Parts, form: Form): AsyncGenerator<Uint8Array> {
  const { lineEnd, escaping } = form;
  let before = header === undefined ? undefined : shapedHeader(header, form);
  if (body !== undefined) {
    const shaper = new Shaper({ lineEnd, fromWire: bodyIsWire, ...(escaping !== undefined && { escaping }) });
    for await (const part of chunksOf(body)) {
      const passed = shaper.pass(part);
      if (before === undefined) yield passed;
      else yield Buffer.concat([before, passed]);
      before = undefined;
    }
    const rest = shaper.end();
    if (rest.length > 0) yield rest;
  }
  if (before !== undefined) yield before;
}

async function* chunksOf(body: StoredBody): AsyncGenerator<Uint8Array> {
  try {
    yield* body.chunks();
  } catch (thrown) {
    throw new ContentTrouble({ kind: 'body', message: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

const MS = 1000;

interface Running {
  readonly cwd: string | undefined;
  readonly variables: AddressVariables | undefined;
  readonly filterName: string;
}

function filterOf(
  delivery: Delivery,
  world: TransportWorld,
  running: Running,
): Later<Result<Filter | undefined, ContentFailure>> {
  const command = text(delivery.transport, 'transport_filter');
  return command === undefined || command === '' ? NO_FILTER : commandFilter(command, delivery, world, running);
}

const NO_FILTER = ok(undefined);

async function commandFilter(
  command: string,
  delivery: Delivery,
  world: TransportWorld,
  { cwd, variables, filterName }: Running,
): Promise<Result<Filter | undefined, ContentFailure>> {
  const { transport, message, recipients } = delivery;
  const words = await commandWords({
    command,
    where: filterName,
    host: world.host(message, deliveryVariables(delivery, variables)),
    addresses: recipients.map(({ address }) => address),
  });
  if (!words.ok) return err({ kind: 'command', message: words.error.message, failure: words.error });
  return ok({
    words: words.value,
    environment: environmentUnder(world.configuration),
    timeoutMs: number(transport, 'transport_filter_timeout') * MS,
    ...(cwd !== undefined && { cwd }),
  });
}
