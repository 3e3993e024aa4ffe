import { describe, expect, it } from 'vitest';
import { findCodes, findHost } from '../../../src/core/bounce/codes.ts';
import { findMeaning } from '../../../src/core/bounce/phrases.ts';

describe('codes in free text', () => {
  it.each([
    ['550 5.1.1 no such user', { replyCode: 550, status: '5.1.1' }],
    ['host said: 550-5.7.26 policy', { replyCode: 550, status: '5.7.26' }],
    ['550 #5.1.0 Address rejected', { replyCode: 550, status: '5.1.0' }],
    ['sorry, no mailbox here (#5.1.1)', { status: '5.1.1' }],
    ['<<< 421 come back later', { replyCode: 421 }],
    ['Exim 4.96.1 says 550 Unknown user', {}],
    ['Exim version 4.96.1', {}],
    ['host [4.7.1.2] timed out', {}],
    ['192.0.5.1.1', {}],
    ['at 4.7.1 we met', { status: '4.7.1' }],
    ['on 25.11.2026 at 550 Main Street', {}],
    ['call 555-1234', {}],
    ['5.1.1000', {}],
  ])('%s', (text, expected) => expect(findCodes(text)).toEqual(expected));
  it.each([
    ['host mx.example.net [192.0.2.1]\n 550 no', 'mx.example.net'],
    ['host mx.example.net[192.0.2.1] said: 550', 'mx.example.net'],
    ['... while talking to mx.example.net.:', 'mx.example.net'],
    ['<exch.example.net #5.1.1 smtp;550>', 'exch.example.net'],
    ['nobody said anything', undefined],
  ])('the host in %s', (text, expected) => expect(findHost(text)).toBe(expected));
});

describe('words without a code', () => {
  it.each([
    ['User unknown', 'no-mailbox'],
    ['No such user here', 'no-mailbox'],
    ['Benutzer ist hier unbekannt', 'no-mailbox'],
    ['utilisateur inconnu', 'no-mailbox'],
    ['usuario desconocido', 'no-mailbox'],
    ['utente sconosciuto', 'no-mailbox'],
    ['gebruiker onbekend', 'no-mailbox'],
    ['usuário desconhecido', 'no-mailbox'],
    ['mailbox is full', 'full'],
    ['The user is over quota', 'full'],
    ['Postfach ist voll', 'full'],
    ['la boîte aux lettres est pleine', 'full'],
    ['buzón lleno', 'full'],
    ['Host or domain name not found', 'no-domain'],
    ['account has been disabled', 'disabled'],
    ['message size exceeds the limit', 'too-large'],
    ['blocked as spam', 'refused'],
    ['Connection timed out', 'unreachable'],
    ['retry timeout exceeded', 'expired'],
    ['all is well', undefined],
  ])('%s', (text, meaning) => expect(findMeaning(text)).toBe(meaning));
});
