/** A connection that its client has turned around, as deliveries know it. */
import type { Net } from '../../core/net/index.ts';
import type { RoutedHost } from '../route/index.ts';

/** Mail of some domains goes to one host, over a connection that is there (RFC 2645). */
export interface Line {
  /** In lower case. */
  readonly domains: ReadonlySet<string>;
  readonly host: RoutedHost & { readonly address: string; readonly port: number };
  /** The connection, once; nothing else is called. */
  readonly net: Net;
}
