/** The MIME ACL: run for each part, and then for each part of every message that was a part (Exim spec ch. "Content scanning"). */
import { open, rm, stat } from 'node:fs/promises';
import type { AclVerdict, ContentService } from '../../acl/index.ts';
import type { Later } from '../../expand/index.ts';
import { setValue } from '../../facts/index.ts';
import { entry, MAIN } from '../../log/index.ts';
import type { CopyKeeper, ScanCopy } from '../../scan/index.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';
import { FileLines } from './file-lines.ts';
import type { PartFacts } from './part-facts.ts';
import { firstFree, type Names, type PartPlace, partService, writePart } from './part-service.ts';
import { type Part, walkParts } from './walk.ts';

/** What becomes of the message; undefined: no part stood in its way. */
export type PartsVerdict = AclVerdict | { readonly outcome: 'unscanned'; readonly why: string } | undefined;

export function judgeParts(session: Session, content: ContentService): Later<PartsVerdict> {
  const { message, shared, scanCopy } = session;
  const option = session.source === 'local' ? 'acl_not_smtp_mime' : 'acl_smtp_mime';
  const hasType = message!.headers.some(({ letter, text }) => letter !== '*' && /^content-type:/i.test(text));
  if (!hasType || shared.options.text(option) === undefined || scanCopy === undefined) return undefined;
  return judgeCopy(session, content, scanCopy);
}

async function judgeCopy(session: Session, content: ContentService, scanCopy: CopyKeeper): Promise<PartsVerdict> {
  const copy = await scanCopy.get();
  if (!copy.ok) return { outcome: 'unscanned', why: copy.error };
  return new PartsOf(session, content, copy.value).judge();
}

/** So many messages may wait to be looked into. */
const MAX_WAITING = 128;
/** Messages in messages, counted together. */
const MAX_MESSAGES = 1024;
/** Of a chain each is written once more, so that it costs its length squared. */
const MAX_DEPTH = 128;
/** What is written for it all, beside so many times what the message has itself. */
const MAX_WRITTEN = 64 * 1024 * 1024;
const MAX_TIMES = 4;

/** A message that was a part, in a file of its own. */
interface Inner {
  readonly path: string;
  readonly depth: number;
}

class PartsOf {
  private readonly session: Session;
  private readonly content: ContentService;
  private readonly copy: ScanCopy;
  private readonly waiting: Inner[] = [];
  private readonly names: Names = new Map();
  private messages = 0;
  /** Octets of messages that were parts. */
  private written = 0;
  private mostWritten = MAX_WRITTEN;
  /** Of the message that is looked into now. */
  private depth = 0;
  private count = -1;

  constructor(session: Session, content: ContentService, copy: ScanCopy) {
    this.session = session;
    this.content = content;
    this.copy = copy;
  }

  async judge(): Promise<AclVerdict | undefined> {
    this.set('is_rfc822', '0');
    this.mostWritten = MAX_WRITTEN + MAX_TIMES * (await stat(this.copy.path)).size;
    let stopped = await this.ofFile(this.copy.path);
    const before = this.count;
    for (let inner = this.waiting.shift(); inner !== undefined; inner = this.waiting.shift()) {
      if (stopped === undefined) {
        this.set('is_rfc822', '1');
        this.depth = inner.depth;
        stopped = await this.ofFile(inner.path);
      }
      await rm(inner.path, { force: true });
      this.set('part_count', String(before));
    }
    this.forget();
    return stopped;
  }

  private async ofFile(path: string): Promise<AclVerdict | undefined> {
    const file = await open(path, 'r');
    this.count = -1;
    try {
      const bounded = this.session.shared.options.flag('check_rfc2047_length');
      const source = new FileLines(file);
      return await walkParts({
        source,
        bounded,
        visit: (part) => this.visit({ session: this.session, copy: this.copy, names: this.names, file, part }),
      });
    } finally {
      await file.close();
    }
  }

  private async visit(place: PartPlace): Promise<AclVerdict | undefined> {
    const { part } = place;
    this.count += 1;
    this.tell(part);
    const verdict = await runPhase(this.session, 'mime', { ...this.content, part: partService(place) });
    if (verdict !== undefined && verdict.outcome !== 'accept') return verdict;
    if (part.facts.content_type?.startsWith('message/rfc822') === true) return this.keepMessage(place);
    return undefined;
  }

  private tell({ facts, isMultipart, isCoverletter }: Part): void {
    this.forget();
    for (const [name, value] of Object.entries(facts) as [keyof PartFacts, string][]) this.set(name, value);
    this.set('is_multipart', isMultipart ? '1' : '0');
    this.set('is_coverletter', isCoverletter ? '1' : '0');
    this.set('part_count', String(this.count));
  }

  private set(name: string, value: string): void {
    setValue(this.session.facts, `mime_${name}`, value);
  }

  /** All but the number of the part, and what it is within, is of one part alone. */
  private forget(): void {
    const values = this.session.message?.values;
    for (const name of OF_ONE_PART) values?.delete(`mime_${name}`);
  }

  /** Looked into once all parts of this file have been. */
  private async keepMessage(place: PartPlace): Promise<AclVerdict | undefined> {
    this.messages += 1;
    if (this.waiting.length >= MAX_WAITING || this.messages > MAX_MESSAGES || this.depth >= MAX_DEPTH) return undefined;
    if (this.written > this.mostWritten) return undefined;
    const target = await firstFree(this.copy.folder, '__rfc822_', this.names).catch(() => undefined);
    if (target === undefined) {
      const text = 'MIME acl condition warning - could not decode RFC822 MIME part to file.';
      this.session.log(entry('mime', {}, text, MAIN));
      return { outcome: 'defer', effects: [], trail: [] };
    }
    this.waiting.push({ path: target.path, depth: this.depth + 1 });
    this.written += await writePart(place, target.file).finally(() => target.file.close());
    return undefined;
  }
}

const OF_ONE_PART = [
  'anomaly_level',
  'anomaly_text',
  'boundary',
  'charset',
  'decoded_filename',
  'filename',
  'content_description',
  'content_disposition',
  'content_id',
  'content_transfer_encoding',
  'content_type',
  'content_size',
  'is_multipart',
];
