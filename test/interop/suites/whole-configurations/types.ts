/** A site: one whole configuration as somebody would run it, and what happens there, step by step. */

import type { Zone } from '../../framework/name-server.ts';

export interface Site {
  readonly name: string;
  /** FOLDER, NET (three numbers of an address), NET6 (all but the last) and ZONE (a domain) stand for what is its own. */
  readonly configuration: string;
  /** `local_interfaces`; default: its IPv4 address. */
  readonly interfaces?: string;
  /** Names beside those that all have. */
  readonly zone?: (own: Addresses) => Zone;
  /** Below its folder; a name that ends in / is a folder. */
  readonly files?: Readonly<Record<string, SiteFile>>;
  /** Databases that are made of text: `sqlite3-py` file statements, `cdb` file source. */
  readonly prepare?: readonly (readonly [program: 'sqlite3-py' | 'cdb', file: string, source: string])[];
  readonly steps: readonly Step[];
  /** So many of its sights are known to differ, and no more may. */
  readonly differing?: number;
}

export interface Addresses {
  /** Three numbers of an IPv4 address. */
  readonly net: string;
  /** All but `:` and the last number of an IPv6 address. */
  readonly net6: string;
  readonly zone: string;
}

export type SiteFile =
  | string
  | { readonly text: string; readonly mode?: number; readonly owner?: readonly [number, number] };

export type Step = Talk | Command | Change;

/** An SMTP conversation: a reply is awaited after each entry. */
export interface Talk {
  readonly kind: 'talk';
  readonly title: string;
  readonly said: readonly (string | Buffer)[];
  /** Last number of the client's address. Default 1. */
  readonly from?: number;
  readonly port?: number;
  /** By IPv6, from the address of the server. */
  readonly six?: boolean;
  /** Begins after a STARTTLS: without a certificate, or with one of those that the suite made. */
  readonly tls?: 'plain' | CertificateName;
  /** The name that the client asks the server's certificate for. */
  readonly servername?: string;
}

/** The server's own, one of a client, one of a client that nobody vouches for, and one for another name. */
export const CERTIFICATES = ['server', 'client', 'stranger', 'other'] as const;
export type CertificateName = (typeof CERTIFICATES)[number];

/** `exim` with flags, or a program of Exim's; ID stands for what waits. */
export interface Command {
  readonly kind: 'command';
  readonly title: string;
  readonly words: readonly string[];
  readonly input?: string;
  /** A program beside Exim, in place of it. */
  readonly program?: string;
  /** Before it is started, so that times of retries are reached. */
  readonly afterMs?: number;
  /** Order of the lines of what it prints is of no weight. */
  readonly anyOrder?: boolean;
  /** What it prints is not looked at. */
  readonly hide?: boolean;
}

/** Something beside mail happens. */
export interface Change {
  readonly kind: 'change';
  readonly title: string;
  readonly files: Readonly<Record<string, SiteFile>>;
}

export const talk = (title: string, said: readonly (string | Buffer)[], more: Partial<Talk> = {}): Talk => ({
  kind: 'talk',
  title,
  said,
  ...more,
});

export const command = (words: string, more: Partial<Command> = {}): Command => ({
  kind: 'command',
  title: words,
  words: words.split(' '),
  ...more,
});

/** A whole conversation with one message. */
export const mail = (title: string, letter: Letter, more: Partial<Talk> = {}): Talk =>
  talk(title, conversation(letter), more);

export interface Letter {
  readonly sender?: string;
  /** After the sender's path. */
  readonly parameters?: string;
  /** Each may have parameters after a space. */
  readonly to: readonly string[];
  /** In place of the usual ones. */
  readonly header?: string;
  readonly more?: string;
  readonly body?: string | Buffer;
}

export function conversation({ sender = 'ann@client.example', parameters, to, header, more, body }: Letter): string[] {
  return [
    'EHLO client.example',
    `MAIL FROM:<${sender}>${parameters === undefined ? '' : ` ${parameters}`}`,
    ...to.map((one) => {
      const [address, ...rest] = one.split(' ');
      return `RCPT TO:<${address}>${rest.map((word) => ` ${word}`).join('')}`;
    }),
    'DATA',
    `${wire(`${header ?? USUAL}${more ?? ''}\n${body ?? 'A line.\nAnother one.\n'}`)}.`,
    'QUIT',
  ];
}

const wire = (text: string): string => text.replaceAll('\n', '\r\n').replace(/^\./gm, '..');

const USUAL =
  'From: Ann <ann@client.example>\nTo: somebody@example.com\nSubject: a letter\nMessage-Id: <one@client.example>\nDate: Thu, 26 Nov 2026 00:00:00 +0000\n';
