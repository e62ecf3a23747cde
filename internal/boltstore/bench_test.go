package boltstore

import (
	"context"
	"fmt"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
)

// BenchmarkEmbedded asks SpiceDB in the process the same questions over this
// store, with every commit synced, and over SpiceDB's datastore in memory.
//
//	go test -run '^$' -bench Embedded -timeout 60m ./internal/boltstore
func BenchmarkEmbedded(b *testing.B) {
	for _, size := range []int{4_000, 40_000, 400_000} {
		for _, kind := range []string{"file", "memory"} {
			b.Run(fmt.Sprintf("relationships=%d/store=%s", size, kind), func(b *testing.B) {
				benchmarkStore(b, size, kind)
			})
		}
	}
}

func benchmarkStore(b *testing.B, size int, kind string) {
	path := filepath.Join(b.TempDir(), "store.db")
	var ds datastore.Datastore
	var s *Store
	if kind == "file" {
		s = openStore(b, path, Options{})
		ds = s
	}
	conn := serve(b, ds)
	w := newWorld(size)
	begin := time.Now()
	loaded, err := w.load(b.Context(), conn)
	require.NoError(b, err)
	took := time.Since(begin)

	b.Run("load", func(b *testing.B) {
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(loaded)/took.Seconds(), "relationships/s")
		if info, err := os.Stat(path); err == nil {
			b.ReportMetric(float64(info.Size())/float64(loaded), "B/relationship")
		}
	})
	for _, q := range []struct {
		name string
		pick func(*rand.Rand) pair
		want bool
	}{
		{"check-allowed", w.ownPair, true},
		{"check-second-link", w.supervisedPair, true},
		{"check-denied", w.strangerPair, false},
	} {
		b.Run(q.name, func(b *testing.B) {
			r := rand.New(rand.NewSource(1))
			for b.Loop() {
				p := q.pick(r)
				require.Equal(b, q.want, allowed(b, conn, fullyConsistent, p.client, p.user))
			}
		})
	}
	if s != nil {
		b.Run("check-uncached", func(b *testing.B) { benchmarkUncached(b, s, conn, w) })
	}
	b.Run("bulk-check-100", func(b *testing.B) { benchmarkBulk(b, conn, w) })
	b.Run("lookup-150", func(b *testing.B) { benchmarkLookup(b, conn, w) })
	b.Run("write-1000", func(b *testing.B) { benchmarkWrite(b, conn) })
}

// benchmarkUncached gives every question a revision of its own: a small world has
// few questions, and SpiceDB's cache would know the answers to all of them.
func benchmarkUncached(b *testing.B, s *Store, conn *grpc.ClientConn, w world) {
	r := rand.New(rand.NewSource(4))
	for b.Loop() {
		s.clock.Begin()
		s.clock.Commit(clock.Effect{Expires: clock.Never})
		p := w.ownPair(r)
		require.True(b, allowed(b, conn, fullyConsistent, p.client, p.user))
	}
}

// BenchmarkAcknowledged writes a link in each transaction, one after the other and by
// eight writers at once, with every commit synced and, beside it, without: what is left
// then is not the disk's. ns/op is of one acknowledged link.
func BenchmarkAcknowledged(b *testing.B) {
	for _, sync := range []bool{true, false} {
		s := openStore(b, filepath.Join(b.TempDir(), "store.db"), Options{NoSync: !sync})
		conn := serve(b, s)
		_, err := newWorld(40_000).load(b.Context(), conn)
		require.NoError(b, err)
		var next atomic.Int64
		write := func() {
			n := int(next.Add(1))
			relationtest.Write(b, conn, relation.New(object("client", fmt.Sprintf("tenant-999/new-%09d", n)), "practitioner", object("user", userID(0))))
		}
		for _, writers := range []int{1, 8} {
			b.Run(fmt.Sprintf("sync=%t/writers=%d", sync, writers), func(b *testing.B) {
				b.ReportAllocs()
				b.SetParallelism(writers)
				if writers == 1 {
					for b.Loop() {
						write()
					}
					return
				}
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						write()
					}
				})
			})
		}
	}
}

// BenchmarkPointRead asks the store alone whether a link is there.
func BenchmarkPointRead(b *testing.B) {
	for _, size := range []int{4_000, 40_000, 400_000} {
		b.Run(fmt.Sprintf("relationships=%d", size), func(b *testing.B) {
			s := tempStore(b, Options{NoSync: true})
			w := newWorld(size)
			fill(b, s, w)
			r := rand.New(rand.NewSource(5))
			for b.Loop() {
				p := w.ownPair(r)
				require.True(b, has(b, s, "client:"+p.client+"#practitioner@user:"+p.user))
			}
		})
	}
}

// BenchmarkOpen opens a store, which reads all of it, on all processors.
func BenchmarkOpen(b *testing.B) {
	for _, size := range []int{4_000, 40_000, 400_000} {
		b.Run(fmt.Sprintf("relationships=%d", size), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "store.db")
			s, err := Open(path, Options{NoSync: true})
			require.NoError(b, err)
			fill(b, s, newWorld(size))
			require.NoError(b, s.Close())
			info, err := os.Stat(path)
			require.NoError(b, err)
			b.SetBytes(info.Size())
			for b.Loop() {
				s, err := Open(path, Options{ReadOnly: true})
				require.NoError(b, err)
				require.NoError(b, s.Close())
			}
		})
	}
}

// benchmarkBulk asks which of a hundred clients, half of them their own, a user may
// view.
func benchmarkBulk(b *testing.B, conn *grpc.ClientConn, w world) {
	r := rand.New(rand.NewSource(2))
	permissions := v1.NewPermissionsServiceClient(conn)
	for b.Loop() {
		u := r.Intn(w.users)
		request := &v1.CheckBulkPermissionsRequest{Consistency: fullyConsistent}
		for i := range 100 {
			c := u*ownClients + i
			if i >= 50 {
				c = (c + r.Intn(w.clients)) % w.clients
			}
			request.Items = append(request.Items, &v1.CheckBulkPermissionsRequestItem{
				Resource:   object("client", clientID(c)).Message(),
				Permission: "view",
				Subject:    object("user", userID(u)).Subject(""),
			})
		}
		answer, err := permissions.CheckBulkPermissions(context.Background(), request)
		require.NoError(b, err)
		for i, p := range answer.Pairs {
			require.Nil(b, p.GetError())
			if i < 50 {
				require.Equal(b, v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION, p.GetItem().Permissionship)
			}
		}
	}
}

func benchmarkLookup(b *testing.B, conn *grpc.ClientConn, w world) {
	r := rand.New(rand.NewSource(3))
	for b.Loop() {
		count, err := lookup(conn, userID(r.Intn(w.users)))
		if err != nil {
			b.Skipf("no answer: %v", err)
		}
		require.GreaterOrEqual(b, count, ownClients)
	}
}

// lookup counts the clients that a user may view.
func lookup(conn *grpc.ClientConn, user string) (int, error) {
	stream, err := v1.NewPermissionsServiceClient(conn).LookupResources(context.Background(), &v1.LookupResourcesRequest{
		Consistency:        fullyConsistent,
		ResourceObjectType: "client",
		Permission:         "view",
		Subject:            object("user", user).Subject(""),
	})
	if err != nil {
		return 0, err
	}
	for count := 0; ; count++ {
		if _, err := stream.Recv(); err == io.EOF {
			return count, nil
		} else if err != nil {
			return count, err
		}
	}
}

func benchmarkWrite(b *testing.B, conn *grpc.ClientConn) {
	next := 0
	for b.Loop() {
		var links []relation.Relationship
		for range 1000 {
			links = append(links, relation.New(object("client", fmt.Sprintf("tenant-999/new-%09d", next)), "practitioner", object("user", userID(next/ownClients))))
			next++
		}
		relationtest.Write(b, conn, links...)
	}
}
