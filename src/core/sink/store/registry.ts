/** The stores. To add one: a file beside, its name in types.ts, a row here. */
import { ok, type Result } from '../../../base/index.ts';
import { openMaildir } from './maildir.ts';
import { openMbox } from './mbox.ts';
import type { OpenStore, Store, StoreError, StoreSpec } from './types.ts';

const STORES: Readonly<Record<Exclude<StoreSpec['kind'], 'discard'>, OpenStore>> = {
  maildir: openMaildir,
  mbox: openMbox,
};

/** Undefined where nothing is kept: then nothing has to be waited for. */
export async function openStore(spec: StoreSpec): Promise<Result<Store | undefined, StoreError>> {
  return spec.kind === 'discard' ? ok(undefined) : STORES[spec.kind](spec.path, spec.syncs);
}
