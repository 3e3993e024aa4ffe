/** What is told of a conversation while it goes on: to its record, and to who wants to see the lines. */
import { formatReply } from '../reply.ts';
import type { ConversationRecord } from './record.ts';
import type { ClientEffect } from './state.ts';

/** A line as it may be shown, with no line end. */
export type OnTraffic = (direction: 'in' | 'out', text: string) => void;

export function recordEffect(effect: ClientEffect, record: ConversationRecord): void {
  if (effect.kind === 'send') record.sent(effect.stage, effect.shown, effect.recipient);
  else if (effect.kind === 'content') record.content(effect.octets);
  else if (effect.kind === 'replied') record.replied(effect.reply, effect.stage, effect.recipient);
  else if (effect.kind === 'awaited') record.begin(effect.stage);
  else if (effect.kind === 'note') record.note(effect.text);
}

/** @param onTraffic  told of lines alone, secrets left out */
export function traceEffect(effect: ClientEffect, onTraffic: OnTraffic): void {
  if (effect.kind === 'send') onTraffic('out', effect.shown);
  else if (effect.kind === 'replied') onTraffic('in', formatReply(effect.reply));
}
