/** What is to be done to deliver into a file or a directory: everything that was expanded, as plain values. */

export interface AppendfileTask {
  /** The transport's name, for sentences. */
  readonly transport: string;
  readonly format: MailboxFormat;
  /** Absolute: the mailbox, or the directory. */
  readonly path: string;
  /** Redirection named it: what cannot be made there is the fault of a user, and fails. */
  readonly isRedirected: boolean;
  readonly primaryHostname: string;
  readonly mode: number;
  readonly directoryMode: number;
  readonly createsDirectory: boolean;
  /** Where files may be made; absent: anywhere. */
  readonly creation?: Creation;
  readonly fileMustExist: boolean;
  readonly checksOwner: boolean;
  readonly checksGroup: boolean;
  readonly allowsSymlink: boolean;
  readonly allowsFifo: boolean;
  readonly failsNarrower: boolean;
  /** Beginnings of mailboxes, each with the transport for such ones. */
  readonly fileFormats?: readonly FileFormat[];
  readonly locking: Locking;
  readonly prefix: string;
  readonly suffix: string;
  readonly quota: Quota;
  readonly maildir: MaildirTask;
  readonly mailstore: MailstoreTask;
}

export type MailboxFormat = 'mbox' | 'mbx' | 'maildir' | 'mailstore' | 'files';

export interface Creation {
  readonly base: string;
  /** Also in directories below it. */
  readonly below: boolean;
}

export interface FileFormat {
  readonly start: string;
  readonly transport: string;
  /** There is a transport of that name. */
  readonly isThere: boolean;
}

/** Times in seconds. */
export interface Locking {
  readonly lockfile: boolean;
  readonly fcntl: boolean;
  readonly flock: boolean;
  readonly mbx: boolean;
  /** At least one. */
  readonly retries: number;
  readonly interval: number;
  readonly lockfileTimeout: number;
  readonly lockfileMode: number;
  readonly fcntlTimeout: number;
  readonly flockTimeout: number;
}

/** Octets and files; zero: no limit. */
export interface Quota {
  readonly limit: number;
  readonly files: number;
  readonly isInclusive: boolean;
  /** What the message counts, before it is written. */
  readonly messageSize: number;
  /** Octets; zero: nobody is warned. */
  readonly threshold: number;
  /** How large the mailbox is, where somebody else knows. */
  readonly mailboxSize?: number;
  readonly mailboxFiles?: number;
  /** The directory that is counted, where it is another. */
  readonly directory?: string;
  readonly sizeRegex?: string;
}

export interface MaildirTask {
  readonly retries: number;
  readonly hasTag: boolean;
  readonly usesSizeFile: boolean;
  readonly directoryRegex: string;
  readonly folderRegex?: string;
}

export interface MailstoreTask {
  readonly messageId: string;
  /** The envelope file, whole. */
  readonly envelope: string;
}
