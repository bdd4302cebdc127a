# pymemcache: the text protocol in plain Python.
import sys
import time

from pymemcache import serde
from pymemcache.client.base import Client, PooledClient
from pymemcache.exceptions import MemcacheServerError

checks = 0


def check(what, expected, got):
    global checks
    checks += 1
    if expected != got:
        sys.exit("%s: expected %.200r, got %.200r" % (what, expected, got))


address = ("127.0.0.1", int(sys.argv[1]))
plain = Client(address, timeout=20, default_noreply=False)
typed = Client(address, timeout=20, default_noreply=False, serde=serde.pickle_serde)

check("flush", True, plain.flush_all())
check("set", True, plain.set("k", b"one"))
check("get", b"one", plain.get("k"))
check("get, miss", None, plain.get("missing"))
check("get, other default", 7, plain.get("missing", 7))
check("add, present", False, plain.add("k", b"two"))
check("add", True, plain.add("new", b"2"))
check("replace, missing", False, plain.replace("missing", b"x"))
check("replace", True, plain.replace("k", b"two"))
check("append", True, plain.append("k", b"-end"))
check("prepend", True, plain.prepend("k", b"start-"))
check("append, missing", False, plain.append("missing", b"x"))
check("joined", b"start-two-end", plain.get("k"))

value, cas = plain.gets("k")
check("gets", b"start-two-end", value)
check("cas", True, plain.cas("k", b"three", cas))
check("cas, changed", False, plain.cas("k", b"four", cas))
check("cas, missing", None, plain.cas("missing", b"x", cas))
check("after cas", b"three", plain.get("k"))

check("set number", True, plain.set("n", b"10"))
check("incr", 15, plain.incr("n", 5))
check("decr", 9, plain.decr("n", 6))
check("decr to the floor", 0, plain.decr("n", 100))
check("incr, missing", None, plain.incr("missing", 1))
check("touch", True, plain.touch("k", 100))
check("touch, missing", False, plain.touch("missing", 100))
check("delete", True, plain.delete("k"))
check("delete, missing", False, plain.delete("k"))

for kind in (5, 2**70, "text \u20ac", b"\x00\r\nbytes", [1, {"a": None}], 1.5, True):
    check("typed set", True, typed.set("typed", kind))
    check("typed get", (kind, type(kind)), (typed.get("typed"), type(typed.get("typed"))))

many = {"many:%d" % i: b"value %d" % i * (i % 7) for i in range(700)}
check("set_many", [], plain.set_many(many))
check("get_many", many, plain.get_many(list(many) + ["missing", "missing2"]))
several = plain.gets_many(list(many)[:300])
check("gets_many", {key: many[key] for key in list(many)[:300]}, {key: hit[0] for key, hit in several.items()})
check("delete_many", True, plain.delete_many(list(many)))
check("deleted", {}, plain.get_many(list(many)))

large = bytes(range(256)) * 4000
check("set of a megabyte", True, plain.set("large", large))
check("get of a megabyte", large, plain.get("large"))
try:
    plain.set("large", b"x" * (1 << 20))
    sys.exit("no error for a value that is too large")
except MemcacheServerError as error:
    check("too large", b"object too large for cache", error.args[0])
check("what was too large", None, plain.get("large"))

check("set for a second", True, plain.set("short", b"x", expire=1))
check("before it expires", b"x", plain.get("short"))
time.sleep(2.2)
check("expired", None, plain.get("short"))

quiet = Client(address, timeout=20)
for i in range(100):
    quiet.set("quiet", b"%d" % i)
check("noreply", b"99", quiet.get("quiet"))

pool = PooledClient(address, max_pool_size=4, timeout=20)
check("pool", True, pool.set("pooled", b"p", noreply=False))
check("pool", b"p", pool.get("pooled"))

check("version", sys.argv[2].encode(), plain.version().split(b"-")[0])
stats = plain.stats()
check("stats", True, stats[b"cmd_get"] > 10 and stats[b"threads"] > 0 and stats[b"curr_items"] > 0)
check("stats settings", True, plain.stats("settings")[b"maxbytes"] == 256 << 20)
check("flush", True, plain.flush_all())
check("flushed", None, plain.get("n"))
plain.quit()
print(checks, "checks")
