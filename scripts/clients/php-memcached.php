<?php
// The memcached extension (libmemcached), in the text and the binary protocol.

$checks = 0;

function check(string $what, mixed $expected, mixed $got): void
{
    global $checks;
    $checks++;
    if ($expected !== $got) {
        $shown = fn($value) => substr(var_export($value, true), 0, 200);
        fwrite(STDERR, "$what: expected {$shown($expected)}, got {$shown($got)}\n");
        exit(1);
    }
}

function talk(int $port, string $release, bool $binary): void
{
    $client = new Memcached();
    $client->setOption(Memcached::OPT_BINARY_PROTOCOL, $binary);
    $client->setOption(Memcached::OPT_COMPRESSION, false);
    $client->setOption(Memcached::OPT_TCP_NODELAY, true);
    $client->setOption(Memcached::OPT_POLL_TIMEOUT, 20000);
    $client->addServer('127.0.0.1', $port);

    check('flush', true, $client->flush());
    check('set', true, $client->set('k', 'one'));
    check('get', 'one', $client->get('k'));
    check('get, miss', false, $client->get('missing'));
    check('get, miss', Memcached::RES_NOTFOUND, $client->getResultCode());
    check('add, present', false, $client->add('k', 'two'));
    check('add', true, $client->add('new', '2'));
    check('replace, missing', false, $client->replace('missing', 'x'));
    check('replace', true, $client->replace('k', 'two'));
    check('append', true, $client->append('k', '-end'));
    check('prepend', true, $client->prepend('k', 'start-'));
    check('append, missing', false, $client->append('missing', 'x'));
    check('append, missing', Memcached::RES_NOTSTORED, $client->getResultCode());
    check('joined', 'start-two-end', $client->get('k'));

    $seen = $client->get('k', null, Memcached::GET_EXTENDED);
    check('get extended', 'start-two-end', $seen['value']);
    check('cas', true, $client->cas($seen['cas'], 'k', 'three'));
    check('cas, changed', false, $client->cas($seen['cas'], 'k', 'four'));
    check('cas, changed', Memcached::RES_DATA_EXISTS, $client->getResultCode());
    check('cas, missing', false, $client->cas($seen['cas'], 'missing', 'four'));
    check('cas, missing', Memcached::RES_NOTFOUND, $client->getResultCode());
    check('after cas', 'three', $client->get('k'));

    check('set number', true, $client->set('n', 10));
    check('increment', 15, $client->increment('n', 5));
    check('decrement', 9, $client->decrement('n', 6));
    check('decrement to the floor', 0, $client->decrement('n', 100));
    check('increment, missing', false, $client->increment('missing'));
    if ($binary) {
        check('increment, made', 7, $client->increment('made', 1, 7, 100));
        check('increment, made', 8, $client->increment('made', 1, 7, 100));
    }
    check('touch', true, $client->touch('k', 100));
    check('touch, missing', false, $client->touch('missing', 100));
    check('delete', true, $client->delete('k'));
    check('delete, missing', false, $client->delete('k'));

    foreach ([5, PHP_INT_MAX, 'text €', "\0\r\nbytes", [1, ['a' => null]], 1.5, true, false, null] as $kind) {
        check('typed set', true, $client->set('typed', $kind));
        check('typed get', $kind, $client->get('typed'));
        check('typed get', Memcached::RES_SUCCESS, $client->getResultCode());
    }

    $many = [];
    for ($i = 0; $i < 700; $i++) {
        $many["many:$i"] = str_repeat("value $i", $i % 7);
    }
    check('setMulti', true, $client->setMulti($many));
    $found = $client->getMulti(array_merge(array_keys($many), ['missing', 'missing2']), Memcached::GET_PRESERVE_ORDER);
    check('getMulti', $many + ['missing' => null, 'missing2' => null], $found);
    check('getDelayed', true, $client->getDelayed(array_keys($many), true));
    $fetched = $client->fetchAll();
    check('fetchAll', count($many), count($fetched));
    foreach ($fetched as $one) {
        check('fetched', $many[$one['key']], $one['value']);
    }
    check('deleteMulti', array_fill_keys(array_keys($many), true), $client->deleteMulti(array_keys($many)));
    check('deleted', [], $client->getMulti(array_keys($many)));

    $large = str_repeat(implode('', array_map('chr', range(0, 255))), 4000);
    check('set of a megabyte', true, $client->set('large', $large));
    check('get of a megabyte', true, $large === $client->get('large'));
    check('too large', false, $client->set('large', str_repeat('x', 1 << 20)));
    check('too large', Memcached::RES_E2BIG, $client->getResultCode());
    check('what was too large', false, $client->get('large'));
    $client->setOption(Memcached::OPT_COMPRESSION, true);
    check('compressed', true, $client->set('packed', str_repeat('z', 2000000)));
    check('compressed', true, str_repeat('z', 2000000) === $client->get('packed'));

    check('set for a second', true, $client->set('short', 'x', 1));
    check('before it expires', 'x', $client->get('short'));
    usleep(2200000);
    check('expired', false, $client->get('short'));

    $server = "127.0.0.1:$port";
    check('version', $release, $client->getVersion()[$server]);
    $stats = $client->getStats()[$server];
    check('stats', true, $stats['cmd_get'] > 10 && $stats['threads'] > 0);
    check('flush', true, $client->flush());
    check('flushed', false, $client->get('n'));
    $client->quit();
}

talk((int) $argv[1], $argv[2], false);
talk((int) $argv[1], $argv[2], true);
echo "$checks checks\n";
