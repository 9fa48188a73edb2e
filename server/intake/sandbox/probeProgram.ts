/**
 * The escape probe's program. Perl, because its base is part of every Debian and it can make any system
 * call; it runs inside a stage and prints one word per thing it got at, then "done".
 *
 * Arguments: stage, service's pid, its namespaces as links in /proc show them, loopback port (0: none), numbers of
 * unshare, ptrace, mount and setuid, then the files that must be unreadable.
 */
export const PROBE_PROGRAM = String.raw`
use strict; use warnings; use Errno qw(EINPROGRESS); use Fcntl; use Socket;
my ($stage, $service, $namespaces, $port, $unshare, $ptrace, $mount, $setuid, @secrets) = @ARGV;
$| = 1; $^F = 2;
sub escaped { print "$_[0]\n" }

# first, before this program itself opens anything
if (opendir my $open, '/proc/self/fd') {
  # the listing's own descriptor shows as /proc/<pid>/fd, the probe's text as /run/probe
  my @more = grep { /^\d+$/ && $_ > 2 } readdir $open;
  escaped('descriptors') if grep { (readlink("/proc/self/fd/$_") // '') !~ m{^/proc/\d+/fd$|^/run/probe$} } @more;
}

if (open my $passwd, '<', '/etc/passwd') { escaped('etc-passwd') if grep { /^root:/ } <$passwd> }
for my $file (@secrets) {
  if (open my $handle, '<', $file) { escaped('secret-file') }
  (my $folder = $file) =~ s{/[^/]*$}{};
  if (opendir my $handle, $folder) { escaped('secret-folder') }
}

for my $folder ('', '/etc', '/usr', '/usr/bin', '/var/tmp', '/dev', '/dev/shm', '/proc/sys/kernel') {
  my $file = "$folder/sealgrade-probe-$$";
  if (sysopen my $handle, $file, O_CREAT | O_EXCL | O_WRONLY) { unlink $file; escaped('write-outside') }
}

sub reaches {
  my ($address, $to) = @_;
  socket(my $socket, PF_INET, SOCK_STREAM | 04000, 0) or return 0; # 04000: SOCK_NONBLOCK
  return 1 if connect $socket, pack_sockaddr_in($to, inet_aton($address));
  return 0 unless $! == EINPROGRESS;
  return 1 unless $address =~ /^127\./; # there is a route out, whoever answers
  vec(my $writable = '', fileno $socket, 1) = 1;
  select undef, $writable, undef, 0.1;
  return getpeername($socket) ? 1 : 0;
}
escaped('loopback') if $port && reaches('127.0.0.1', $port);
escaped('metadata-address') if reaches('169.254.169.254', 80);
escaped('internet-socket') if socket my $inet, PF_INET, SOCK_STREAM, 0;
escaped('unix-socket') if $stage ne 'fetch' && socket my $unix, PF_UNIX, SOCK_STREAM, 0;

if (opendir my $proc, '/proc') {
  escaped('other-processes') if grep { /^\d+$/ && $_ != 1 && $_ != $$ } readdir $proc;
}
escaped('signal-service') if kill 0, $service;
# the filter refuses most of what a shared namespace would allow, so this is asked by name
for my $theirs (split ' ', $namespaces) {
  my ($kind) = split /:/, $theirs;
  escaped("shared-$kind") if (readlink("/proc/self/ns/$kind") // $theirs) eq $theirs;
}

my %status = map { /^(\w+):\s+(\S+)/ ? ($1, $2) : () } do { open my $s, '<', '/proc/self/status'; $s ? <$s> : () };
escaped('capabilities') if !defined $status{CapEff} || $status{CapEff} !~ /^0+$/ || $status{CapBnd} !~ /^0+$/;
escaped('new-privileges') if ($status{NoNewPrivs} // 0) != 1;
escaped('no-filter') if ($status{Seccomp} // 0) != 2;
escaped('environment') if grep { !/^(PATH|HOME|LC_ALL|PWD)$/ } keys %ENV;

escaped('become-root') if syscall($setuid, 0) == 0;
my ($tmpfs, $place) = ('tmpfs', '/tmp');
escaped('mount') if syscall($mount, $tmpfs, $place, $tmpfs, 0, 0) == 0;
escaped('nested-namespace') if syscall($unshare, 0x10000000) == 0;
escaped('ptrace') if syscall($ptrace, 0, 0, 0, 0) == 0;
print "done\n";
`;
