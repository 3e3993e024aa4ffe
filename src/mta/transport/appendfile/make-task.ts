/** What an appendfile transport is to do for a delivery: its options, expanded (Exim spec ch. 26). */
import { err, ok, type Result } from '../../../base/index.ts';
import { mainValue } from '../../config/index.ts';
import { type ExpansionHost, expandOption, isFailure, readList, type Text } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { headerOctets } from '../../spool/index.ts';
import { bsmtpAround } from '../local/bsmtp.ts';
import { deferred, panicked } from '../outcome.ts';
import { flag, isSet, number, text } from '../settings.ts';
import type { Delivery, LocalOutcome, LocalWorld } from '../types.ts';
import { sizesOf } from './sizes.ts';
import type { AppendfileTask, Creation, Locking, MailboxFormat, MailstoreTask, Quota } from './task.ts';

interface Given {
  readonly delivery: Delivery;
  readonly world: LocalWorld;
  readonly host: ExpansionHost;
  readonly home: Text | undefined;
}

export async function makeTask(given: Given): Promise<Result<AppendfileTask, LocalOutcome>> {
  const { delivery, world, host } = given;
  const { transport } = delivery;
  const quota = await quotaOf(delivery, host);
  if (!quota.ok) return quota;
  const place = placeOf(delivery);
  if (!place.ok) return place;
  const path = await pathOf(place.value, given);
  if (!path.ok) return path;
  const affixes = await affixesOf(delivery, host);
  if (!affixes.ok) return affixes;
  const mailstore = await mailstoreOf(delivery, host, path.value);
  if (!mailstore.ok) return mailstore;
  const creation = creationOf(given);
  const fileFormats = fileFormatsOf(given);
  const folderRegex = text(transport, 'maildirfolder_create_regex');
  return ok({
    transport: transport.name,
    format: formatOf(delivery, place.value.isDirectory),
    path: path.value,
    isRedirected: isRedirected(delivery),
    primaryHostname: String(mainValue(world.configuration, 'primary_hostname') ?? 'localhost'),
    mode: number(transport, 'mode'),
    directoryMode: number(transport, 'directory_mode'),
    createsDirectory: flag(transport, 'create_directory'),
    fileMustExist: flag(transport, 'file_must_exist'),
    checksOwner: flag(transport, 'check_owner'),
    checksGroup: flag(transport, 'check_group'),
    allowsSymlink: flag(transport, 'allow_symlink'),
    allowsFifo: flag(transport, 'allow_fifo'),
    failsNarrower: flag(transport, 'mode_fail_narrower'),
    locking: lockingOf(delivery),
    quota: quota.value,
    maildir: {
      retries: number(transport, 'maildir_retries'),
      hasTag: text(transport, 'maildir_tag') !== undefined,
      usesSizeFile: await isTrue('maildir_use_size_file', delivery, host),
      directoryRegex: text(transport, 'maildir_quota_directory_regex') ?? '',
      ...(folderRegex !== undefined && { folderRegex }),
    },
    mailstore: mailstore.value,
    ...affixes.value,
    ...(creation !== undefined && { creation }),
    ...(fileFormats !== undefined && { fileFormats }),
  });
}

const isRedirected = ({ recipients }: Delivery): boolean =>
  recipients[0]?.special === 'file' || recipients[0]?.special === 'directory';

interface Place {
  readonly written: string;
  readonly isDirectory: boolean;
}

/** A file of redirection goes where the transport says, or where it says itself; a slash at its end makes a directory of it. */
function placeOf(delivery: Delivery): Result<Place, LocalOutcome> {
  const { transport, recipients } = delivery;
  const file = text(transport, 'file');
  const directory = text(transport, 'directory');
  const own = flag(transport, 'maildir_format') || flag(transport, 'mailstore_format');
  if (file === undefined && directory === undefined) {
    if (!isRedirected(delivery))
      return err(panicked(`Mandatory file or directory option missing from ${transport.name} transport`));
    return ok({ written: '$address_file', isDirectory: own || (recipients[0]?.address.endsWith('/') ?? false) });
  }
  if (own && file !== undefined) {
    const which = flag(transport, 'maildir_format') ? 'dir' : 'store';
    const text = `mail${which}_format requires "directory" to be specified for the ${transport.name} transport`;
    return err(panicked(text));
  }
  return ok({ written: file ?? directory!, isDirectory: file === undefined });
}

async function pathOf({ written }: Place, given: Given): Promise<Result<string, LocalOutcome>> {
  const { delivery, host } = given;
  const where = `(file or directory name for ${delivery.transport.name} transport)`;
  const path = await expandOption(written, host);
  if (isFailure(path)) return err(panicked(`Expansion of "${written}" ${where} failed: ${path.message}`));
  // What came from outside names no file (Exim 4.94 on), unless it is kept below a directory.
  if (path.tainted && creationOf(given)?.below !== true)
    return err(panicked(`Tainted '${path.text}' ${where} not permitted`));
  if (path.text.startsWith('/')) return ok(path.text);
  return err(
    deferred(`appendfile: file or directory name "${path.text}" is not absolute`, { errno: ERRNO.notAbsolute }),
  );
}

function formatOf({ transport }: Delivery, isDirectory: boolean): MailboxFormat {
  if (!isDirectory) return flag(transport, 'mbx_format') ? 'mbx' : 'mbox';
  if (flag(transport, 'maildir_format')) return 'maildir';
  return flag(transport, 'mailstore_format') ? 'mailstore' : 'files';
}

/** Without a home directory nothing is asked of those that are named by it. */
function creationOf({ delivery, home }: Given): Creation | undefined {
  const where = text(delivery.transport, 'create_file') ?? 'anywhere';
  if (where.startsWith('/')) return { base: where, below: true };
  if (where === 'anywhere' || home === undefined) return undefined;
  return { base: home.text, below: where === 'belowhome' };
}

/** Who asks for flock has no fcntl, unless he asks for that, too. */
function lockingOf({ transport }: Delivery): Locking {
  const flock = flag(transport, 'use_flock_lock');
  const mbx = flag(transport, 'use_mbx_lock');
  const asksForFcntl = isSet(transport, 'use_fcntl_lock');
  const fcntl = flag(transport, 'use_fcntl_lock') && (asksForFcntl || !flock);
  return {
    lockfile: flag(transport, 'use_lockfile'),
    fcntl: fcntl || (mbx && !flock),
    flock,
    mbx,
    retries: Math.max(number(transport, 'lock_retries'), 1),
    interval: number(transport, 'lock_interval'),
    lockfileTimeout: number(transport, 'lockfile_timeout'),
    lockfileMode: number(transport, 'lockfile_mode'),
    fcntlTimeout: fcntl ? number(transport, 'lock_fcntl_timeout') : 0,
    flockTimeout: flock ? number(transport, 'lock_flock_timeout') : 0,
  };
}

async function quotaOf(delivery: Delivery, host: ExpansionHost): Promise<Result<Quota, LocalOutcome>> {
  const { transport, message } = delivery;
  const sizes = await sizesOf(delivery, host);
  if (!sizes.ok) return sizes;
  const directory = await quotaDirectory(delivery, host);
  if (!directory.ok) return directory;
  const sizeRegex = text(transport, 'quota_size_regex');
  return ok({
    ...sizes.value,
    isInclusive: flag(transport, 'quota_is_inclusive'),
    messageSize: headerOctets(message.stored.headers) + message.stored.bodyOctets,
    ...(directory.value !== undefined && { directory: directory.value }),
    ...(sizeRegex !== undefined && { sizeRegex }),
  });
}

async function quotaDirectory(
  { transport }: Delivery,
  host: ExpansionHost,
): Promise<Result<string | undefined, LocalOutcome>> {
  const written = text(transport, 'quota_directory');
  if (written === undefined) return ok(undefined);
  const expanded = await expandOption(written, host);
  if (isFailure(expanded))
    return err(
      panicked(
        `Expansion of "${written}" (quota_directory name for ${transport.name} transport) failed: ${expanded.message}`,
      ),
    );
  if (expanded.text.startsWith('/')) return ok(expanded.text);
  const message = `appendfile: quota_directory name "${expanded.text}" is not absolute`;
  return err(deferred(message, { errno: ERRNO.notAbsolute }));
}

async function affixesOf(
  delivery: Delivery,
  host: ExpansionHost,
): Promise<Result<Pick<AppendfileTask, 'prefix' | 'suffix'>, LocalOutcome>> {
  const prefix = await affix('prefix', delivery, host);
  if (!prefix.ok) return prefix;
  const suffix = await affix('suffix', delivery, host);
  if (!suffix.ok) return suffix;
  const { before, after } = bsmtpAround(delivery);
  return ok({ prefix: prefix.value + before, suffix: suffix.value + after });
}

async function affix(
  which: 'prefix' | 'suffix',
  { transport }: Delivery,
  host: ExpansionHost,
): Promise<Result<string, LocalOutcome>> {
  const written = text(transport, `message_${which}`) ?? '';
  const expanded = await expandOption(written, host);
  if (!isFailure(expanded)) return ok(expanded.text);
  const message = `Expansion of "${written}" (${which} for ${transport.name} transport) failed`;
  return err(panicked(message, { errno: ERRNO.expansionFailed }));
}

async function mailstoreOf(
  { transport, message, recipients }: Delivery,
  host: ExpansionHost,
  path: string,
): Promise<Result<MailstoreTask, LocalOutcome>> {
  const messageId = message.stored.id;
  if (!flag(transport, 'mailstore_format')) return ok({ messageId, envelope: '' });
  const parts: string[] = [];
  for (const which of ['prefix', 'suffix'] as const) {
    const written = text(transport, `mailstore_${which}`);
    const expanded = written === undefined ? undefined : await expandOption(written, host);
    if (expanded !== undefined && expanded.kind !== 'text' && expanded.kind !== 'forced-fail')
      return err(
        panicked(
          `Expansion of "${written}" (mailstore ${which} for ${transport.name} transport) failed: ${expanded.message}`,
        ),
      );
    parts.push(expanded?.kind === 'text' ? expanded.text.replace(/\n?$/, '\n') : '');
  }
  const addresses = recipients.map(
    ({ special, localPart, domain }) => `${special === undefined ? localPart : path}@${domain}\n`,
  );
  return ok({ messageId, envelope: `${parts[0]}${message.stored.sender}\n${addresses.join('')}${parts[1]}` });
}

/** Pairs: how a mailbox begins, and the transport for it. */
function fileFormatsOf({ delivery, world }: Given): AppendfileTask['fileFormats'] {
  const written = text(delivery.transport, 'file_format');
  if (written === undefined) return undefined;
  const { items } = readList(written);
  const names = new Set(world.configuration.transports.map(({ name }) => name));
  return items.flatMap((start, index) => {
    const transport = items[index + 1] ?? '';
    return index % 2 === 1 ? [] : [{ start, transport, isThere: names.has(transport) }];
  });
}

/** What cannot be expanded is not so. */
async function isTrue(name: string, { transport }: Delivery, host: ExpansionHost): Promise<boolean> {
  const written = text(transport, name);
  if (written === undefined) return flag(transport, name);
  const expanded = await expandOption(written, host);
  return expanded.kind === 'text' && /^(?:true|yes)$/i.test(expanded.text);
}
