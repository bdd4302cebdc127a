# Dalli: the binary protocol, and the meta protocol in those of its versions that have it.
require "dalli"

$checks = 0

def check(what, expected, got)
  $checks += 1
  abort "#{what}: expected #{expected.inspect[0, 200]}, got #{got.inspect[0, 200]}" unless expected == got
end

# A CAS says that something was stored; some versions of the client say 0 and not false when nothing was.
def stored?(answer)
  answer.is_a?(Integer) && answer.positive?
end

def check_error(what, type)
  $checks += 1
  begin
    got = yield
  rescue type
    return
  end
  abort "#{what}: expected #{type}, got #{got.inspect}"
end

def talk(options)
  Dalli.logger.level = Logger::FATAL
  server = "127.0.0.1:#{ARGV[0]}"
  client = Dalli::Client.new(server, { socket_timeout: 20, error_when_over_max_size: true }.merge(options))
  wide = Dalli::Client.new(server, { socket_timeout: 20, value_max_bytes: 4 << 20, compress: false }.merge(options))

  check "flush", [true], client.flush
  check "set", true, stored?(client.set("k", "one"))
  check "get", "one", client.get("k")
  check "get, miss", nil, client.get("missing")
  check "add, present", false, client.add("k", "two")
  check "add", true, stored?(client.add("new", "2"))
  check "replace, missing", false, stored?(client.replace("missing", "x"))
  check "replace", true, stored?(client.replace("k", "two"))
  check "raw set", true, stored?(client.set("raw", "two", 0, raw: true))
  check "append", true, client.append("raw", "-end")
  check "prepend", true, client.prepend("raw", "start-")
  check "append, missing", false, client.append("missing", "x")
  check "joined", "start-two-end", client.get("raw", raw: true)

  value, cas = client.get_cas("k")
  check "get_cas", "two", value
  check "set_cas", true, stored?(client.set_cas("k", "three", cas))
  check "set_cas, changed", false, client.set_cas("k", "four", cas)
  check "cas", true, stored?(client.cas("k") { |old| old + "!" })
  check "cas, missing", nil, client.cas("missing") { |_| "x" }
  check "cas, overtaken", false, client.cas("k") { |_| client.set("k", "other"); "mine" }
  check "after cas", "other", client.get("k")
  _, cas = client.get_cas("k")
  check "delete_cas, changed", false, client.delete_cas("k", cas + 1)
  check "delete_cas", true, client.delete_cas("k", cas)
  check "gone", nil, client.get("k")

  check "incr, made", 10, client.incr("n", 5, 0, 10)
  check "incr", 15, client.incr("n", 5)
  check "decr", 9, client.decr("n", 6)
  check "decr to the floor", 0, client.decr("n", 100)
  check "incr, missing", nil, client.incr("missing", 1)
  check "touch", true, client.touch("new", 100)
  check "touch, missing", nil, client.touch("missing", 100)
  check "gat", "2", client.gat("new", 100)
  check "gat, missing", nil, client.gat("missing", 100)
  check "delete", true, client.delete("new")
  check "delete, missing", false, client.delete("new") || false

  [5, 2**70, "text \u20ac", :symbol, [1, { "a" => nil }], 1.5, true, nil].each do |kind|
    check "typed set", true, stored?(client.set("typed", kind))
    check "typed get", kind, client.get("typed")
  end

  many = (0...700).to_h { |i| ["many:#{i}", "value #{i}" * (i % 7)] }
  client.multi { many.each { |key, one| client.set(key, one) } }
  check "get_multi", many, client.get_multi(many.keys + %w[missing missing2])
  found = client.get_multi_cas(many.keys.first(300))
  check "get_multi_cas", many.first(300).to_h, found.transform_values(&:first)
  client.multi { many.each_key { |key| client.delete(key) } }
  check "deleted", {}, client.get_multi(many.keys)

  large = (0..255).to_a.pack("C*") * 4000
  check "set of a megabyte", true, stored?(wide.set("large", large, 0, raw: true))
  check "get of a megabyte", large, wide.get("large", raw: true).b
  check_error("too large for the client", Dalli::ValueOverMaxSize) { client.set("large", Random.bytes(2 << 20)) }
  check_error("too large", Dalli::DalliError) do
    wide.set("large", "x" * (2 << 20), 0, raw: true) || raise(Dalli::DalliError)
  end
  check "what was too large", nil, wide.get("large")
  packed = Dalli::Client.new(server, { compress: true }.merge(options))
  packed.set("packed", "z" * 2_000_000)
  check "compressed", "z" * 2_000_000, packed.get("packed")

  check "set for a second", true, stored?(client.set("short", "x", 1))
  check "before it expires", "x", client.get("short")
  sleep 2.2
  check "expired", nil, client.get("short")

  check "version", ARGV[1], client.version.values.first.split("-").first
  stats = client.stats.values.first
  check "stats", true, stats["cmd_get"].to_i > 10 && stats["version"].start_with?(ARGV[1])
  check "stats settings", (256 << 20).to_s, client.stats(:settings).values.first["maxbytes"]
  check "flush", [true], client.flush
  check "flushed", nil, client.get("n")
  client.close
end

talk({})
talk({ protocol: :meta }) if Gem::Version.new(Dalli::VERSION) >= Gem::Version.new("3.1.0")
puts "#{$checks} checks"
