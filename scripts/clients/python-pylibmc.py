# pylibmc: libmemcached under Python, in the text and the binary protocol.
import sys
import time

import pylibmc

checks = 0


def check(what, expected, got):
    global checks
    checks += 1
    if expected != got:
        sys.exit("%s: expected %.200r, got %.200r" % (what, expected, got))


def check_error(what, expected, action):
    global checks
    checks += 1
    try:
        got = action()
    except expected:
        return
    sys.exit("%s: expected %s, got %.200r" % (what, expected.__name__, got))


def talk(binary):
    behaviors = {"cas": True, "tcp_nodelay": True, "_poll_timeout": 20000}
    client = pylibmc.Client(["127.0.0.1:" + sys.argv[1]], binary=binary, behaviors=behaviors)
    check("flush", True, client.flush_all())
    check("set", True, client.set("k", "one"))
    check("get", "one", client.get("k"))
    check("get, miss", None, client.get("missing"))
    check("add, present", False, client.add("k", "two"))
    check("add", True, client.add("new", "2"))
    if binary:
        check_error("replace, missing", pylibmc.NotFound, lambda: client.replace("missing", "x"))
    else:
        check("replace, missing", False, client.replace("missing", "x"))
    check("replace", True, client.replace("k", "two"))
    check("append", True, client.append("k", "-end"))
    check("prepend", True, client.prepend("k", "start-"))
    check("joined", "start-two-end", client.get("k"))

    value, cas = client.gets("k")
    check("gets", "start-two-end", value)
    check("cas", True, client.cas("k", "three", cas))
    check("cas, changed", False, client.cas("k", "four", cas))
    check_error("cas, missing", pylibmc.NotFound, lambda: client.cas("missing", "x", cas))
    check("after cas", "three", client.get("k"))

    check("set number", True, client.set("n", 10))
    check("incr", 15, client.incr("n", 5))
    check("decr", 9, client.decr("n", 6))
    check("decr to the floor", 0, client.decr("n", 100))
    check_error("incr, missing", pylibmc.NotFound, lambda: client.incr("missing"))
    check("touch", True, client.touch("k", 100))
    check("touch, missing", False, client.touch("missing", 100))
    check("touched", "three", client.get("k"))
    check("delete", True, client.delete("k"))
    check("delete, missing", False, client.delete("k"))

    for kind in (5, 2**70, "text \u20ac", b"\x00\r\nbytes", [1, {"a": None}], 1.5):
        check("typed set", True, client.set("typed", kind))
        check("typed get", (kind, type(kind)), (client.get("typed"), type(client.get("typed"))))

    many = {"many:%d" % i: "value %d" % i * (i % 7) for i in range(700)}
    check("set_multi", [], client.set_multi(many))
    check("get_multi", many, client.get_multi(list(many) + ["missing", "missing2"]))
    check("delete_multi", True, client.delete_multi(list(many)))
    check("deleted", {}, client.get_multi(list(many)))

    large = bytes(range(256)) * 4000
    check("set of a megabyte", True, client.set("large", large))
    check("get of a megabyte", large, client.get("large"))
    check_error("too large", pylibmc.Error, lambda: client.set("large", b"x" * (1 << 20)))
    check("what was too large", None, client.get("large"))
    check("compressed", True, client.set("packed", "z" * 100000, min_compress_len=1000))
    check("compressed", "z" * 100000, client.get("packed"))

    check("set for a second", True, client.set("short", "x", time=1))
    check("before it expires", "x", client.get("short"))
    time.sleep(2.2)
    check("expired", None, client.get("short"))

    ((_, stats),) = client.get_stats()
    check("stats", True, int(stats["cmd_get"]) > 10 and stats["version"].decode().split("-")[0] == sys.argv[2])
    check("flush", True, client.flush_all())
    check("flushed", None, client.get("n"))
    client.disconnect_all()


talk(binary=False)
talk(binary=True)
print(checks, "checks")
