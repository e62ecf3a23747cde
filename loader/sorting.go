package loader

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// sortRelationships sorts, those of one tenant fast.
func sortRelationships(relationships []Relationship) {
	if !isSorted(relationships) {
		permute(relationships, inOrder(len(relationships), func(i int) *Object { return &relationships[i].Resource }, func(a, b int32) int {
			return relation.Compare(&relationships[a], &relationships[b])
		}))
	}
}

// inOrder is where some things are in the order of compare, which is first that of an
// object of each: fast where those are of one tenant.
func inOrder(n int, object func(int) *Object, compare func(a, b int32) int) []sortKey {
	keys := sortedByBytes(sortKeys(n, object))
	for left := keys; len(left) > 0; {
		n := 1
		for n < len(left) && left[n].high == left[0].high && left[n].low == left[0].low {
			n++
		}
		if n > 1 {
			slices.SortFunc(left[:n], func(a, b sortKey) int { return compare(a.at, b.at) })
		}
		left = left[n:]
	}
	return keys
}

// sortedBy puts rows in the order of one of their numbers, which are below n, and keeps
// the order of those with the same one.
func sortedBy(into, rows []row, n int, number func(*row) int32) {
	next := make([]int32, n+1) // place, by number
	for i := range rows {
		next[number(&rows[i])+1]++
	}
	for i := range n {
		next[i+1] += next[i]
	}
	for i := range rows {
		k := number(&rows[i])
		into[next[k]] = rows[i]
		next[k]++
	}
}

// sortedRelations are some relations in order, and fills in their places there.
func sortedRelations(relations []schema.Relation, places []int32) []schema.Relation {
	sorted := slices.Sorted(slices.Values(relations))
	for i, r := range relations {
		place, _ := slices.BinarySearch(sorted, r)
		places[i] = int32(place)
	}
	return sorted
}

func isSorted(relationships []Relationship) bool {
	for i := 1; i < len(relationships); i++ {
		if relation.Compare(&relationships[i-1], &relationships[i]) > 0 {
			return false
		}
	}
	return true
}

// sortKey is the beginning of what a relationship is sorted by, as numbers, and where it
// is.
type sortKey struct {
	high, low uint64
	at        int32
}

// sortedByBytes sorts by the two numbers, from the last byte on, and keeps the order of
// what has the same ones: most bytes are the same in all, and cost nothing.
func sortedByBytes(keys []sortKey) []sortKey {
	other := make([]sortKey, len(keys))
	for _, of := range [...]func(*sortKey) uint64{func(k *sortKey) uint64 { return k.low }, func(k *sortKey) uint64 { return k.high }} {
		var different uint64
		for i := range keys {
			different |= of(&keys[i]) ^ of(&keys[0])
		}
		for shift := 0; shift < 64; shift += 8 {
			if byte(different>>shift) == 0 {
				continue
			}
			var next [257]int // place, by byte
			for i := range keys {
				next[1+int(byte(of(&keys[i])>>shift))]++
			}
			for b := range 256 {
				next[b+1] += next[b]
			}
			for i := range keys {
				b := byte(of(&keys[i]) >> shift)
				other[next[b]] = keys[i]
				next[b]++
			}
			keys, other = other, keys
		}
	}
	return keys
}

// keyBytes is how much of an id is in a key, beside the place of its type.
const keyBytes = 15

// sortKeys are those of objects of one tenant; of others they say nothing.
func sortKeys(n int, object func(int) *Object) []sortKey {
	types := typesOf(n, object)
	tenant, place, alike := "", 0, len(types) <= 256
	keys := make([]sortKey, n)
	for i := range keys {
		keys[i].at = int32(i)
		o := object(i)
		id, within := o.ID, true
		switch {
		case !alike:
			continue
		case id == relation.Wildcard:
			id = "" // which is before all others
		case o.Type != schema.TypeTenant:
			if tenant == "" {
				name, _, _ := strings.Cut(id, "/")
				tenant = name + "/"
			}
			id, within = strings.CutPrefix(id, tenant)
			within = within && relation.Wildcard < tenant
		}
		if !within {
			alike = false
			clear(keys[:i])
			for j := range i {
				keys[j].at = int32(j)
			}
			continue
		}
		if types[place] != o.Type {
			place = slices.Index(types, o.Type)
		}
		var key [1 + keyBytes]byte
		key[0] = byte(place)
		copy(key[1:], id)
		keys[i].high, keys[i].low = binary.BigEndian.Uint64(key[:8]), binary.BigEndian.Uint64(key[8:])
	}
	return keys
}

// typesOf are the types of some objects, sorted.
func typesOf(n int, object func(int) *Object) []schema.Type {
	var types []schema.Type
	for i := range n {
		if t := object(i).Type; len(types) == 0 || types[len(types)-1] != t && !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	slices.Sort(types)
	return types
}

// permute puts each relationship where its key has come to be.
func permute(relationships []Relationship, keys []sortKey) {
	const done = -1
	for i := range keys {
		if keys[i].at == done {
			continue
		}
		first, to := relationships[i], i
		for from := int(keys[to].at); from != i; from = int(keys[to].at) {
			relationships[to] = relationships[from]
			keys[to].at = done
			to = from
		}
		relationships[to] = first
		keys[to].at = done
	}
}

// ofTenants are those of sorted relationships that are of tenants themselves.
func ofTenants(relationships []Relationship) []Relationship {
	const next = schema.TypeTenant + "\x00" // no type is between the two
	return relationships[firstOf(relationships, schema.TypeTenant):firstOf(relationships, next)]
}

// firstOf is where a type begins, or would.
func firstOf(relationships []Relationship, t schema.Type) int {
	i, _ := slices.BinarySearchFunc(relationships, t, func(r Relationship, t schema.Type) int { return cmp.Compare(r.Resource.Type, t) })
	return i
}
