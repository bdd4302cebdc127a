// gomemcache: the text protocol in plain Go.
package main

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/bradfitz/gomemcache/memcache"
)

var checks int

func check(what string, expected, got interface{}) {
	checks++
	if !reflect.DeepEqual(expected, got) {
		fmt.Fprintf(os.Stderr, "%s: expected %.200v, got %.200v\n", what, expected, got)
		os.Exit(1)
	}
}

func value(client *memcache.Client, key string) string {
	item, err := client.Get(key)
	if err != nil {
		return err.Error()
	}
	return string(item.Value)
}

func item(key, value string) *memcache.Item {
	return &memcache.Item{Key: key, Value: []byte(value)}
}

func main() {
	client := memcache.New("127.0.0.1:" + os.Args[1])
	client.Timeout = 20 * time.Second

	check("flush", nil, client.FlushAll())
	check("set", nil, client.Set(item("k", "one")))
	check("get", "one", value(client, "k"))
	check("get, miss", memcache.ErrCacheMiss.Error(), value(client, "missing"))
	check("add, present", memcache.ErrNotStored, client.Add(item("k", "two")))
	check("add", nil, client.Add(item("new", "2")))
	check("replace, missing", memcache.ErrNotStored, client.Replace(item("missing", "x")))
	check("replace", nil, client.Replace(item("k", "two")))
	check("replaced", "two", value(client, "k"))

	seen, err := client.Get("k")
	check("get for cas", nil, err)
	late, err := client.Get("k")
	check("get for cas", nil, err)
	seen.Value = []byte("three")
	check("cas", nil, client.CompareAndSwap(seen))
	check("cas, changed", memcache.ErrCASConflict, client.CompareAndSwap(late))
	check("after cas", "three", value(client, "k"))
	gone, err := client.Get("k")
	check("get for cas", nil, err)
	check("delete", nil, client.Delete("k"))
	check("delete, missing", memcache.ErrCacheMiss, client.Delete("k"))
	check("cas, missing", true, client.CompareAndSwap(gone) != nil)

	check("set number", nil, client.Set(item("n", "10")))
	number, err := client.Increment("n", 5)
	check("incr", nil, err)
	check("incr", uint64(15), number)
	number, err = client.Decrement("n", 100)
	check("decr to the floor", nil, err)
	check("decr to the floor", uint64(0), number)
	_, err = client.Increment("missing", 1)
	check("incr, missing", memcache.ErrCacheMiss, err)
	_, err = client.Increment("new2", 1)
	check("incr, missing", memcache.ErrCacheMiss, err)
	check("text", nil, client.Set(item("text", "abc")))
	_, err = client.Increment("text", 1)
	check("incr of text", true, err != nil && strings.Contains(err.Error(), "non-numeric value"))
	check("touch", nil, client.Touch("n", 100))
	check("touch, missing", memcache.ErrCacheMiss, client.Touch("missing", 100))

	check("flags", nil, client.Set(&memcache.Item{Key: "flags", Value: []byte("\x00\r\nEND\r\n"), Flags: 4294967295}))
	flagged, err := client.Get("flags")
	check("flags", nil, err)
	check("flags", uint32(4294967295), flagged.Flags)
	check("flags", "\x00\r\nEND\r\n", string(flagged.Value))

	many(client)

	large := bytes.Repeat([]byte("0123456789abcdef"), 64000)
	check("set of a megabyte", nil, client.Set(&memcache.Item{Key: "large", Value: large}))
	check("get of a megabyte", true, value(client, "large") == string(large))
	err = client.Set(&memcache.Item{Key: "large", Value: make([]byte, 1<<20)})
	check("too large", true, err != nil && strings.Contains(err.Error(), "SERVER_ERROR object too large for cache"))
	check("what was too large", memcache.ErrCacheMiss.Error(), value(client, "large"))

	check("set for a second", nil, client.Set(&memcache.Item{Key: "short", Value: []byte("x"), Expiration: 1}))
	check("before it expires", "x", value(client, "short"))
	time.Sleep(2200 * time.Millisecond)
	check("expired", memcache.ErrCacheMiss.Error(), value(client, "short"))

	check("flush", nil, client.FlushAll())
	check("flushed", memcache.ErrCacheMiss.Error(), value(client, "n"))
	fmt.Println(checks, "checks")
}

// Sixteen at once write their keys, and one reads them all.
func many(client *memcache.Client) {
	const writers, each = 16, 50
	keys := []string{"missing", "missing2"}
	failures := make(chan error, writers*each)
	var done sync.WaitGroup
	for w := 0; w < writers; w++ {
		done.Add(1)
		go func(w int) {
			defer done.Done()
			for i := 0; i < each; i++ {
				key := fmt.Sprintf("many:%d:%d", w, i)
				failures <- client.Set(item(key, strings.Repeat(key, i%7)))
			}
		}(w)
		for i := 0; i < each; i++ {
			keys = append(keys, fmt.Sprintf("many:%d:%d", w, i))
		}
	}
	done.Wait()
	close(failures)
	for err := range failures {
		check("set of many", nil, err)
	}
	found, err := client.GetMulti(keys)
	check("get of many", nil, err)
	check("get of many", writers*each, len(found))
	for key, one := range found {
		var w, i int
		fmt.Sscanf(key, "many:%d:%d", &w, &i)
		check(key, strings.Repeat(key, i%7), string(one.Value))
	}
}
