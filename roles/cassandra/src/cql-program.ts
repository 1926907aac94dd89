import { LOGIN, NODE_SETTINGS } from './places.ts';

/**
 * A client of CQL's own protocol (native_protocol_v4.spec) for programs of the host. Cassandra's own, cqlsh, needs a Python of certain versions,
 * and Java's drivers a program around them; Perl's core is a part of every Debian.
 */
export const CQL_PROGRAM = `#!/usr/bin/perl
# usage: cassandra-cql [--host ADDRESS] [--consistency LEVEL] [--login FILE] [--ping] [--zero] [--keys] < STATEMENTS
# One statement a line; rows are printed with a tab between their columns. With --zero both end with a zero byte instead. With
# --keys the columns of a row are those of its partition's key, which is printed as in Cassandra's files, in hexadecimal; there may be any number of them.
# Exits with 1 and the server's words on an error.
use strict;
use warnings;
use IO::Socket::INET;

my %level = (ANY => 0, ONE => 1, TWO => 2, QUORUM => 4, ALL => 5, LOCAL_QUORUM => 6, EACH_QUORUM => 7, LOCAL_ONE => 10);
my %given = (host => undef, consistency => 'LOCAL_QUORUM', login => '${LOGIN}', ping => 0, zero => 0, keys => 0);
while (@ARGV) {
    my $word = shift @ARGV;
    if ($word =~ /^--(ping|zero|keys)$/) { $given{$1} = 1; next }
    $word =~ /^--(host|consistency|login)$/ && @ARGV or die "cassandra-cql: what is $word?\\n";
    $given{$1} = shift @ARGV;
}
my $consistency = $level{ $given{consistency} } // die "cassandra-cql: there is no consistency $given{consistency}\\n";

sub read_words {
    my ($path) = @_;
    open my $file, '<', $path or die "cassandra-cql: $path: $!\\n";
    my %words = map { chomp; /^(\\w+)[ =](.*)$/ ? ($1 => $2) : () } <$file>;
    return %words;
}

# The longest that one answer may take, in seconds.
$SIG{ALRM} = sub { die "cassandra-cql: no answer within a minute\\n" };
alarm 60;
my %node = read_words('${NODE_SETTINGS}');
my $host = $given{host} // $node{address};
my $socket = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $node{client}, Timeout => 5)
    or die "cassandra-cql: $host does not answer at port $node{client}: $@\\n";

sub receive {
    my ($length) = @_;
    my $got = '';
    while (length $got < $length) {
        sysread($socket, $got, $length - length $got, length $got) or die "cassandra-cql: $host closed the connection\\n";
    }
    return $got;
}

# Sends a request and gives what is answered: its kind, and its body.
sub ask {
    my ($kind, $body) = @_;
    print {$socket} pack('CCnCN', 4, 0, 0, $kind, length $body) . $body;
    $socket->flush;
    my (undef, $flags, undef, $is, $length) = unpack 'CCnCN', receive(9);
    my $answer = receive($length);
    # Warnings come before the answer itself.
    if ($flags & 8) {
        my $count = unpack 'n', substr $answer, 0, 2, '';
        substr $answer, 0, 2 + unpack('n', $answer), '' for 1 .. $count;
    }
    if ($is == 0) {
        my ($code, $message) = unpack 'N n/a', $answer;
        die sprintf "cassandra-cql: %s: %s (%04x)\\n", $host, $message, $code;
    }
    return ($is, $answer);
}

sub long_text { my ($text) = @_; return pack('N', length $text) . $text }

if ($given{ping}) { ask(5, ''); exit 0 }

my ($is) = ask(1, pack('n', 1) . pack('n/a* n/a*', 'CQL_VERSION', '3.0.0'));
if ($is == 3) {
    my %login = read_words($given{login});
    ask(15, long_text("\\0$login{user}\\0$login{password}"));
}

# Takes a type off the front of a description.
sub take_type {
    my ($from) = @_;
    my $id = unpack 'n', substr $$from, 0, 2, '';
    if ($id == 0) { substr $$from, 0, 2 + unpack('n', $$from), ''; return [$id] }
    return [$id, take_type($from)] if $id == 0x20 || $id == 0x22;
    return [$id, take_type($from), take_type($from)] if $id == 0x21;
    die "cassandra-cql: a column is of a type that is not known here ($id)\\n" if $id >= 0x30;
    return [$id];
}

# Takes a value with its length off the front of a row.
sub take_value {
    my ($from) = @_;
    my $length = unpack 'l>', substr $$from, 0, 4, '';
    return $length < 0 ? undef : substr $$from, 0, $length, '';
}

sub shown {
    my ($type, $value) = @_;
    return '' unless defined $value;
    my ($id, @of) = @$type;
    return $value if $id == 1 || $id == 10 || $id == 13;
    return unpack 'q>', $value if $id == 2 || $id == 5 || $id == 11;
    return unpack 'l>', $value if $id == 9;
    return unpack('C', $value) ? 'true' : 'false' if $id == 4;
    return join '.', unpack 'C4', $value if $id == 16 && length $value == 4;
    return join '-', unpack 'H8 H4 H4 H4 H12', $value if $id == 12 || $id == 15;
    return unpack 'H*', $value unless @of;
    my $count = unpack 'l>', substr $value, 0, 4, '';
    my @parts = map { join '=', map { shown($_, take_value(\\$value)) } @of } 1 .. $count;
    return join ' ', sort @parts;
}

my $end = $given{zero} ? "\\0" : "\\n";
# A key of several columns is kept as each with its length before it and a zero behind it.
sub key { return unpack 'H*', @_ == 1 ? $_[0] : join '', map { pack 'n/a* x', $_ } @_ }

# Gives where the next page begins, if there is one.
sub print_rows {
    my ($body) = @_;
    my ($flags, $count) = unpack 'N N', substr $body, 0, 8, '';
    my $next = $flags & 2 ? take_value(\\$body) : undef;
    if ($flags & 1) { substr $body, 0, 2 + unpack('n', $body), '' for 1 .. 2 }
    my @types = map {
        unless ($flags & 1) { substr $body, 0, 2 + unpack('n', $body), '' for 1 .. 2 }
        substr $body, 0, 2 + unpack('n', $body), '';
        take_type(\\$body);
    } 1 .. $count;
    my $rows = unpack 'N', substr $body, 0, 4, '';
    for (1 .. $rows) {
        my @values = map { take_value(\\$body) } @types;
        print $given{keys} ? key(@values) : join("\\t", map { shown($types[$_], $values[$_]) } 0 .. $#types), $end;
    }
    return $next;
}

# Asks for so many rows at a time where there may be any number.
my $page = 5000;
sub options {
    my ($state) = @_;
    return pack('nC', $consistency, 0) unless $given{keys};
    return pack('nC N', $consistency, defined $state ? 12 : 4, $page) . (defined $state ? long_text($state) : '');
}

$/ = $end;
while (my $statement = <STDIN>) {
    chomp $statement;
    next if $statement eq '';
    my $state;
    do {
        alarm 60;
        my (undef, $answer) = ask(7, long_text($statement) . options($state));
        my $kind = unpack 'N', substr $answer, 0, 4, '';
        $state = $kind == 2 ? print_rows($answer) : undef;
    } while (defined $state);
}
`;
