/** `openssl ocsp`, as a responder for one request and as a verifier of one response. */
import { run } from '../framework/command.ts';
import { programs } from './programs.ts';

export type OpensslStatus = 'good' | 'revoked' | 'unknown' | 'invalid';

export interface OpensslVerdict {
  readonly status: OpensslStatus;
  /** All that it said, for reports of failures. */
  readonly said: string;
}

/**
 * A response is proven only where the signer is accepted, the certificate is found in it and its times are right: openssl
 * prints these things one by one, and its status is 0 for some of them alone.
 */
export async function opensslVerify(args: readonly string[]): Promise<OpensslVerdict> {
  const { stdout, stderr } = await run(programs.openssl, ['ocsp', ...args]);
  const said = `${stdout}\n${stderr}`;
  const status = /^\S+: (good|revoked|unknown)$/m.exec(said)?.[1] as OpensslStatus | undefined;
  const isProven = /Response verify OK/.test(said) && !/Status times invalid|Nonce Verify error/.test(said);
  return { status: isProven && status !== undefined ? status : 'invalid', said };
}

export interface ResponderArgs {
  readonly indexFile: string;
  readonly caFile: string;
  readonly signerFile: string;
  readonly keyFile: string;
  readonly requestFile: string;
  readonly responseFile: string;
  readonly more: readonly string[];
}

/** Answers one request from a file. */
export async function opensslRespond(of: ResponderArgs): Promise<void> {
  const files = ['-index', of.indexFile, '-CA', of.caFile, '-rsigner', of.signerFile, '-rkey', of.keyFile];
  const ways = ['-reqin', of.requestFile, '-respout', of.responseFile];
  const { status, stderr } = await run(programs.openssl, ['ocsp', ...files, ...ways, ...of.more]);
  if (status !== 0) throw new Error(`openssl ocsp as a responder ended with ${status}:\n${stderr}`);
}
