/** Redirection with each of its options: what may be among the items, whose files are trusted, and where items lead. */
import { from, one, redirect, type World } from './types.ts';

const configuration: World['configuration'] = ({ folder, hops }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org : other.example
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
begin routers
${redirect('fails', 'allow_fail\n  data = ann, :fail:550 5.7.1 gone for ever')}
${redirect('failscode', 'allow_fail\n  forbid_smtp_code\n  data = :fail:550 5.7.1 gone for ever')}
${redirect('failsempty', 'allow_fail\n  data = :fail:')}
${redirect('nofail', 'no_allow_fail\n  data = :fail: gone')}
${redirect('defers', 'allow_defer\n  data = :defer:451 4.7.1 not now')}
${redirect('deferscode', 'allow_defer\n  forbid_smtp_code\n  data = :defer:451 4.7.1 not now')}
${redirect('nodefer', 'no_allow_defer\n  data = :defer: not now')}
${redirect('hole', 'no_forbid_blackhole\n  data = :blackhole: for good, ann')}
${redirect('nohole', 'forbid_blackhole\n  data = :blackhole:')}
${redirect('unknown', 'data = :unknown:')}
${redirect('anc', 'data = anc2')}
${redirect('anc2', 'check_ancestor\n  data = anc, bob')}
${redirect('noanc', 'data = noanc2')}
${redirect('noanc2', 'no_check_ancestor\n  data = noanc, bob')}
${redirect('chain1 : chain2', 'no_repeat_use\n  data = ${if eq{$local_part}{chain1}{chain2}{chain3}}').replace('r_chain1 : chain2', 'r_chain')}
${redirect('again1 : again2', 'repeat_use\n  data = ${if eq{$local_part}{again1}{again2}{chain3}}').replace('r_again1 : again2', 'r_again')}
${redirect('owned', `file = ${folder}/owned\n  check_owner\n  owners = daemon : root`)}
${redirect('disowned', `file = ${folder}/owned\n  check_owner\n  owners = root : bin`)}
${redirect('notasked', `file = ${folder}/owned\n  no_check_owner`)}
${redirect('grouped', `file = ${folder}/owned\n  check_group\n  owngroups = daemon : mail`)}
${redirect('misgrouped', `file = ${folder}/owned\n  check_group\n  owngroups = mail`)}
${redirect('wide', `file = ${folder}/wide`)}
${redirect('masked', `file = ${folder}/wide\n  modemask = 002`)}
${redirect('absent', `file = ${folder}/nothing\n  no_more\n  cannot_route_message = no list of that name`)}
${redirect('folder', `file = ${folder}/box`)}
${redirect('beyond', `file = ${folder}/wide/list`)}
${redirect('beyondok', `file = ${folder}/wide/list\n  ignore_enotdir`)}
${redirect('secret', `file = ${folder}/secret`)}
${redirect('secretok', `file = ${folder}/secret\n  ignore_eacces`)}
${redirect('includes', `data = :include:${folder}/list, ann\n  no_forbid_include`)}
${redirect('includesnone', `data = :include:${folder}/nothing`)}
${redirect('noinclude', `data = :include:${folder}/list\n  forbid_include`)}
${redirect('inside', `data = :include:${folder}/box/dir/../../list\n  include_directory = ${folder}/box`)}
${redirect('outside', `data = :include:${folder}/list\n  include_directory = ${folder}/box`)}
${redirect('within', `data = :include:${folder}/list\n  include_directory = ${folder}`)}
${redirect('once', 'one_time\n  data = defers, x@hop.example, bob')}
${redirect('file', `data = ${folder}/box/own\n  file_transport = tofile`)}
${redirect('nofiletransport', `data = ${folder}/box/own`)}
${redirect('nofile', `data = ${folder}/box/own\n  forbid_file\n  file_transport = tofile`)}
${redirect('directory', `data = ${folder}/box/dir/\n  directory_transport = todirectory`)}
${redirect('nodirectory', `data = ${folder}/box/dir/\n  forbid_file\n  directory_transport = todirectory`)}
${redirect('pipe', 'data = "|/bin/sh -c \\"cat > /dev/null\\""\n  pipe_transport = topipe')}
${redirect('nopipe', 'data = |/bin/true\n  forbid_pipe\n  pipe_transport = topipe')}
${redirect('expanded', `data = ${folder}/box/own\n  file_transport = \${if eq{$sender_address_local_part}{bob}{tofile}{tosecond}}`)}
${redirect('devnull', 'data = /dev/null\n  file_transport = tofile')}
${redirect('hides', 'hide_child_in_errmsg\n  data = nobody, fails, x@nowhere.test')}
${redirect('shows', 'no_hide_child_in_errmsg\n  data = nobody')}
${redirect('qualified', 'qualify_domain = other.example\n  data = ann, bob@example.org')}
preserved:
  driver = redirect
  local_parts = preserved
  domains = +local_domains
  qualify_preserve_domain
  data = ann
${redirect('rewritten', 'data = old@example.org')}
${redirect('unrewritten', 'rewrite = false\n  data = old@example.org')}
${redirect('skips', 'skip_syntax_errors\n  syntax_errors_to = owner@example.org\n  syntax_errors_text = A list of $local_part has errors.\\n\n  data = ann, <broken, bob, two words@x')}
${redirect('skipsquietly', 'skip_syntax_errors\n  data = "ann, <broken"')}
${redirect('skipsall', 'skip_syntax_errors\n  syntax_errors_to = owner@example.org\n  data = <broken')}
${redirect('breaks', 'no_skip_syntax_errors\n  data = ann, <broken')}
${redirect('empty', 'data =')}
${redirect('comments', `file = ${folder}/comments`)}
${redirect('phrases', 'data = "Ann (the first) <ann@example.org>, \\"bob\\"@example.org"')}
${redirect('escaped', 'data = \\\\ann, bob')}
${redirect('itself', 'data = itself, ann')}
${redirect('tainted', `file = ${folder}/$local_part`)}
${redirect('eximfilter', 'allow_filter\n  user = Debian-exim\n  forbid_exim_filter\n  data = "#Exim filter\\ndeliver ann@example.org\\n"')}
${redirect('sievefilter', 'allow_filter\n  user = Debian-exim\n  forbid_sieve_filter\n  data = "#Sieve filter\\nkeep;\\n"')}
${redirect('filtertext', 'data = "#Exim filter\\ndeliver ann@example.org\\n"')}
hop:
  driver = manualroute
  domains = hop.example
  route_list = * 127.0.0.2::${hops[0]} byname
  transport = out
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : owner : anc2 : noanc2 : chain2 : chain3 : again2 : old : itself
  transport = facts
begin transports
facts:
  driver = appendfile
  file = ${folder}/box/all
  envelope_to_add
  headers_add = "X-Facts: $local_part@$domain a=$parent_local_part o=$original_local_part@$original_domain"
tofile:
  driver = appendfile
tosecond:
  driver = appendfile
  headers_add = X-Second: $address_file
todirectory:
  driver = appendfile
  maildir_format
topipe:
  driver = pipe
out:
  driver = smtp
  allow_localhost
  connection_max_messages = 1
  hosts_avoid_tls = *
begin retry
* * F,2h,15m
begin rewrite
old@example.org ann@example.org t
`;

const to = (...localParts: string[]): string[] => localParts.map((part) => `${part}@example.org`);

export const redirecting: World = {
  name: 'redirecting',
  configuration,
  isLogOrdered: true,
  files: {
    owned: 'ann\n',
    wide: 'ann\n',
    secret: 'ann\n',
    list: '# a list\nbob, ann\n  owner\n',
    comments: 'ann # not this\n\n# nor this: bob\nbob,,owner\n',
  },
  prepare: 'chown 1:1 owned; chmod 664 wide; chmod 600 secret',
  isInFullAlone: true,
  scenarios: [
    one(':fail: behind another, with a code', ...to('fails')),
    one(':fail: whose code is none', ...to('failscode', 'failsempty', 'nofail')),
    one(':defer: with codes', ...to('defers', 'deferscode', 'nodefer')),
    one(':blackhole:', ...to('hole', 'nohole', 'unknown')),
    one('check_ancestor', ...to('anc')),
    one('no_check_ancestor', ...to('noanc')),
    one('repeat_use', ...to('again1')),
    one('no_repeat_use', ...to('chain1')),
    one('owners', ...to('owned', 'notasked')),
    one('an owner who is none of them', ...to('disowned')),
    one('owngroups', ...to('grouped')),
    one('a group that is none of them', ...to('misgrouped')),
    one('modemask', ...to('wide', 'masked')),
    one('a file that is not there', ...to('absent', 'folder')),
    one('a file beyond a file', ...to('beyond')),
    one('ignore_enotdir', ...to('beyondok')),
    one('a file that cannot be read', ...to('secret')),
    one('ignore_eacces', ...to('secretok')),
    one(':include:', ...to('includes')),
    one(':include: of nothing', ...to('includesnone')),
    one('forbid_include', ...to('noinclude')),
    one('include_directory', ...to('within', 'outside', 'inside')),
    { ...one('one_time', ...to('once')), runs: ['-qf'] },
    one('files', ...to('file', 'devnull')),
    one('no file_transport', ...to('nofiletransport')),
    one('forbid_file', ...to('nofile', 'nodirectory')),
    one('a directory', ...to('directory')),
    one('a pipe, and one that is forbidden', ...to('pipe', 'nopipe')),
    one('file_transport by expansion', ...to('expanded')),
    from('bob@example.org', 'file_transport by expansion, another', ...to('expanded')),
    one('hide_child_in_errmsg', ...to('hides')),
    one('no_hide_child_in_errmsg', ...to('shows')),
    one('qualify_domain', ...to('qualified')),
    one('qualify_preserve_domain', 'preserved@other.example'),
    one('rewritten', ...to('rewritten')),
    one('no_rewrite', ...to('unrewritten')),
    one('skip_syntax_errors', ...to('skips')),
    one('skip_syntax_errors, and nobody is told', ...to('skipsquietly')),
    one('skip_syntax_errors, and nothing is left', ...to('skipsall')),
    one('no_skip_syntax_errors', ...to('breaks')),
    one('nothing', ...to('empty')),
    one('comments, phrases and backslashes', ...to('comments', 'phrases', 'escaped')),
    one('itself', ...to('itself')),
    one('a tainted name', ...to('tainted')),
    one('filters that are forbidden', ...to('eximfilter', 'sievefilter')),
    one('a filter where none is allowed', ...to('filtertext')),
  ],
};
