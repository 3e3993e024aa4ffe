/** The shape of what `verify =` can check. */
import type { Later } from '../../../expand/index.ts';
import type { AclRun } from '../../engine/run.ts';
import type { Said } from '../../rows.ts';
import type { AclSite } from '../../types.ts';

export interface VerifyRow {
  readonly name: string;
  /** Where it may be asked; absent: everywhere. */
  readonly only?: readonly AclSite[];
  /** `/options` may follow. */
  readonly options: boolean;
  /** `sender=address`. */
  readonly value?: true;
  readonly test: (order: VerifyOrder, run: AclRun) => Later<Said>;
}

export interface VerifyOrder {
  /** The whole argument. */
  readonly text: string;
  /** Behind `=`, where the row takes that. */
  readonly value: string | undefined;
  readonly options: readonly string[];
  readonly tainted: boolean;
}

export const DATA_SITES: readonly AclSite[] = ['data', 'not-smtp'];
/** Where a header is looked at: the ACL for ends without QUIT may as well, though there may be none. */
export const HEADER_SITES: readonly AclSite[] = [...DATA_SITES, 'notquit'];
