/** A case of the battery, and what a server made of it. */

/** `either`: the specification leaves it to the receiver. */
export type Expectation = 'accept' | 'refuse' | 'either';
export type Group = 'none' | 'valid' | 'split' | 'malformed' | 'both';

export interface BatteryCase {
  /** Stable. */
  readonly id: string;
  readonly group: Group;
  /** What is sent, without a full stop. */
  readonly title: string;
  readonly expected: Expectation;
  /** Section of proxy-protocol.txt that says so. */
  readonly clause: string;
  /** Of what is to be said when the server does otherwise. */
  readonly severity: 'info' | 'warn' | 'error';
  /** Sent one after the other; usually one. */
  readonly pieces: readonly Uint8Array[];
  /** Between pieces. */
  readonly gapMs: number;
  /** The client the header names, where it names one that is to be believed. */
  readonly claims?: string;
  /** A client that is named where it must not be believed. */
  readonly decoy?: string;
}

/**
 * accepted: the EHLO that followed was answered with 2yz · refused: a reply said no · closed: the connection ended without
 * one · silent: nothing came within the patience · garbled: what came is no SMTP · unreached: there was no connection.
 */
export const REACTIONS = ['accepted', 'refused', 'closed', 'silent', 'garbled', 'unreached'] as const;
export type ReactionKind = (typeof REACTIONS)[number];

export interface Reaction {
  readonly kind: ReactionKind;
  /** What was waited for: the banner, or the reply to EHLO. */
  readonly stage: 'banner' | 'ehlo';
  /** Since the first octet was sent. */
  readonly afterMs: number;
  /** Replies so far, or why there was no connection. */
  readonly said: readonly string[];
}

export const JUDGEMENTS = ['as-expected', 'free', 'too-lax', 'too-strict', 'believed-decoy', 'undecided'] as const;
export type Judgement = (typeof JUDGEMENTS)[number];
