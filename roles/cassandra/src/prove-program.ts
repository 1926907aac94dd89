import { CQL, MEASURED, NODE_SETTINGS, SETTINGS, TOOL_LOGBACK, TOOL_OPTIONS } from './places.ts';

/**
 * Proves that a cluster answers with what a backup holds, by the files of the backup themselves. Cassandra's own `sstabledump` says which partitions a
 * file has, in the order in which its index has their keys; the cluster is asked at consistency ALL, so by all copies. That the bytes of a file are those
 * that were written is not looked at here: `nodetool import` compares them with the checksum that Cassandra wrote beside them.
 */
export const PROVE_PROGRAM = `#!/usr/bin/perl
# usage: cassandra-prove TASK    Every task is safe to repeat.
#   measure FILE    what one former member had, a line for each partition of each of its files
#   all FILE…       whether the cluster answers with all of that
use strict;
use warnings;
my $measured = '${MEASURED}';
$ENV{LC_ALL} = 'C';

sub refuse { print STDERR "$_[0]\\n"; exit 1 }
sub run { system(@_) == 0 or refuse("cassandra-prove: @_ failed") }
sub opened { my ($mode, @what) = @_; open my $stream, $mode, @what or refuse("cassandra-prove: $what[0]: $!"); return $stream }
sub ended { my ($stream, $what) = @_; close $stream or refuse("cassandra-prove: $what failed") }
sub path_of { return "$measured/" . ($_[0] =~ s,.*/,,r) . '.partitions' }

my %node = do { my $file = opened('<', '${NODE_SETTINGS}'); map { chomp; split /=/, $_, 2 } <$file> };
sub dump_of {
    return opened('-|', "$node{java}/bin/java", '@${TOOL_OPTIONS}', '-Dlogback.configurationFile=${TOOL_LOGBACK}',
        '-cp', "${SETTINGS}:$node{release}/lib/*", 'org.apache.cassandra.tools.SSTableExport', $_[0], '-l');
}

# A number in as many bytes more as its first one begins with ones.
sub take_number {
    my ($from) = @_;
    read $$from, my $first, 1;
    my $bits = unpack 'B8', $first;
    my $more = length +($bits =~ /^(1*)/)[0];
    read $$from, my $rest, $more if $more;
    my $number = $more >= 8 ? 0 : ord($first) & (0xff >> $more);
    $number = $number * 256 + $_ for $more ? unpack 'C*', $rest : ();
    return $number;
}

# Each key with its length before it, then where it is in the data, and a part that is skipped.
sub next_key {
    my ($index) = @_;
    read($$index, my $length, 2) == 2 or return undef;
    read $$index, my $key, unpack 'n', $length;
    take_number($index);
    my $skipped = take_number($index);
    seek $$index, $skipped, 1 if $skipped;
    return unpack 'H*', $key;
}

# Whether a partition may be gone: 1 by a mark of deletion of all of a row or more, or a time to live; 2 some values are deleted; 4 a row lives by its values
# only. In what values say every quote is escaped, so nothing of that can be mistaken for it.
sub flags_of {
    my ($partition) = @_;
    my ($head, @rows) = split /(?=\\{"type":"(?:row|static_block|range_tombstone)[^"]*")/, $partition;
    my $flags = $head =~ /"deletion_info":/ || $partition =~ /"ttl":|"type":"range_tombstone/ ? 1 : 0;
    for (@rows) {
        my ($row, @cells) = split /"cells":\\[/;
        $flags |= 1 if $row =~ /"deletion_info":/;
        $flags |= 2 if "@cells" =~ /"deletion_info":/;
        $flags |= 4 if $row =~ /^\\{"type":"(?:row|static_block)"/ && $row !~ /"liveness_info":/;
    }
    return $flags;
}

sub measure_file {
    my ($file, $table, $to) = @_;
    (my $path = $file) =~ s/-Data\\.db$/-Index.db/;
    -e $path or refuse("$file has no index of its partitions: a drill reads Cassandra's format big");
    my $index = opened('<:raw', $path);
    my $dumped = dump_of($file);
    while (my $partition = <$dumped>) {
        my $key = next_key(\\$index) // refuse("$path has fewer partitions than the data beside it");
        my $rows = () = $partition =~ /\\{"type":"row"/g;
        print $to join("\\t", $table, $key, flags_of($partition), $rows), "\\n";
    }
    ended($dumped, "sstabledump $file");
    refuse("$path has more partitions than the data beside it") if defined next_key(\\$index);
}

sub measure {
    my ($file) = @_;
    my ($to, $coming) = (path_of($file), "$measured/coming");
    run('rm', '-rf', $coming);
    run('mkdir', '-p', '-m', '700', $coming);
    run('tar', '-C', $coming, '-xf', $file);
    my $lines = opened('>', "$to.part");
    for (sort glob "$coming/*/*/*-Data.db") {
        my ($keyspace, $table) = m,([^/]+)/([^/]+)-[0-9a-f]{32}/[^/]+$, or refuse("$_ is of no table");
        measure_file($_, "$keyspace.$table", $lines);
    }
    ended($lines, $to);
    rename "$to.part", $to or refuse("$to: $!");
    run('rm', '-rf', $coming);
}

# Which columns the key of each table has, in their order.
sub key_columns {
    my $asked = opened('-|', "echo 'SELECT keyspace_name, table_name, kind, position, column_name FROM system_schema.columns' | ${CQL}");
    my %columns;
    while (<$asked>) {
        chomp;
        my ($keyspace, $table, $kind, $position, $name) = split /\\t/;
        $columns{"$keyspace.$table"}[$position] = '"' . ($name =~ s/"/""/gr) . '"' if $kind eq 'partition_key';
    }
    ended($asked, 'asking for the schema');
    return %columns;
}

# Lines COUNT KEY of what all copies answer, sorted by their keys.
sub answered {
    my ($table, $columns, $file) = @_;
    my ($keyspace, $name) = split /\\./, $table;
    my $statement = opened('>', "$file.statement");
    print $statement 'SELECT ', join(', ', @$columns), qq( FROM "$keyspace"."$name"\\n);
    ended($statement, $file);
    run('sh', '-c', '${CQL} --keys --consistency ALL <"$1.statement" >"$1.raw"', 'sh', $file);
    run('sh', '-c', 'sort -T "$2" "$1.raw" | uniq -c >"$1"', 'sh', $file, $measured);
    my $found = opened('<', $file);
    my $next;
    return sub {
        my ($key) = @_;
        while (1) {
            $next //= <$found> // return 0;
            my ($count, $is) = $next =~ /(\\d+) (\\S*)/;
            return 0 if $is gt $key;
            undef $next;
            return $count if $is eq $key;
        }
    };
}

sub prove {
    -e path_of($_) or refuse("what $_ has was not measured") for @_;
    my %columns = key_columns();
    my $sorted = opened('-|', 'sort', '-T', $measured, '-t', "\\t", '-k', '1,1', '-k', '2,2', map { path_of($_) } @_);
    my ($tables, $partitions, $rows, $gone, $missing, $table, $find) = (0, 0, 0, 0, 0, '');
    my @of;
    my $judge = sub {
        my (undef, $key, $flags, $had) = @of or return;
        my $has = $find->($key);
        my $uncertain = $flags & 1 || ($flags & 6) == 6;
        $has > 0 ? $partitions++ : $uncertain && $gone++;
        $rows += $has;
        return if $uncertain || ($has > 0 && $has >= $had);
        print STDERR "$table: the backup has $had rows with the key $key, and the cluster $has\\n" if $missing++ < 20;
    };
    while (<$sorted>) {
        chomp;
        my @line = split /\\t/;
        if (@of && "$of[0] $of[1]" eq "$line[0] $line[1]") {
            $of[2] |= $line[2];
            $of[3] = $line[3] if $line[3] > $of[3];
            next;
        }
        $judge->();
        @of = @line;
        next if $table eq $line[0];
        $table = $line[0];
        $tables++;
        $find = answered($table, $columns{$table} // refuse("$table is in the backup, and the cluster has no such table"), "$measured/answered");
    }
    $judge->();
    ended($sorted, 'sorting');
    refuse("$missing partitions of the backup are not back as they were") if $missing;
    refuse('the backup holds nothing') if $partitions + $gone == 0;
    print "$partitions partitions with $rows rows in $tables tables, of ", scalar(@_), " former members, from all copies",
        $gone ? "; $gone more were deleted, or have expired" : '', "\\n";
}

my ($task, @words) = (@ARGV, '');
if ($task eq 'measure' && @ARGV == 2) { measure($ARGV[1]) }
elsif ($task eq 'all' && @ARGV > 1) { shift @ARGV; prove(@ARGV) }
else { refuse("usage: cassandra-prove TASK, see $0") }
`;
