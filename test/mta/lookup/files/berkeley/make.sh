#!/bin/sh
# The tables beside this file, by db_load of Berkeley DB 5.3; `hash.db` is as exim_dbmbuild makes them, with zero octets.
set -eu
cd "$(dirname "$0")"
rm -f ./*.db
zeroed() { for at in $(seq 40); do printf 'key%s\\00\nvalue %s\\00\n' "$at" "$at"; done; printf 'none\\00\n\\00\n'; }
plain() {
  for at in $(seq 40); do printf 'key%s\nvalue %s\n' "$at" "$at"; done
  printf 'long\n%s\n' "$(seq -s ' ' 700)"
  printf '%s\nof a long key\n' "$(seq -s x 300)"
  printf 'one\\00two\njoined\n'
}
doubles() {
  printf 'few\nfirst\nfew\nsecond\nalone\nonly\n'
  for at in $(seq 200); do printf 'many\nvalue %s\n' "$at"; done
}
zeroed | db5.3_load -T -t hash hash.db
plain | db5.3_load -T -t hash -c db_pagesize=512 plain-hash.db
plain | db5.3_load -T -t btree -c db_pagesize=512 plain-btree.db
plain | db5.3_load -T -t hash -c db_pagesize=512 -c db_lorder=4321 big-endian-hash.db
plain | db5.3_load -T -t btree -c db_pagesize=512 -c db_lorder=4321 big-endian-btree.db
plain | db5.3_load -T -t btree -c db_pagesize=512 -c chksum=1 checked-btree.db
doubles | db5.3_load -T -t hash -c db_pagesize=512 -c duplicates=1 doubles-hash.db
doubles | db5.3_load -T -t btree -c db_pagesize=512 -c duplicates=1 doubles-btree.db
printf 'one\n' | db5.3_load -T -t recno numbers.db
printf 'a\nb\n' | db5.3_load -T -t hash -c database=inner several.db
