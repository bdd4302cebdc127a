# Cache::Memcached::Fast: the text protocol in C under Perl.
use strict;
use warnings;

use Cache::Memcached::Fast;

my $checks = 0;

sub check {
    my ($what, $expected, $got) = @_;
    $checks++;
    my $same = defined $expected ? defined $got && $expected eq $got : !defined $got;
    return if $same;
    my ($shown, $instead) = map { defined $_ ? substr($_, 0, 200) : 'undef' } $expected, $got;
    die "$what: expected $shown, got $instead\n";
}

my $client = Cache::Memcached::Fast->new({
    servers => ["127.0.0.1:$ARGV[0]"], io_timeout => 20, connect_timeout => 20, max_size => 4 << 20, utf8 => 1,
});

check('flush', 1, (values %{ $client->flush_all })[0]);
check('set', 1, $client->set('k', 'one'));
check('get', 'one', $client->get('k'));
check('get, miss', undef, $client->get('missing'));
check('add, present', '', $client->add('k', 'two'));
check('add', 1, $client->add('new', '2'));
check('replace, missing', '', $client->replace('missing', 'x'));
check('replace', 1, $client->replace('k', 'two'));
check('append', 1, $client->append('k', '-end'));
check('prepend', 1, $client->prepend('k', 'start-'));
check('append, missing', '', $client->append('missing', 'x'));
check('joined', 'start-two-end', $client->get('k'));

my $seen = $client->gets('k');
check('gets', 'start-two-end', $seen->[1]);
check('cas', 1, $client->cas('k', $seen->[0], 'three'));
check('cas, changed', '', $client->cas('k', $seen->[0], 'four'));
check('cas, missing', '', $client->cas('missing', $seen->[0], 'four'));
check('after cas', 'three', $client->get('k'));

check('set number', 1, $client->set('n', 10));
check('incr', 15, $client->incr('n', 5));
check('decr', 9, $client->decr('n', 6));
check('decr to the floor', '0E0', $client->decr('n', 100));
check('incr, missing', '', $client->incr('missing', 1));
check('touch', 1, $client->touch('k', 100));
check('touch, missing', '', $client->touch('missing', 100));
check('gat', 'three', $client->gat(100, 'k'));
check('gats', 'three', $client->gats(100, 'k')->[1]);
check('delete', 1, $client->delete('k'));
check('delete, missing', '', $client->delete('k'));

check('reference', 1, $client->set('typed', { list => [1, undef, 'x'], text => "\x{20ac}" }));
my $typed = $client->get('typed');
check('reference', '1,,x', join ',', map { defined $_ ? $_ : '' } @{ $typed->{list} });
check('reference', "\x{20ac}", $typed->{text});
check('utf8', 1, $client->set('utf8', "\x{20ac}\x{e9}"));
check('utf8', "\x{20ac}\x{e9}", $client->get('utf8'));
check('bytes', 1, $client->set('bytes', "\0\r\nEND\r\n"));
check('bytes', "\0\r\nEND\r\n", $client->get('bytes'));

my %many = map { ("many:$_" => "value $_" x ($_ % 7)) } 0 .. 699;
my $stored = $client->set_multi(map { [$_ => $many{$_}] } keys %many);
check('set_multi', scalar keys %many, scalar grep { $_ } values %$stored);
my $found = $client->get_multi(keys %many, 'missing', 'missing2');
check('get_multi', scalar keys %many, scalar keys %$found);
check("get_multi $_", $many{$_}, $found->{$_}) for keys %many;
my $gets = $client->gets_multi(keys %many);
check("gets_multi $_", $many{$_}, $gets->{$_}[1]) for keys %many;
$client->delete_multi(keys %many);
check('deleted', 0, scalar keys %{ $client->get_multi(keys %many) });

my $large = join('', map { chr } 0 .. 127) x 8000;
check('set of a megabyte', 1, $client->set('large', $large));
check('get of a megabyte', $large, $client->get('large'));
check('too large', undef, scalar $client->set('large', 'x' x (1 << 20)) || undef);
check('what was too large', undef, $client->get('large'));

check('set for a second', 1, $client->set('short', 'x', 1));
check('before it expires', 'x', $client->get('short'));
select undef, undef, undef, 2.2;
check('expired', undef, $client->get('short'));

$client->set("nowait:$_", $_) for 0 .. 99; # In void context the replies are not waited for.
$client->nowait_push;
check('nowait', 99, $client->get('nowait:99'));

my ($version) = values %{ $client->server_versions };
check('version', $ARGV[1], (split /-/, $version)[0]);
check('flush', 1, (values %{ $client->flush_all })[0]);
check('flushed', undef, $client->get('n'));
$client->disconnect_all;
print "$checks checks\n";
