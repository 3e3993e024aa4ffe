/** The surroundings of tests of addresses, and the tests. */
import { userInfo } from 'node:os';
import { type Clock, err, ok, type Random, type Result } from '../../base/index.ts';
import { type Resolver, readResolvConf } from '../../core/dns/index.ts';
import { type Configuration, mailboxOptions } from '../config/index.ts';
import { after, type ExpansionHost, type Later, type Text } from '../expand/index.ts';
import {
  createVariables,
  createWorld,
  fromOctets,
  hostConfiguration,
  localAddressesOf,
  toOctets,
} from '../host/index.ts';
import { type LogName, MAIN, MAIN_AND_PANIC, parseSelectors, partialIgnoredEntry } from '../log/index.ts';
import { readMailbox } from '../mailbox/index.ts';
import { listRetryRule, type RetryListing } from '../retry/index.ts';
import { listRewrites, type RewriteWorld, rewriteAddress } from '../rewrite/index.ts';
import {
  type Purpose,
  type RouteData,
  type RouteWorld,
  routeAddress,
  routeData,
  verifiedData,
  verifyByRouting,
} from '../route/index.ts';

/** A log, the end of the program, or the selector without which a line is not logged. */
export type ToldTo = LogName | 'die' | 'address_rewrite';

export interface TestOptions {
  readonly configuration: Configuration;
  readonly resolver: () => Later<Result<Resolver, { readonly message: string }>>;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Asks a service, for iplookup. */
  readonly ask?: RouteWorld['ask'];
  /** Lines that a daemon would log. */
  readonly log?: (line: string, to: readonly ToldTo[]) => void;
  readonly debug?: RouteWorld['debug'];
}

export interface TestQuestion {
  /** As somebody writes it: `ann`, `Ann <ann@example.org>`. */
  readonly address: string;
  /** The envelope sender, empty for a bounce; default: the caller. */
  readonly sender?: string;
  readonly as?: 'sender' | 'recipient';
  /** Verification goes all the way down, and tells all of it. */
  readonly full?: boolean;
}

export interface AddressTests {
  /** What becomes of it in each place where addresses are rewritten, as `exim -brw` prints it. */
  readonly rewrites: (address: string) => Promise<string>;
  /** The retry rule for an address or a domain, as `exim -brt` prints it; rules about senders count where one is named. */
  readonly retryRule: (words: readonly string[], sender?: string) => Promise<RetryListing>;
  /** @returns what became of it, or why it is no address */
  readonly run: (question: TestQuestion) => Promise<Result<RouteData, string>>;
  /** Exim would have ended: a list cannot even be tried. Whatever was answered since is no answer. */
  readonly isOver: () => boolean;
  readonly close: () => Promise<void>;
}

export function createAddressTests(options: TestOptions): AddressTests {
  const { configuration, resolver, clock, random } = options;
  const told = createTold(options);
  const known = hostConfiguration(configuration);
  const world = createWorld({
    configuration: known,
    resolver,
    ...(clock !== undefined && { clock }),
    ...(random !== undefined && { random }),
  });
  const selectors = parseSelectors(known.options.log_selector ?? '');
  const tellsRewriting = selectors.ok && selectors.value.has('address_rewrite');
  const localAddresses = localAddressesOf(known.options);
  let domains: Promise<readonly string[]> | undefined;
  const searchDomains = (): Promise<readonly string[]> => {
    domains ??= readResolvConf().then(({ search }) => search);
    return domains;
  };

  let kept: { readonly sender: string; readonly host: RouteWorld['host'] } | undefined;
  const hostWith = (sender: string): RouteWorld['host'] => {
    if (kept?.sender !== sender) kept = { sender, host: hostOfSender(sender) };
    return kept.host;
  };
  const hostOfSender = (sender: string): RouteWorld['host'] => {
    const values = createVariables({
      given: senderVariables(sender),
      ofMessage: () => undefined,
      ofConfiguration: known.options,
      ...(known.file !== undefined && { configFile: known.file }),
    });
    return (variables) =>
      world.hostFor({
        variable: (name) => variables(name) ?? values.read(name),
        set: (name, value) => values.set(name, value, false),
        headers: { has: () => false, insert: () => EMPTY },
        ...(options.log !== undefined && { trouble: (message) => told.log(message, MAIN_AND_PANIC) }),
        note: (note) => {
          if (note.kind === 'partial-ignored') told.log(partialIgnoredEntry(note).text, MAIN_AND_PANIC);
          else if (note.kind === 'unknown-list') told.log(note.message, MAIN_AND_PANIC);
          else if (note.kind === 'fatal') told.end(note.message);
        },
      });
  };

  const rewriteWorld = (sender: string): RewriteWorld => {
    const host = hostWith(sender);
    return {
      rules: configuration.rewrite,
      host,
      mailbox: mailboxOptions(configuration),
      charset: known.options.headers_charset,
      qualifyDomain: () =>
        textOf(
          host(() => undefined),
          'qualify_recipient',
        ),
      log: (line, kind) => {
        if (kind === 'mistake') told.log(line, MAIN_AND_PANIC);
        else if (kind === 'fatal') told.end(line);
        else if (tellsRewriting) told.log(line, ['address_rewrite', ...MAIN]);
      },
    };
  };

  const routeWorld = (purpose: Purpose, sender: string): RouteWorld => ({
    ...(configuration.rewrite.length > 0 && {
      rewrite: (address) => after(rewriteAddress(address, 'env-to', rewriteWorld(sender)), (made) => made.address),
    }),
    configuration,
    purpose,
    sender,
    host: hostWith(purpose === 'verify-sender' ? '' : sender),
    resolver,
    names: world.names,
    localAddresses,
    searchDomains,
    allowsLiterals: true,
    ...(options.ask !== undefined && { ask: options.ask }),
    ...(options.log !== undefined && { log: told.log }),
    ...(options.debug !== undefined && { debug: told.debug }),
  });

  return {
    run: (question) => runTest(question, configuration, routeWorld, rewriteWorld),
    rewrites: (address) => listRewrites(toOctets(address), rewriteWorld('')).then(fromOctets),
    retryRule: (words, sender) =>
      listRetryRule(words.map(toOctets), {
        rules: configuration.retry,
        host: hostWith(sender ?? '')(() => undefined),
        ...(sender !== undefined && { sender: toOctets(sender) }),
        log: (line) => told.log(line, MAIN_AND_PANIC),
      }),
    isOver: told.isOver,
    close: world.close,
  };
}

/** Who tells what is logged, until Exim would tell no more. */
function createTold(options: TestOptions) {
  let isOver = false;
  const log: NonNullable<TestOptions['log']> = (line, to) => {
    if (!isOver) options.log?.(line, to);
  };
  return {
    log,
    debug: (text: string): void => {
      if (!isOver) options.debug?.(text);
    },
    end: (message: string): void => {
      log(message, [...MAIN_AND_PANIC, 'die']);
      isOver = true;
    },
    isOver: () => isOver,
  };
}

const EMPTY: Text = { kind: 'text', text: '', tainted: false };

async function runTest(
  question: TestQuestion,
  configuration: Configuration,
  routeWorld: (purpose: Purpose, sender: string) => RouteWorld,
  rewriteWorld: (sender: string) => RewriteWorld,
): Promise<Result<RouteData, string>> {
  const { as, full = false } = question;
  const mailbox = readMailbox(toOctets(question.address), lenientOptions(configuration));
  if (typeof mailbox === 'string') return err(mailbox);
  const bare = routeWorld('address-test', '');
  const sender = toOctets(question.sender ?? '') || (question.sender === undefined ? await callerOf(bare) : '');
  const world = routeWorld(as === undefined ? 'address-test' : `verify-${as}`, sender);
  const { transports } = configuration;
  const qualifier = as === 'sender' ? 'qualify_domain' : 'qualify_recipient';
  const { address: written, isQualified } = mailbox;
  const qualified = isQualified ? written : `${written}@${await textOf(hostOf(world), qualifier)}`;
  const place = as === 'sender' ? 'env-from' : 'env-to';
  const { address, changed } = await rewriteAddress(qualified, place, rewriteWorld(sender));
  const rewritten = changed ? { rewritten: true } : {};
  if (address === '')
    return ok({
      address,
      unique: '',
      outcome: 'accept',
      trail: [],
      ...rewritten,
      ...(as !== undefined && { verified: as }),
    });
  if (as === undefined || full) {
    const data = routeData(await routeAddress(address, world, { written: changed ? address : written }), transports);
    return ok({ ...data, ...rewritten, ...(as !== undefined && { verified: as }) });
  }
  return ok({ ...verifiedData(address, await verifyByRouting(address, world), as, transports), ...rewritten });
}

/** A person who tests an address may write what the configuration would not take by SMTP. */
const lenientOptions = (configuration: Configuration) => ({
  ...mailboxOptions(configuration),
  ...{ literals: true, anyLiterals: true as const },
});

/** Who asks, in our own domain. */
async function callerOf(world: RouteWorld): Promise<string> {
  return `${login()}@${await textOf(hostOf(world), 'qualify_domain')}`;
}

function login(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}

const hostOf = (world: RouteWorld): ExpansionHost => world.host(() => undefined);

async function textOf(host: ExpansionHost, name: string): Promise<string> {
  const value = await host.variable(name);
  return typeof value === 'string' ? value : (value?.text ?? '');
}

const senderVariables = (sender: string): Readonly<Record<string, string>> => ({ sender_address: sender });
