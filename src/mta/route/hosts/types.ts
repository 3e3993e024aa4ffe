/** What looking for a host can come to. */
import type { RoutedHost } from '../types.ts';

export type HostsFound =
  | {
      readonly kind: 'found' | 'local';
      readonly hosts: readonly RoutedHost[];
      /** The name as it was completed. */
      readonly fullName: string;
      /** This host was among them, and has been taken out with all that are no better. */
      readonly removedLocal: boolean;
    }
  /** `host`: the last of its hosts, where it has some. */
  | { readonly kind: 'failed'; readonly fullName: string; readonly why: FailedWhy; readonly host?: string }
  /** All its addresses are to be ignored. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'again'; readonly insecure?: boolean };

export type FailedWhy = 'unknown' | 'syntax' | 'no-service' | 'no-hosts' | 'only-addresses';
